import { layerActivations } from '../../experiment/layer-activations.ts';
import { nextSeed } from '../../experiment/seeds.ts';
import type { DeadRelus, Remedy } from './finding.ts';
import { heldSince, hiddenLayers, isStuck, measuredMoments } from './measured.ts';
import { lowerRate, usualRates } from './rates.ts';
import type { RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { share: limit } = thresholds.deadRelus;

/** A layer of ReLUs that say 0 for every row: all of them, or half where nothing is learned. */
export function deadRelus(record: RunRecord): DeadRelus | null {
  if (!layerActivations(record.settings).includes('relu')) return null;
  const moments = measuredMoments(record);
  const least = isStuck(record) ? limit : 1;
  const deadOf = (layer: number, from: number): number | null =>
    heldSince(moments, ({ layers }) => (layers[layer].dead ?? 0) >= from);
  const worst = hiddenLayers(record)
    .map((layer) => ({ layer, since: deadOf(layer, least), isWhole: deadOf(layer, 1) !== null }))
    .filter(({ layer, isWhole }) => isWhole || record.settings.hidden[layer] > 2)
    .sort((a, b) => Number(b.isWhole) - Number(a.isWhole))
    .find(({ since }) => since !== null);
  const last = moments.at(-1);
  if (worst?.since === undefined || worst.since === null || last === undefined) return null;
  const neurons = record.settings.hidden[worst.layer];
  const dead = Math.round((last.layers[worst.layer].dead ?? 0) * neurons);
  return {
    kind: 'dead-relus',
    severity: worst.isWhole ? 'serious' : 'warning',
    since: worst.since,
    ...{ layer: worst.layer, dead, neurons, limit },
    remedy: revival(record),
  };
}

/** What is dead stays so: new weights, and steps that do not kill, or neurons that have a slope everywhere. */
function revival({ settings }: RunRecord): Remedy {
  const { optimizer, learningRate, seed } = settings;
  const usual = usualRates[optimizer];
  return learningRate > 3 * usual
    ? { learningRate: Math.min(usual, lowerRate(learningRate)), seed: nextSeed(seed) }
    : { activation: 'tanh' };
}
