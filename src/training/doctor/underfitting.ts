import { commonActivation, layerActivations } from '../../experiment/layer-activations.ts';
import type { Remedy, Underfitting } from './finding.ts';
import { isLevel, levelOf, unlearnedFrom } from './measured.ts';
import type { RunRecord } from './record.ts';
import { thresholds } from './thresholds.ts';

const { most, neurons, epochs: leastEpochs, perNeuron, gap } = thresholds.underfitting;

/** Train and test loss stay level together, far from solved, and the network is small. */
export function underfitting(record: RunRecord): Underfitting | null {
  const level = levelOf(record);
  if (level === null || !isSmall(record) || level.epochs < patience(record)) return null;
  const limit = unlearnedFrom(record);
  if (level.now < limit * record.baseline || level.now > most * record.baseline || !isLevel(level))
    return null;
  if (record.testRows > 0 && level.test > gap * level.now) return null;
  return {
    kind: 'underfitting',
    severity: 'warning',
    since: level.since,
    ...{ loss: level.now, baseline: record.baseline, epochs: level.epochs, limit },
    remedy: growth(record),
  };
}

function isSmall(record: RunRecord): boolean {
  return bendingNeurons(record) <= neurons;
}

/** Epochs before which a level is no verdict. */
function patience(record: RunRecord): number {
  return leastEpochs + perNeuron * bendingNeurons(record);
}

/** Hidden neurons, unless they are linear: any number of these is a line. */
function bendingNeurons({ settings }: RunRecord): number {
  const bends = layerActivations(settings).map((activation) => activation !== 'linear');
  return settings.hidden.reduce((sum, width, layer) => sum + (bends[layer] ? width : 0), 0);
}

/** What it lacks: something that bends, a layer, or neurons. */
function growth({ settings }: RunRecord): Remedy {
  const { hidden } = settings;
  const activation = commonActivation(settings);
  if (activation === 'linear' && hidden.length > 0) return { activation: 'tanh' };
  if (hidden.length === 0)
    return { hidden: [neurons], ...(activation === 'linear' ? { activation: 'tanh' } : {}) };
  if (hidden.every((width) => width >= neurons)) return { hidden: [...hidden, neurons] };
  return { hidden: hidden.map((width) => Math.max(neurons, width)) };
}
