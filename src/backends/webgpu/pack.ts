import {
  activationCodes,
  displayCodes,
  fanIn,
  weightRow,
  leadingRows,
  type NetworkPlan,
  type NeuronRef,
} from './network-plan.ts';

/**
 * From the caller's f64 arrays to what the shader reads: f32, in blocks of four, padded with zeros.
 * Pure functions; they assume a plan that `planProblem` has passed.
 */

const blockSize = 4;
/** u32 words before the layer table, and in one row of it: the members of Network and Layer in the shader. */
const headerWords = 4;
const layerWords = 5;

function blocksOf(count: number): number {
  return Math.ceil(count / blockSize);
}

/**
 * The weights in the order in which the shader reads them: layer by layer, for each block of four neurons its
 * biases, then for each input (padded to a multiple of four) the four neurons' weights for it.
 */
export function packWeights(plan: NetworkPlan, parameters: Float64Array): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(packedWeightCount(plan));
  let block = 0;
  plan.layers.forEach(({ width, biasOffset }, index) => {
    const inputCount = fanIn(plan, index);
    const blockLength = blockSize * (1 + blocksOf(inputCount) * blockSize);
    for (let neuron = 0; neuron < width; neuron++) {
      const at = block + Math.floor(neuron / blockSize) * blockLength + (neuron % blockSize);
      packed[at] = parameters[biasOffset + neuron];
      const row = weightRow(plan, index, neuron);
      for (let i = 0; i < inputCount; i++) packed[at + (1 + i) * blockSize] = parameters[row + i];
    }
    block += blocksOf(width) * blockLength;
  });
  return packed;
}

function packedWeightCount(plan: NetworkPlan): number {
  return plan.layers.reduce(
    (sum, { width }, index) =>
      sum + blocksOf(width) * blockSize * (1 + blocksOf(fanIn(plan, index)) * blockSize),
    0,
  );
}

/** Parameters as the straight-line shader reads them: in their own order, padded to whole blocks of four. */
export function packParameters(parameters: Float64Array): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(blocksOf(parameters.length) * blockSize);
  packed.set(parameters);
  return packed;
}

/** Columns one after another: `[column][sample]`. */
export function packColumns(
  columns: readonly Float64Array[],
  sampleCount: number,
): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(columns.length * sampleCount);
  columns.forEach((column, i) => packed.set(column.subarray(0, sampleCount), i * sampleCount));
  return packed;
}

export interface PackedTables {
  /** The shader's Network. */
  readonly network: Uint32Array<ArrayBuffer>;
  /** `[neuron, row]` pairs, grouped by layer; never empty, because a binding may not be. */
  readonly taps: Uint32Array<ArrayBuffer>;
}

/** @param neurons whose activations are recorded, as the rows after the leading ones */
export function packTables(plan: NetworkPlan, neurons: readonly NeuronRef[]): PackedTables {
  const network = new Uint32Array(headerWords + plan.layers.length * layerWords);
  network.set([plan.inputCount, blocksOf(plan.inputCount), plan.layers.length, displayCodes[plan.display]]);
  const taps = new Uint32Array(2 * Math.max(neurons.length, 1));
  const firstRow = leadingRows(plan);
  let tap = 0;
  plan.layers.forEach(({ width, activation }, layer) => {
    const firstTap = tap;
    neurons.forEach((tapped, k) => {
      if (tapped.layer === layer) taps.set([tapped.neuron, firstRow + k], 2 * tap++);
    });
    network.set(
      [blocksOf(fanIn(plan, layer)), blocksOf(width), activationCodes[activation], firstTap, tap],
      headerWords + layer * layerWords,
    );
  });
  return { network, taps };
}
