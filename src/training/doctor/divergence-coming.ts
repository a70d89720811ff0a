import type { DivergenceComing } from './finding.ts';
import { lossPoints } from './measured.ts';
import { lowerRate } from './rates.ts';
import type { RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { rises: limit, growth, loss } = thresholds.divergence;

/** The loss rises from measurement to measurement, above what an answer that looks at nothing would have. */
export function divergenceComing(record: RunRecord): DivergenceComing | null {
  const points = lossPoints(record);
  let first = points.length - 1;
  while (first > 0 && points[first - 1].train < points[first].train) first--;
  const rises = points.length - 1 - first;
  if (rises < limit) return null;
  const [from, to] = [points[first], points[points.length - 1]];
  if (to.train < growth * from.train || to.train < loss * record.baseline) return null;
  return {
    kind: 'divergence-coming',
    severity: 'serious',
    since: from.epoch,
    ...{ from: from.train, to: to.train, epochs: to.epoch - from.epoch, rises, limit },
    remedy: { learningRate: stableRate(record, to.train / from.train, to.epoch - from.epoch) },
  };
}

/**
 * In a valley of curvature λ each step multiplies the distance from its floor by 1 - ηλ, and the loss by the square of
 * that. Where that is g > 1, ηλ is 1 + √g, and half of the largest stable rate, 1/λ, is η / (1 + √g).
 */
function stableRate({ settings, trainRows }: RunRecord, growth: number, epochs: number): number {
  const batches = Math.ceil(trainRows / settings.batchSize);
  const perStep = growth ** (1 / Math.max(1, epochs * batches));
  return lowerRate(settings.learningRate, Math.max(3, 1 + Math.sqrt(perStep)));
}
