import type { BroughtNetwork } from './brought-network.ts';
import { readOnnx } from './read-onnx.ts';
import { readRun, type RunFile } from './run-json.ts';
import { readSafetensors } from './read-safetensors.ts';
import { readWeights } from './read-weights.ts';

/** What a file that was opened holds. */
export type ReadModel =
  | { readonly ok: true; readonly kind: 'run'; readonly file: RunFile }
  | { readonly ok: true; readonly kind: 'network'; readonly network: BroughtNetwork }
  /** A sentence that says what was wrong and what was expected. */
  | { readonly ok: false; readonly message: string };

/** A file of any kind that can be opened, of any content: never an exception. */
export function readModel(name: string, bytes: Uint8Array): ReadModel {
  switch (kindOf(name, bytes)) {
    case 'json':
      return readModelText(new TextDecoder().decode(bytes));
    case 'onnx':
      return networkIn(readOnnx(bytes));
    case 'safetensors':
      return networkIn(readSafetensors(bytes));
  }
}

/** Of a text likewise: a run, which says that it is one, or weights. */
export function readModelText(text: string): ReadModel {
  if (!/^\s*\{\s*"format"/.test(text)) return networkIn(readWeights(text));
  const opened = readRun(text);
  return opened.ok ? { ok: true, kind: 'run', file: opened.file } : opened;
}

function networkIn(opened: ReturnType<typeof readWeights>): ReadModel {
  return opened.ok ? { ok: true, kind: 'network', network: opened.network } : opened;
}

const kinds = ['json', 'onnx', 'safetensors'] as const;

/**
 * By its name, else by how it begins: JSON with a brace or a bracket, safetensors with the eight bytes of a length, of
 * which the last are 0, and ONNX with the number of its first field.
 */
function kindOf(name: string, bytes: Uint8Array): (typeof kinds)[number] {
  const byName = kinds.find((kind) => name.toLowerCase().endsWith(`.${kind}`));
  if (byName !== undefined) return byName;
  if (/^[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 16)).trimStart())) return 'json';
  return bytes.length >= 8 && bytes.subarray(4, 8).every((byte) => byte === 0) ? 'safetensors' : 'onnx';
}
