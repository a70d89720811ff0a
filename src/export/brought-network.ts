import type { Activation } from '../experiment/activation-formula.ts';
import type { LossName } from '../experiment/names.ts';
import { limits } from '../experiment/limits.ts';
import {
  activationsOf,
  inputsOf,
  lossOf,
  targetOf,
  type BroughtInput,
  type BroughtTarget,
} from './said-of-network.ts';

/** What becomes of the sums of the output neurons: nothing, or what the network's loss goes with. */
export type BroughtOutput = 'linear' | 'tanh' | 'probabilities';

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
  /** null where the file does not say them: they are the present inputs in their order. */
  readonly inputs: readonly BroughtInput[] | null;
  /** null where the file does not say it. */
  readonly output: BroughtOutput | null;
  /** What was predicted: classes by their places, or numbers, in their own units output · scale + shift. null where the file does not say it. */
  readonly target: BroughtTarget | null;
  /** Layer by layer, weights before biases. */
  readonly parameters: Float64Array;
}

export type OpenedNetwork =
  | { readonly ok: true; readonly network: BroughtNetwork }
  /** A sentence that says what was wrong and what was expected. */
  | { readonly ok: false; readonly message: string };

/** By the name that it has in a state_dict. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Whatever reads it may throw: a network, or a message that says why it is none. */
export function openedNetwork(read: () => BroughtNetwork): OpenedNetwork {
  try {
    return { ok: true, network: read() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `The file is no network that can be opened here: ${reason}.` };
  }
}

/** Of linear layers, told by names and shapes, in the order of the numbers in their names. Throws a RangeError. */
export function networkOf(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, unknown>>,
): BroughtNetwork {
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
  checkHidden(hidden);
  return {
    inputCount: weights[0].shape[1],
    hidden,
    outputCount: widths[widths.length - 1],
    activations: activationsOf(metadata['activations'], hidden.length),
    loss: lossOf(metadata['loss']),
    inputs: inputsOf(metadata['features'], weights[0].shape[1]),
    output: null,
    target: targetOf(metadata['target']),
    parameters: joined(layers.flatMap(({ weight, bias }) => [weight.values, bias.values])),
  };
}

/** Throws a RangeError where there are more layers or wider ones than can be trained here. */
export function checkHidden(hidden: readonly number[]): void {
  const { neurons, hiddenLayers } = limits;
  const wide = hidden.find((width) => width < neurons.min || width > neurons.max);
  if (hidden.length > hiddenLayers.max)
    throw new RangeError(`it has ${hidden.length} hidden layers, expected at most ${hiddenLayers.max}`);
  if (wide !== undefined)
    throw new RangeError(`a hidden layer has ${wide} neurons, expected at most ${neurons.max}`);
}

/** All of them, one after the other. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Throws a RangeError where it is none. */
export function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

/** A name that may be anything, as part of a sentence. */
export function short(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
