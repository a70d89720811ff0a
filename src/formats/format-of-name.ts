/** What a file is by its name; undefined where that does not tell, or another content is often called so. */
export function formatOfName(name: string): 'csv' | undefined {
  return /\.(csv|tsv|tab)$/i.test(name) ? 'csv' : undefined;
}
