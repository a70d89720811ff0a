const mostListed = 12;

/** Names one after the other, so few that a sentence can hold them: `a, b, c and 9 more`. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostListed);
  const rest = names.length - shown.length;
  // Names of groups have commas in them.
  const separator = shown.some((name) => name.includes(',')) ? '; ' : ', ';
  return `${shown.join(separator)}${rest > 0 ? ` and ${rest} more` : ''}`;
}
