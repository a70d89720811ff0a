import type { FeatureScale } from './finding.ts';
import { levelOf, medianOf } from './measured.ts';
import { isAdaptive, usualRates } from './rates.ts';
import type { InputScale, RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { ratio: limit, loss, epochs } = thresholds.featureScale;

/** An input many times as large as the others: its weights take nearly all of each step, and little is learned. */
export function featureScale(record: RunRecord): FeatureScale | null {
  const { inputs, settings } = record;
  if (isAdaptive[settings.optimizer] || inputs.length < 2) return null;
  const large = inputs.filter((input) => input.deviation > limit * othersOf(inputs, input));
  const level = levelOf(record);
  if (large.length === 0 || level === null || level.epochs < epochs) return null;
  if (level.now < loss * record.baseline) return null;
  const largest = large.reduce((a, b) => (b.deviation > a.deviation ? b : a));
  return {
    kind: 'feature-scale',
    severity: 'warning',
    since: record.since,
    input: largest.name,
    deviation: largest.deviation,
    others: othersOf(inputs, largest),
    limit,
    // Each of its steps is in units of the gradients that a weight has had: small inputs move as far as large ones.
    remedy: { optimizer: 'adam', learningRate: usualRates.adam },
  };
}

/** Median deviation of those that are not always the same. */
function othersOf(inputs: readonly InputScale[], input: InputScale): number {
  const others = inputs.filter((other) => other !== input && other.deviation > 0);
  return others.length === 0 ? Infinity : medianOf(others.map(({ deviation }) => deviation));
}
