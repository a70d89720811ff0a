import type { RateTooLow } from './finding.ts';
import { lossPoints, levelOf } from './measured.ts';
import { usualRates } from './rates.ts';
import type { RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { fall: limit, epochs: leastEpochs, rate } = thresholds.rateTooLow;

/** After many epochs the loss is nearly where it began, and the steps are far shorter than usual. */
export function rateTooLow(record: RunRecord): RateTooLow | null {
  const { optimizer, learningRate } = record.settings;
  const usual = usualRates[optimizer];
  const level = levelOf(record);
  if (learningRate > rate * usual || level === null || level.epochs < leastEpochs) return null;
  const [start] = lossPoints(record);
  const isSolved = level.now < thresholds.solved * record.baseline;
  if (isSolved || level.now < (1 - limit) * start.train) return null;
  return {
    kind: 'rate-too-low',
    severity: 'warning',
    since: start.epoch,
    ...{ from: start.train, to: level.now, epochs: level.epochs, limit },
    remedy: { learningRate: usual },
  };
}
