import { sequentialModules } from './pytorch.ts';
import { stateDict, type NamedTensor } from './state-dict.ts';
import { epochText, type TrainedModel } from './trained-model.ts';

/** What a file says of its tensors beside their shapes; every value is a text. */
export type Metadata = Readonly<Record<string, string>>;

/**
 * The state_dict of a torch.nn.Sequential in double precision, in the format of huggingface/safetensors: the length of
 * the header in eight bytes, little-endian, the header as JSON, the numbers.
 */
export function exportSafetensors(model: TrainedModel): Uint8Array<ArrayBuffer> {
  return writeSafetensors(stateDict(model), metadataOf(model));
}

/** What its header says, to be read by a person. */
export function safetensorsHeader(model: TrainedModel): string {
  return `${JSON.stringify(headerOf(stateDict(model), metadataOf(model)), null, 2)}\n`;
}

/** The modules that the indices are of, and the encoding, without which the numbers mean nothing. */
function metadataOf(model: TrainedModel): Metadata {
  const { columns, features, target, loss, layers, outputNames, title, epoch } = model;
  return {
    format: 'pt',
    title,
    epoch: epochText(epoch),
    modules: `nn.Sequential(${sequentialModules(model).join(', ')})`,
    activations: JSON.stringify(layers.map(({ activation }) => activation)),
    columns: JSON.stringify(columns),
    features: JSON.stringify(features),
    target: JSON.stringify(target),
    outputs: JSON.stringify(outputNames),
    loss,
  };
}

function headerOf(tensors: readonly NamedTensor[], metadata: Metadata) {
  let end = 0;
  const described = tensors.map(({ name, shape, values }) => {
    const begin = end;
    end += values.byteLength;
    return [name, { dtype: 'F64', shape, data_offsets: [begin, end] }] as const;
  });
  return { __metadata__: metadata, ...Object.fromEntries(described) };
}

function writeSafetensors(tensors: readonly NamedTensor[], metadata: Metadata): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(headerOf(tensors, metadata));
  const header = new TextEncoder().encode(text);
  // The numbers begin at a multiple of eight bytes.
  const padded = Math.ceil(header.length / 8) * 8;
  const size = tensors.reduce((sum, { values }) => sum + values.byteLength, 0);
  const bytes = new Uint8Array(8 + padded + size);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, 8, 8 + padded);
  bytes.set(header, 8);
  let at = 8 + padded;
  for (const { values } of tensors)
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  return bytes;
}
