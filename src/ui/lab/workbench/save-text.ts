/** Long enough for the browser to have begun reading the file. */
const keptMs = 10_000;

/** Hands a text to the browser as a download. */
export function saveText(text: string, fileName: string, mimeType: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: mimeType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, keptMs);
}
