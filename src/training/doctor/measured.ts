import { limits } from '../../experiment/limits.ts';
import type { Moment } from '../moments.ts';
import type { LayerVitals } from '../vitals.ts';
import type { RunRecord } from './record.ts';
import { thresholds, windows } from './thresholds.ts';

/** One point of the loss curve, the middle of its bucket. */
export interface LossPoint {
  readonly epoch: number;
  readonly train: number;
  readonly test: number;
}

/** A moment whose layers were measured. */
export interface MeasuredMoment extends Moment {
  readonly layers: readonly LayerVitals[];
}

/** Of what was trained with the present settings. */
export function lossPoints({ curve, since }: Pick<RunRecord, 'curve' | 'since'>): LossPoint[] {
  const { epoch, trainMin, trainMax, testMin, testMax } = curve;
  const points: LossPoint[] = [];
  epoch.forEach((at, i) => {
    if (at < since || !Number.isFinite(trainMax[i])) return;
    points.push({ epoch: at, train: (trainMin[i] + trainMax[i]) / 2, test: (testMin[i] + testMax[i]) / 2 });
  });
  return points;
}

/** Moments with vitals, since the present settings hold. */
export function measuredMoments({ moments, since }: Pick<RunRecord, 'moments' | 'since'>): MeasuredMoment[] {
  return moments.filter(
    (moment): moment is MeasuredMoment => moment.layers !== null && moment.epoch >= since,
  );
}

/** From `share` to `share` of the epochs that the points are of. */
export function windowOf(
  points: readonly LossPoint[],
  [from, to]: readonly [number, number],
): readonly LossPoint[] {
  if (points.length === 0) return points;
  const start = points[0].epoch;
  const span = points[points.length - 1].epoch - start;
  return points.filter(({ epoch }) => epoch >= start + from * span && epoch <= start + to * span);
}

/** Of none it is NaN. */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export interface Level {
  /** Median train loss of the end of the run, and of its middle. */
  readonly now: number;
  readonly earlier: number;
  /** Median test losses of the same. */
  readonly test: number;
  readonly testEarlier: number;
  /** Trained with the present settings. */
  readonly epochs: number;
  /** Epoch at which the middle begins. */
  readonly since: number;
}

/** Where the loss stands; null while there is too little of it. */
export function levelOf(record: RunRecord): Level | null {
  const points = lossPoints(record);
  if (points.length < thresholds.leastEpochs / 2) return null;
  const epochs = points[points.length - 1].epoch - points[0].epoch;
  if (epochs < thresholds.leastEpochs) return null;
  const [middle, end] = [windowOf(points, windows.middle), windowOf(points, windows.end)];
  if (middle.length === 0) return null;
  return {
    now: medianOf(end.map(({ train }) => train)),
    earlier: medianOf(middle.map(({ train }) => train)),
    test: medianOf(end.map(({ test }) => test)),
    testEarlier: medianOf(middle.map(({ test }) => test)),
    epochs,
    since: middle[0].epoch,
  };
}

/** Whether the loss no longer falls. */
export function isLevel({ now, earlier }: Level): boolean {
  return now > earlier * (1 - thresholds.level);
}

/** The share of the baseline above which hardly anything is learned: more where the noise lets nobody learn more. */
export function unlearnedFrom({ settings }: Pick<RunRecord, 'settings'>): number {
  const { share, byNoise } = thresholds.unlearned;
  return share + (byNoise * settings.noise) / limits.noise.max;
}

/** Whether hardly anything is learned, and no more is being learned. */
export function isStuck(record: RunRecord, least = unlearnedFrom(record)): boolean {
  const level = levelOf(record);
  return level !== null && level.now > least * record.baseline && isLevel(level);
}

/**
 * The epoch from which on `holds` of every measured moment up to the last; null if that is of fewer than it takes to
 * be sure.
 */
export function heldSince(
  moments: readonly MeasuredMoment[],
  holds: (moment: MeasuredMoment) => boolean,
): number | null {
  let first = moments.length;
  while (first > 0 && holds(moments[first - 1])) first--;
  return moments.length - first < thresholds.persistence ? null : moments[first].epoch;
}

/** The hidden layers' indices. */
export function hiddenLayers({ settings }: Pick<RunRecord, 'settings'>): number[] {
  return settings.hidden.map((_, layer) => layer);
}
