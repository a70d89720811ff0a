/** Puts a text on the clipboard; a sentence about what came of it, in which the text has this name. */
export async function copyText(text: string, name = 'It'): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return `${name} is on the clipboard.`;
  } catch {
    return 'The browser does not allow the clipboard here: download the file instead.';
  }
}
