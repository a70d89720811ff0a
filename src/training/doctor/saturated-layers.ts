import { nextSeed } from '../../experiment/seeds.ts';
import type { Remedy, SaturatedLayer } from './finding.ts';
import { heldSince, hiddenLayers, isStuck, levelOf, measuredMoments } from './measured.ts';
import { lowerRate, usualRates } from './rates.ts';
import type { RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { share: limit, neurons, wrong } = thresholds.saturatedLayer;

/**
 * A layer whose outputs are at the ends of their range, where the slope is almost 0, while nothing is learned. The last
 * one counts where its ends are the wrong ones.
 */
export function saturatedLayers(record: RunRecord): SaturatedLayer | null {
  const moments = measuredMoments(record);
  const last = moments.at(-1);
  const level = levelOf(record);
  if (last === undefined || level === null) return null;
  const isWrong = isWorse(record);
  if (!isWrong && !isStuck(record)) return null;
  const output = isWrong ? [record.settings.hidden.length] : [];
  const layers = [...hiddenLayers(record).filter(isWide(record)), ...output].flatMap((layer) => {
    const since = heldSince(moments, (moment) => (moment.layers[layer].saturated ?? 0) >= limit);
    return since === null ? [] : [{ layer, since, share: last.layers[layer].saturated ?? 0 }];
  });
  if (layers.length === 0) return null;
  const worst = layers.reduce((a, b) => (b.share > a.share ? b : a));
  return { kind: 'saturated-layer', severity: 'serious', ...worst, limit, remedy: release(record) };
}

/** Whether the answers are worse than the best one that looks at no input. */
export function isWorse(record: RunRecord): boolean {
  const level = levelOf(record);
  return level !== null && level.now > wrong * record.baseline;
}

function isWide({ settings }: RunRecord): (layer: number) => boolean {
  return (layer) => settings.hidden[layer] >= neurons;
}

/** Large weights hold it there: new ones that shorter steps leave small, or neurons without ends. */
function release({ settings }: RunRecord): Remedy {
  const { optimizer, learningRate, seed } = settings;
  const usual = usualRates[optimizer];
  return learningRate > 3 * usual
    ? { learningRate: Math.min(usual, lowerRate(learningRate)), seed: nextSeed(seed) }
    : { activation: 'relu' };
}
