import type { OpenedNetwork } from '../../../export/brought-network.ts';
import { readOnnx } from '../../../export/read-onnx.ts';
import { readSafetensors } from '../../../export/read-safetensors.ts';
import { readWeights } from '../../../export/read-weights.ts';
import { readRun } from '../../../export/run-json.ts';
import type { TrainedModel } from '../../../export/trained-model.ts';
import { formatBytes } from '../../controls/format.ts';
import type { Departures } from './departures.ts';

/** Larger files are no run that was made here. */
const mostOpened = 50 * 2 ** 20;

/** Where what is opened goes to, and what is there now; null while it is not known. */
export interface Opening {
  readonly departures: Pick<Departures, 'open' | 'bringIn'> | null;
  readonly present: TrainedModel | null;
}

/** What is wrong with a file; '' where it was opened. */
export async function openModel(file: File, opening: Opening): Promise<string> {
  if (file.size > mostOpened)
    return `“${file.name}” has ${formatBytes(file.size)}: files of at most ${formatBytes(mostOpened)} can be opened.`;
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    return `“${file.name}” could not be read: ${error instanceof Error ? error.message : String(error)}.`;
  }
  switch (kindOf(file.name, bytes)) {
    case 'json':
      return openText(new TextDecoder().decode(bytes), opening);
    case 'onnx':
      return bringIn(readOnnx(bytes), opening);
    case 'safetensors':
      return bringIn(readSafetensors(bytes), opening);
  }
}

/** Of a text likewise: a run, which says that it is one, or weights. */
export function openText(text: string, opening: Opening): string {
  return /^\s*\{\s*"format"/.test(text) ? openRun(text, opening) : bringIn(readWeights(text), opening);
}

function bringIn(opened: OpenedNetwork, { departures, present }: Opening): string {
  if (!opened.ok) return opened.message;
  return present === null || departures === null
    ? 'The present network is not known yet: try again in a moment.'
    : departures.bringIn(opened.network, present);
}

function openRun(text: string, { departures }: Opening): string {
  const opened = readRun(text);
  if (!opened.ok) return opened.message;
  try {
    departures?.open(opened.file.state, opened.file.table);
  } catch {
    return 'The file is no run of Chainrule: its table is no base64.';
  }
  return '';
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
