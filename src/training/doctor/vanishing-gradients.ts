import { layerActivations } from '../../experiment/layer-activations.ts';
import type { Remedy, VanishingGradients } from './finding.ts';
import { isStuck, measuredMoments, medianOf, type MeasuredMoment } from './measured.ts';
import type { RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { ratio: limit, loss } = thresholds.vanishingGradients;

/** Hardly any gradient reaches the first layer, and nothing is learned. */
export function vanishingGradients(record: RunRecord): VanishingGradients | null {
  if (record.settings.hidden.length < 2 || !isStuck(record, loss)) return null;
  const moments = measuredMoments(record);
  const recent = moments.slice(-thresholds.persistence);
  if (recent.length < thresholds.persistence) return null;
  // Of several: at the best constant answer the last layer's norm is a moment's accident.
  const first = medianOf(recent.map(firstNorm));
  const last = medianOf(recent.map(lastNorm));
  // A gradient of exactly 0 is a layer that is dead.
  if (first === 0 || !(first < limit * last)) return null;
  const since = moments.find((moment) => firstNorm(moment) < limit * lastNorm(moment)) ?? recent[0];
  return {
    kind: 'vanishing-gradients',
    severity: 'serious',
    since: since.epoch,
    ...{ first, last, limit },
    remedy: passage(record),
  };
}

function firstNorm({ layers }: MeasuredMoment): number {
  return layers[0].gradientNorm;
}

function lastNorm({ layers }: MeasuredMoment): number {
  return layers[layers.length - 1].gradientNorm;
}

/** A shorter way, through neurons that let more of the gradient pass. */
function passage({ settings }: RunRecord): Remedy {
  const { hidden } = settings;
  const hasSigmoids = layerActivations(settings).includes('sigmoid');
  return { hidden: hidden.slice(0, 2), ...(hasSigmoids ? { activation: 'tanh' } : {}) };
}
