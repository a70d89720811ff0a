import {
  activationCodes,
  displayCodes,
  fanIn,
  type NetworkPlan,
  type RequestedOutputs,
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
  plan.layers.forEach(({ width, weightOffset, biasOffset }, index) => {
    const inputCount = fanIn(plan, index);
    const blockLength = blockSize * (1 + blocksOf(inputCount) * blockSize);
    for (let neuron = 0; neuron < width; neuron++) {
      const at = block + Math.floor(neuron / blockSize) * blockLength + (neuron % blockSize);
      packed[at] = parameters[biasOffset + neuron];
      const row = weightOffset + neuron * inputCount;
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

/** Features as `[block of four inputs][sample][input in block]`, so that an invocation reads each block at once. */
export function packFeatures(
  columns: readonly Float64Array[],
  sampleCount: number,
): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(blocksOf(columns.length) * sampleCount * blockSize);
  columns.forEach((column, i) => {
    const start = Math.floor(i / blockSize) * sampleCount * blockSize + (i % blockSize);
    for (let sample = 0; sample < sampleCount; sample++) packed[start + sample * blockSize] = column[sample];
  });
  return packed;
}

export interface PackedTables {
  /** The shader's Network. */
  readonly network: Uint32Array<ArrayBuffer>;
  /** `[neuron, row]` pairs, grouped by layer; never empty, because a binding may not be. */
  readonly taps: Uint32Array<ArrayBuffer>;
}

export function packTables(plan: NetworkPlan, outputs: RequestedOutputs, sampleCount: number): PackedTables {
  const requested = outputs === 'displayed' ? [] : outputs;
  const rowsByLayer: number[][] = plan.layers.map(() => []);
  requested.forEach(({ layer }, k) => rowsByLayer[layer].push(k + 1));

  const network = new Uint32Array(headerWords + plan.layers.length * layerWords);
  network.set([sampleCount, blocksOf(plan.inputCount), plan.layers.length, displayCodes[plan.display]]);
  const taps = new Uint32Array(2 * Math.max(requested.length, 1));
  let tap = 0;
  plan.layers.forEach(({ width, activation }, index) => {
    const firstTap = tap;
    for (const row of rowsByLayer[index]) taps.set([requested[row - 1].neuron, row], 2 * tap++);
    network.set(
      [blocksOf(fanIn(plan, index)), blocksOf(width), activationCodes[activation], firstTap, tap],
      headerWords + index * layerWords,
    );
  });
  return { network, taps };
}
