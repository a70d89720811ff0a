import { limits } from '../experiment/schema.ts';
import { activationProblem, type Activation } from '../experiment/activation-formula.ts';
import { lossNames, type LossName } from '../experiment/names.ts';

/** Weights of a network whose layers each read all of the one before. */
export interface BroughtNetwork {
  readonly inputCount: number;
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  readonly outputCount: number;
  /** Of the hidden layers; null where the file does not say them. */
  readonly activations: readonly Activation[] | null;
  /** null where the file does not say it. */
  readonly loss: LossName | null;
  /** Layer by layer, weights before biases. */
  readonly parameters: Float64Array;
}

export type OpenedNetwork =
  | { readonly ok: true; readonly network: BroughtNetwork }
  /** A sentence that says what was wrong and what was expected. */
  | { readonly ok: false; readonly message: string };

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** More is no network that can be trained here. */
const mostTensors = 1000;

/** A state_dict of linear layers in the format of huggingface/safetensors: whatever the bytes are, a network or a message. */
export function readSafetensors(bytes: Uint8Array): OpenedNetwork {
  try {
    const { tensors, metadata } = tensorsOf(bytes);
    return { ok: true, network: networkOf(tensors, metadata) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `The file is no network that can be opened here: ${reason}.` };
  }
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

function networkOf(tensors: readonly Tensor[], metadata: Readonly<Record<string, unknown>>): BroughtNetwork {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const weights = tensors
    .filter(({ name }) => name.endsWith('weight'))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  if (weights.length === 0) throw new RangeError('it has no tensor whose name ends with “weight”');
  const layers = weights.map((weight, i) => {
    const biasName = weight.name.replace(/weight$/, 'bias');
    const bias = byName.get(biasName);
    const [called, before] = [`“${short(weight.name)}”`, weights[i - 1]?.shape[0]];
    if (weight.shape.length !== 2)
      throw new RangeError(`${called} has ${weight.shape.length} dimensions, that of a linear layer has 2`);
    if (before !== undefined && weight.shape[1] !== before)
      throw new RangeError(
        `${called} reads ${weight.shape[1]} numbers, the layer before it puts out ${before}`,
      );
    if (bias?.shape.length !== 1 || bias.shape[0] !== weight.shape[0])
      throw new RangeError(`there is no “${short(biasName)}” of ${weight.shape[0]} numbers`);
    return { weight, bias };
  });
  const stranger = tensors.find(({ name }) => !/(?:weight|bias)$/.test(name));
  if (stranger !== undefined || tensors.length !== 2 * layers.length)
    throw new RangeError(`“${short(stranger?.name ?? 'bias')}” belongs to no linear layer`);
  const widths = layers.map(({ weight }) => weight.shape[0]);
  const hidden = widths.slice(0, -1);
  const { neurons, hiddenLayers } = limits;
  const wide = hidden.find((width) => width < neurons.min || width > neurons.max);
  if (hidden.length > hiddenLayers.max)
    throw new RangeError(`it has ${hidden.length} hidden layers, expected at most ${hiddenLayers.max}`);
  if (wide !== undefined)
    throw new RangeError(`a hidden layer has ${wide} neurons, expected at most ${neurons.max}`);
  const parts = layers.flatMap(({ weight, bias }) => [weight.values, bias.values]);
  const parameters = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    parameters.set(part, at);
    at += part.length;
  }
  return {
    inputCount: weights[0].shape[1],
    hidden,
    outputCount: widths[widths.length - 1],
    activations: activationsOf(metadata['activations'], hidden.length),
    loss: lossNames.find((name) => name === metadata['loss']) ?? null,
    parameters,
  };
}

/** Of the hidden layers, as our own files say them; null where they are not said or not known. */
function activationsOf(said: unknown, count: number): Activation[] | null {
  if (typeof said !== 'string') return null;
  let names: unknown;
  try {
    names = JSON.parse(said);
  } catch {
    return null;
  }
  if (!Array.isArray(names)) return null;
  const known = names.slice(0, count).filter(isActivation);
  return known.length === count ? known : null;
}

function isActivation(activation: unknown): activation is Activation {
  return activationProblem(activation) === null;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

function isCounts(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.length <= 8 && value.every((one) => Number.isSafeInteger(one) && one >= 0)
  );
}

function short(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
