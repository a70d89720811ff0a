import type { Overfitting, Remedy } from './finding.ts';
import { isLevel, levelOf, lossPoints, medianOf, windowOf, type LossPoint } from './measured.ts';
import type { RunRecord } from './record.ts';
import { thresholds, windows } from './thresholds.ts';

const { rise: limit, share, train, apart, part, epochs: leastEpochs, testRows } = thresholds.overfitting;

/** The test loss has turned and climbs while the train loss falls, or stays far above it. */
export function overfitting(record: RunRecord): Overfitting | null {
  if (record.testRows < testRows) return null;
  const points = lossPoints(record);
  const lowest = lowestTest(points);
  const end = windowOf(points, windows.end);
  if (lowest === null || end.length < thresholds.persistence) return null;
  const [testNow, trainNow] = [medianOf(end.map((at) => at.test)), medianOf(end.map((at) => at.train))];
  const epochs = points[points.length - 1].epoch - lowest.epoch;
  const hasRisen = testNow > limit * lowest.test && testNow - lowest.test > share * record.baseline;
  const stillFalls = trainNow < train * lowest.train && testNow > trainNow && !hasStopped(record);
  const isRising = hasRisen && stillFalls && epochs >= leastEpochs;
  if (!isRising && !isApart(record)) return null;
  return {
    kind: 'overfitting',
    severity: 'warning',
    since: lowest.epoch,
    ...{ testLowest: lowest.test, test: testNow, train: trainNow, epochs, limit },
    remedy: price(record),
  };
}

/** Whether the test loss stands where it is, far above the train loss. */
function isApart(record: RunRecord): boolean {
  const level = levelOf(record);
  if (level === null || level.epochs < 2 * leastEpochs) return false;
  const stands = level.test > level.testEarlier * (1 - thresholds.level);
  return stands && level.test - level.now > apart * record.baseline && level.now < part * level.test;
}

/** Whether the train loss is level, and not so because little is left of it, or little beside the test loss. */
function hasStopped(record: RunRecord): boolean {
  const level = levelOf(record);
  if (level === null || !isLevel(level)) return false;
  return level.now > thresholds.solved * record.baseline && level.now > part * level.test;
}

/** Where the median of five neighbouring test losses is lowest: a single one is lucky. */
function lowestTest(points: readonly LossPoint[]): LossPoint | null {
  let lowest: LossPoint | null = null;
  for (let i = 2; i < points.length - 2; i++) {
    const around = points.slice(i - 2, i + 3);
    const test = medianOf(around.map((at) => at.test));
    if (lowest === null || test < lowest.test)
      lowest = { epoch: points[i].epoch, test, train: medianOf(around.map((at) => at.train)) };
  }
  return lowest;
}

/** A price on large weights, or a higher one. */
function price({ settings }: RunRecord): Remedy {
  return { l2: settings.l2 === 0 ? 0.03 : Number((settings.l2 * 3).toPrecision(1)) };
}
