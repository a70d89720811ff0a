import type { Experiment } from '../../experiment/schema.ts';
import type { LossName } from '../../experiment/names.ts';
import type { LossSettings } from '../../nn/losses.ts';
import type { HistoryColumns } from '../history.ts';
import type { Moment } from '../moments.ts';
import type { LabelledSamples } from '../samples.ts';

/** How large the numbers are that the network reads at one of its inputs, over the train rows. */
export interface InputScale {
  readonly name: string;
  /** Standard deviation. */
  readonly deviation: number;
  /** Of all absolute values. */
  readonly largest: number;
}

/** What the detectors judge: all that was measured of a run, and how it is set. */
export interface RunRecord {
  /** In the order of their epochs. */
  readonly moments: readonly Moment[];
  readonly curve: HistoryColumns;
  readonly settings: Experiment;
  /** Epoch from which on these settings hold: what was measured before was trained otherwise. */
  readonly since: number;
  /** Mean train loss of the best answer that is the same for every row: what is learned without looking at the inputs. */
  readonly baseline: number;
  readonly inputs: readonly InputScale[];
  readonly trainRows: number;
  readonly testRows: number;
}

/** The loss of the best constant answer on these rows, without the penalty; 0 without rows. */
export function baselineOf(
  { targets, count }: Pick<LabelledSamples, 'targets' | 'count'>,
  loss: LossName,
  settings: LossSettings = {},
): number {
  if (count === 0) return 0;
  return constantLoss[loss](targets, settings);
}

type ConstantLoss = (targets: readonly Float64Array[], settings: LossSettings) => number;

/** The mean over the outputs, each with the best constant of its own. */
const ofEach =
  (best: (target: Float64Array, settings: LossSettings) => number): ConstantLoss =>
  (targets, settings) =>
    meanOf(targets.map((target) => best(target, settings)));

const variance = (target: Float64Array): number => {
  const mean = meanOf(target);
  return meanOf(target.map((value) => (value - mean) ** 2));
};

/** The share of +1 among targets of ±1. */
const shareOf = (target: Float64Array): number => (1 + meanOf(target)) / 2;

/** By loss: the mean loss of the answer that fits these targets best. */
const constantLoss = {
  'squared-error': ofEach(variance),
  'half-squared-error': ofEach((target) => variance(target) / 2),
  /** A median. */
  absolute: ofEach((target) => {
    const median = target.toSorted()[Math.floor(target.length / 2)];
    return meanOf(target.map((value) => Math.abs(value - median)));
  }),
  huber: ofEach((target, { delta = 1 }) => {
    const best = huberCentre(target, delta);
    return meanOf(target.map((value) => huber(value - best, delta)));
  }),
  /** Straight between -1 and +1, so that the best is one of these. */
  hinge: ofEach((target) => 2 * Math.min(shareOf(target), 1 - shareOf(target))),
  'squared-hinge': ofEach((target) => 4 * shareOf(target) * (1 - shareOf(target))),
  'binary-cross-entropy': ([target]) => entropyOf([meanOf(target), 1 - meanOf(target)]),
  'cross-entropy': (targets, { labelSmoothing = 0 }) =>
    entropyOf(
      targets.map((target) => (1 - labelSmoothing) * meanOf(target) + labelSmoothing / targets.length),
    ),
} satisfies Record<LossName, ConstantLoss>;

function huber(error: number, delta: number): number {
  const size = Math.abs(error);
  return size <= delta ? size ** 2 / 2 : delta * (size - delta / 2);
}

/** Where the errors, each cut off at ±δ, add up to 0: halving the range finds it. */
function huberCentre(target: Float64Array, delta: number): number {
  let low = target.reduce((least, value) => Math.min(least, value), Infinity);
  let high = target.reduce((most, value) => Math.max(most, value), -Infinity);
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    const pull = target.reduce((sum, value) => sum + Math.max(-delta, Math.min(delta, value - middle)), 0);
    if (pull > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** In nats. */
function entropyOf(shares: readonly number[]): number {
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}

/** `names` are those of the inputs, in their order. */
export function inputScales(
  { inputs }: Pick<LabelledSamples, 'inputs'>,
  names: readonly string[],
): InputScale[] {
  return inputs.map((column, i) => {
    const mean = meanOf(column);
    const deviation = Math.sqrt(meanOf(column.map((value) => (value - mean) ** 2)));
    const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return { name: names[i], deviation, largest };
  });
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
