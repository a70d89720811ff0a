import { nextSeed } from '../../experiment/seeds.ts';
import type { ExplodingGradients } from './finding.ts';
import { lossPoints, measuredMoments, medianOf, type MeasuredMoment } from './measured.ts';
import { lowerRate, usualRates } from './rates.ts';
import type { RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { factor: limit, loss } = thresholds.explodingGradients;

/** Gradients that have grown many times over, and the loss with them. */
export function explodingGradients(record: RunRecord): ExplodingGradients | null {
  const moments = measuredMoments(record);
  if (moments.length <= thresholds.persistence) return null;
  const recent = moments.slice(-thresholds.persistence);
  const [start] = moments;
  const level = medianOf(
    lossPoints(record)
      .slice(-thresholds.persistence)
      .map(({ train }) => train),
  );
  const isWorse = level > start.trainLoss && level > loss * record.baseline;
  if (!isWorse) return null;
  const grown = start.layers
    .map((_, layer) => ({
      layer,
      before: normOf(start, layer),
      now: medianOf(recent.map((moment) => normOf(moment, layer))),
    }))
    .filter(({ before, now }) => now > limit * before);
  if (grown.length === 0) return null;
  const worst = grown.reduce((a, b) => (b.now > a.now ? b : a));
  const since = moments.find((moment) => normOf(moment, worst.layer) > limit * worst.before);
  const { optimizer, learningRate, seed } = record.settings;
  const lower = Math.min(usualRates[optimizer], lowerRate(learningRate));
  return {
    kind: 'exploding-gradients',
    severity: 'serious',
    since: since?.epoch ?? recent[0].epoch,
    ...worst,
    limit,
    remedy: { learningRate: lower, seed: nextSeed(seed) },
  };
}

function normOf({ layers }: MeasuredMoment, layer: number): number {
  return layers[layer].gradientNorm;
}
