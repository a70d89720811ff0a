import { readModel, readModelText, type ReadModel } from '../src/export/read-model.ts';
import type { ModelApi, OpenedModel } from '../src/protocol/model-messages.ts';

/** Reads files that may hold anything. */
export class ModelDesk implements ModelApi {
  async read(source: File | string): Promise<OpenedModel> {
    if (typeof source === 'string') return openedOf(readModelText(source));
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await source.arrayBuffer());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { ok: false, message: `“${source.name}” could not be read: ${reason.replace(/[.!]?$/, '.')}` };
    }
    return openedOf(readModel(source.name, bytes));
  }
}

function openedOf(read: ReadModel): OpenedModel {
  if (!read.ok || read.kind === 'network') return read;
  const { state, table } = read.file;
  if (table === undefined) return { ok: true, kind: 'run', state, table: null };
  try {
    const blob = new Blob([bytesOfBase64(table.packed)]);
    return { ok: true, kind: 'run', state, table: { id: table.id, blob } };
  } catch {
    return { ok: false, message: 'The file is no run of Chainrule: its table is no base64.' };
  }
}

/** Throws a DOMException for what is no base64. */
function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const signs = atob(text);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < signs.length; at++) bytes[at] = signs.charCodeAt(at);
  return bytes;
}
