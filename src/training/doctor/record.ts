import type { Experiment } from '../../experiment/schema.ts';
import type { LossName } from '../../experiment/names.ts';
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
): number {
  if (count === 0) return 0;
  const means = targets.map((target) => meanOf(target));
  return constantLoss[loss](means, targets);
}

/** By loss: from each target's mean to the mean loss of the answer that fits these. */
const constantLoss = {
  'squared-error': (means, targets) =>
    meanOf(targets.map((target, i) => meanOf(target.map((value) => (value - means[i]) ** 2)))),
  'binary-cross-entropy': ([mean]) => entropyOf([mean, 1 - mean]),
  'cross-entropy': (means) => entropyOf(means),
} satisfies Record<LossName, (means: readonly number[], targets: readonly Float64Array[]) => number>;

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
