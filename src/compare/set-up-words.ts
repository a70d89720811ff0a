import { isFormula } from '../experiment/activation-formula.ts';
import { isMeant, meanTheSame } from '../experiment/effects.ts';
import { layerActivations } from '../experiment/layer-activations.ts';
import type { Experiment } from '../experiment/schema.ts';
import { changesBetween } from '../experiment/setting-changes.ts';
import { shownName } from '../experiment/shown-names.ts';

/** What is trained, in one line: 'Spiral, 4-2 tanh, Adam at 0.01, batches of 10'. */
export function setUpWords(experiment: Experiment): string {
  const { dataSet, hidden, optimizer, learningRate, batchSize, l2, file } = experiment;
  const data = dataSet === 'file' ? (file?.name ?? 'file') : shownName('dataSet', dataSet);
  const [first] = layerActivations(experiment);
  const activation =
    first !== undefined && isFormula(first) ? 'formula' : shownName('activation', first ?? '');
  const network = hidden.length === 0 ? 'no hidden layer' : `${hidden.join('-')} ${activation}`;
  const penalty = l2 > 0 ? `, L2 ${l2}` : '';
  return `${data}, ${network}, ${shownName('optimizer', optimizer)} at ${learningRate}${penalty}, batches of ${batchSize}`;
}

/** What a lane has, and means something there, that is another than in the first one, which is told whole. */
export function laneWords(lanes: readonly Experiment[], place: number): string {
  const lane = lanes[place];
  if (place === 0) return setUpWords(lane);
  const [first] = lanes;
  const differences = changesBetween(first, lane, 0)
    .filter(({ setting }) => isMeant(lane, setting) && !meanTheSame(first, lane, setting))
    .map(({ setting, to }) => {
      if (setting === 'file' && first.dataSet !== 'file') return `“${lane.file?.name}”`;
      if (to === null) return `another ${settingWords(setting)}`;
      return `${settingWords(setting)} ${typeof to === 'string' ? shownName(setting, to) : to}`;
    });
  return differences.length === 0 ? 'the same as lane 1' : differences.join(', ');
}

/** 'learning rate' of learningRate. */
function settingWords(setting: string): string {
  if (setting === 'drawn') return 'drawing';
  return setting.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
