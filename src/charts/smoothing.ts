/**
 * Exponential moving average as TensorBoard computes it: s ← w·s + (1 − w)·v from s = 0, divided by 1 − wⁿ after n
 * values, so that the start is not pulled to 0. `weight` is from 0, no smoothing, to below 1. What is not finite is a
 * gap and not averaged.
 */
export function smoothed(values: readonly number[], weight: number): number[] {
  if (!(weight >= 0 && weight < 1)) throw new RangeError(`a weight is from 0 to below 1, got ${weight}`);
  let [sum, norm] = [0, 0];
  return values.map((value) => {
    if (!Number.isFinite(value)) return NaN;
    sum = weight * sum + (1 - weight) * value;
    norm = weight * norm + (1 - weight);
    return sum / norm;
  });
}
