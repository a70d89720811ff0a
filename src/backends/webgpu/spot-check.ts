import { sampleCountOf } from './batch.ts';
import { boundAt } from './error-bound.ts';
import { outputCount } from './network-plan.ts';
import type { BatchPart, EvaluationBatch, SampleSource } from './requests.ts';

/** What f64 arithmetic on the CPU says to some of the GPU's values. */
export interface SpotCheck {
  /** Points that were compared. */
  readonly points: number;
  /** Largest |GPU - CPU| of a displayed output among them, and the bound of that one. */
  readonly largestDifference: number;
  readonly boundThere: number;
  /** The first value outside its bound, in words. */
  readonly outside: string | undefined;
}

/**
 * Evaluates points anew, in f64 and in steps, and holds the GPU's values against them within the computed bound of
 * each. Yields after each point.
 *
 * @param values by part, as `evaluate` returned them
 * @param share of the points of each part; at least one point of each is taken
 * @param random in [0, 1), draws the points
 */
export function* spotCheckSteps(
  batch: EvaluationBatch,
  values: readonly Float32Array[],
  share: number,
  random: () => number,
): Generator<undefined, SpotCheck, undefined> {
  let check: SpotCheck = { points: 0, largestDifference: 0, boundThere: 0, outside: undefined };
  for (const [index, part] of batch.parts.entries()) {
    const count = sampleCountOf(part.samples);
    for (let drawn = Math.ceil(share * count); drawn > 0; drawn--) {
      check = including(check, comparePoint(batch, part, values[index], Math.floor(random() * count)));
      yield;
    }
  }
  return check;
}

/** All points at once. */
export function spotCheck(batch: EvaluationBatch, values: readonly Float32Array[]): SpotCheck {
  let check: SpotCheck = { points: 0, largestDifference: 0, boundThere: 0, outside: undefined };
  for (const [index, part] of batch.parts.entries()) {
    for (let sample = 0; sample < sampleCountOf(part.samples); sample++)
      check = including(check, comparePoint(batch, part, values[index], sample));
  }
  return check;
}

/** The inputs of one sample, in f64. */
export function inputsOf(source: SampleSource, sample: number): Float64Array {
  if (source.kind === 'columns') return Float64Array.from(source.columns, (column) => column[sample]);
  const { resolution, columns, rows } = source;
  const [column, row] = [sample % resolution, Math.floor(sample / resolution)];
  return Float64Array.from(columns, (factors, input) => factors[column] * rows[input][row]);
}

function comparePoint(
  { program: { plan, neurons }, parameters }: EvaluationBatch,
  { samples, rows }: BatchPart,
  values: Float32Array,
  sample: number,
): SpotCheck {
  const isOnGrid = samples.kind === 'grid';
  const exact = boundAt(plan, parameters, inputsOf(samples, sample), neurons, isOnGrid);
  const count = sampleCountOf(samples);
  const displayed = outputCount(plan);
  let [largestDifference, boundThere] = [0, exact.bounds[0]];
  let outside: string | undefined;
  for (let row = 0; row < rows; row++) {
    const actual = values[row * count + sample];
    const [value, bound] = [exact.values[row], exact.bounds[row]];
    const difference = Math.abs(actual - value);
    // Written so that NaN is outside.
    if (!(difference <= bound))
      outside ??= `row ${row} at point ${sample}: expected ${value} ± ${bound}, got ${actual}`;
    if (row < displayed && difference > largestDifference)
      [largestDifference, boundThere] = [difference, bound];
  }
  return { points: 1, largestDifference, boundThere, outside };
}

function including(all: SpotCheck, one: SpotCheck): SpotCheck {
  const isLargest = all.points === 0 || one.largestDifference > all.largestDifference;
  const { largestDifference, boundThere } = isLargest ? one : all;
  return { points: all.points + 1, largestDifference, boundThere, outside: all.outside ?? one.outside };
}
