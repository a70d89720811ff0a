import type { Scale } from '../data/encoding.ts';
import type { BroughtNetwork } from './brought-network.ts';

/** What changes of what a network reads and puts out, without that it computes anything else of a row. */
export interface Rescaling {
  /** Of each input which of the network's it is, and in which units that was and is to be read. */
  readonly inputs: readonly { readonly source: number; readonly from: Scale; readonly to: Scale }[];
  /** Of numbers that are predicted. */
  readonly outputs: { readonly from: Scale; readonly to: Scale };
  /** Of each class its place in the network; null where they stay as they are. */
  readonly places: readonly number[] | null;
}

interface Layer {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** The parameters of the same function in other units. What stands in the same ones keeps its bits. */
export function rescaled(network: BroughtNetwork, { inputs, outputs, places }: Rescaling): Float64Array {
  const { inputCount, hidden, outputCount, parameters } = network;
  const made = parameters.slice();
  const layers: Layer[] = [];
  let at = 0;
  [...hidden, outputCount].forEach((width, i, widths) => {
    const end = at + width * (i === 0 ? inputCount : widths[i - 1]);
    layers.push({ weights: made.subarray(at, end), biases: made.subarray(end, end + width) });
    at = end + width;
  });
  rescaleInputs(layers[0], inputs);
  const last = layers[layers.length - 1];
  rescaleOutputs(last, outputs);
  if (places !== null) rearrange(last, places);
  return made;
}

/** An input (x - a) / b is read as (x - c) / d: it is the new one times d / b, plus (c - a) / b. */
function rescaleInputs({ weights, biases }: Layer, inputs: Rescaling['inputs']): void {
  const before = weights.slice();
  biases.forEach((bias, neuron) => {
    const row = neuron * inputs.length;
    let sum = bias;
    inputs.forEach(({ source, from, to }, i) => {
      const weight = before[row + source];
      weights[row + i] = to.scale === from.scale ? weight : weight * (to.scale / from.scale);
      if (to.shift !== from.shift) sum += weight * ((to.shift - from.shift) / from.scale);
    });
    biases[neuron] = sum;
  });
}

/** An output o stands for o · b + a, and is to stand for it as p · d + c: p is o · b / d + (a - c) / d. */
function rescaleOutputs({ weights, biases }: Layer, { from, to }: Rescaling['outputs']): void {
  const factor = from.scale === to.scale ? 1 : from.scale / to.scale;
  const offset = from.shift === to.shift ? 0 : (from.shift - to.shift) / to.scale;
  if (factor !== 1) weights.forEach((weight, i) => (weights[i] = weight * factor));
  if (factor !== 1 || offset !== 0) biases.forEach((bias, i) => (biases[i] = bias * factor + offset));
}

/** The outputs in the order of the classes; where one output tells two classes apart, its sign changes with them. */
function rearrange({ weights, biases }: Layer, places: readonly number[]): void {
  const isInOrder = places.every((place, i) => place === i);
  if (isInOrder) return;
  if (biases.length === 1) {
    weights.forEach((weight, i) => (weights[i] = -weight));
    biases[0] = -biases[0];
    return;
  }
  const [oldWeights, oldBiases] = [weights.slice(), biases.slice()];
  const width = weights.length / biases.length;
  places.forEach((place, i) => {
    weights.set(oldWeights.subarray(place * width, (place + 1) * width), i * width);
    biases[i] = oldBiases[place];
  });
}
