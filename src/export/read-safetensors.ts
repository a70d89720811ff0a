import {
  networkOf,
  openedNetwork,
  recordOf,
  short,
  type OpenedNetwork,
  type Tensor,
} from './brought-network.ts';

/** More is no network that can be trained here. */
const mostTensors = 1000;

/** A state_dict of linear layers in the format of huggingface/safetensors: whatever the bytes are, a network or a message. */
export function readSafetensors(bytes: Uint8Array): OpenedNetwork {
  return openedNetwork(() => {
    const { tensors, metadata } = tensorsOf(bytes);
    return networkOf(tensors, metadata);
  });
}

function tensorsOf(bytes: Uint8Array): { tensors: Tensor[]; metadata: Readonly<Record<string, unknown>> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new RangeError(`it has ${bytes.length} bytes, a header needs more`);
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.length - 8)
    throw new RangeError(`its header is said to be ${length} bytes long, the file has ${bytes.length}`);
  const header = recordOf(JSON.parse(textOf(bytes.subarray(8, 8 + length))), 'its header');
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  if (names.length > mostTensors)
    throw new RangeError(`it has ${names.length} tensors, expected at most ${mostTensors}`);
  const data = new DataView(bytes.buffer, bytes.byteOffset + 8 + length, bytes.length - 8 - length);
  const metadata = header['__metadata__'];
  return {
    tensors: names.map((name) => tensorOf(name, recordOf(header[name], `“${short(name)}”`), data)),
    metadata: metadata === undefined ? {} : recordOf(metadata, '__metadata__'),
  };
}

const sizes: Readonly<Record<string, number>> = { F64: 8, F32: 4 };

function tensorOf(name: string, entry: Readonly<Record<string, unknown>>, data: DataView): Tensor {
  const { dtype, shape, data_offsets: offsets } = entry;
  const called = `“${short(name)}”`;
  if (typeof dtype !== 'string' || !Object.hasOwn(sizes, dtype))
    throw new RangeError(`${called} is of ${JSON.stringify(dtype)?.slice(0, 20)}, expected F64 or F32`);
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2)
    throw new RangeError(`${called} has no shape and place`);
  const count = shape.reduce((product, size) => product * size, 1);
  const [begin, end] = offsets;
  const size = sizes[dtype];
  if (end - begin !== count * size || end > data.byteLength)
    throw new RangeError(
      `${called} of ${shape.join(' × ')} numbers is said to lie at ${begin} to ${end} of ${data.byteLength} bytes`,
    );
  const values = Float64Array.from({ length: count }, (_, i) =>
    size === 8 ? data.getFloat64(begin + 8 * i, true) : data.getFloat32(begin + 4 * i, true),
  );
  if (!values.every(Number.isFinite)) throw new RangeError(`${called} holds numbers that are not finite`);
  return { name, shape, values };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function isCounts(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.length <= 8 && value.every((one) => Number.isSafeInteger(one) && one >= 0)
  );
}
