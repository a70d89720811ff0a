import { nextSeed } from '../../experiment/seeds.ts';
import type { RateTooHigh } from './finding.ts';
import { hiddenLayers, lossPoints, measuredMoments, windowOf } from './measured.ts';
import { lowerRate } from './rates.ts';
import type { RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { swing: limit, measurements, turns: leastTurns, wild, thrown } = thresholds.rateTooHigh;

/** The loss leaps up and down by a good part of all that there is to learn, instead of falling. */
export function rateTooHigh(record: RunRecord): RateTooHigh | null {
  const points = windowOf(lossPoints(record), [0.5, 1]);
  if (points.length < measurements) return null;
  const losses = points.map(({ train }) => train);
  const changes = losses.slice(1).map((loss, i) => loss - losses[i]);
  const swing = changes.reduce((sum, change) => sum + Math.abs(change), 0) / changes.length / record.baseline;
  const turns = changes.slice(1).filter((change, i) => change * changes[i] < 0).length;
  if (swing < limit || turns < leastTurns * changes.length) return null;
  const { learningRate, seed } = record.settings;
  return {
    kind: 'rate-too-high',
    severity: 'warning',
    since: points[0].epoch,
    low: Math.min(...losses),
    high: Math.max(...losses),
    epochs: points[points.length - 1].epoch - points[0].epoch,
    ...{ swing, limit },
    remedy: {
      learningRate: lowerRate(learningRate, swing > wild ? 10 : 3),
      ...(hasLargeWeights(record) ? { seed: nextSeed(seed) } : {}),
    },
  };
}

/** Shorter steps do not bring a neuron back that long ones have thrown to the end of its range. */
function hasLargeWeights(record: RunRecord): boolean {
  const last = measuredMoments(record).at(-1);
  return hiddenLayers(record).some((layer) => (last?.layers[layer].saturated ?? 0) > thrown);
}
