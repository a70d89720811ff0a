import { saveFile } from '../../controls/save-file.ts';

/** Hands a text to the browser as a download. */
export function saveText(text: string, fileName: string, mimeType: string): void {
  saveFile(new Blob([text], { type: mimeType }), fileName);
}
