import { fanIn, weightRow, type NetworkPlan } from './network-plan.ts';

/** Half of what f32 can hold, so that rounding cannot carry a sum beyond it. */
const largestSafe = 2 ** 127;
/** Numbers that may be subtracted from one another, as a softmax does. */
const largestSubtracted = largestSafe / 2;

/** The largest magnitude in a column; NaN or Infinity if it holds one. */
export function largestMagnitude(column: Float64Array): number {
  let largest = 0;
  for (const value of column) {
    const magnitude = Math.abs(value);
    // Written so that NaN is kept.
    if (!(magnitude <= largest)) largest = magnitude;
    if (Number.isNaN(largest)) return NaN;
  }
  return largest;
}

/**
 * Why f32 arithmetic could overflow somewhere inside the network, in words, or `undefined` if it cannot.
 *
 * A GPU hides NaN (`max(0, NaN)` is 0), so looking at results is not enough: this bounds every partial sum by
 * Σ|w|·max|a| + |b|, layer by layer, before anything is uploaded. NaN and infinite weights are found on the way.
 *
 * @param largestInputs for each input the largest magnitude among the samples
 */
export function overflowProblem(
  plan: NetworkPlan,
  parameters: Float64Array,
  largestInputs: readonly number[],
): string | undefined {
  const unsafeInput = largestInputs.findIndex((magnitude) => !(magnitude < largestSafe));
  if (unsafeInput >= 0)
    return `input ${unsafeInput + 1} has a value of magnitude ${largestInputs[unsafeInput]}`;
  let reach: readonly number[] = largestInputs;
  const lastLayer = plan.layers.length - 1;
  for (const [index, { width, activation, biasOffset }] of plan.layers.entries()) {
    const inputCount = fanIn(plan, index);
    const isSubtracted = index === lastLayer && plan.display === 'softmax';
    const largest = isSubtracted ? largestSubtracted : largestSafe;
    const next: number[] = [];
    for (let neuron = 0; neuron < width; neuron++) {
      let magnitude = Math.abs(parameters[biasOffset + neuron]);
      const row = weightRow(plan, index, neuron);
      for (let i = 0; i < inputCount; i++) {
        const weight = Math.abs(parameters[row + i]);
        if (!(weight < largestSafe)) return `a weight of layer ${index + 1} is ${parameters[row + i]}`;
        magnitude += weight * reach[i];
      }
      if (!(magnitude < largest)) {
        return `neuron ${neuron + 1} of layer ${index + 1} could reach ${magnitude}, more than f32 holds`;
      }
      next.push(activation === 'tanh' || activation === 'sigmoid' ? 1 : magnitude);
    }
    reach = next;
  }
  return undefined;
}
