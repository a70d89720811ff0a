import { isSharedOut } from '../../../experiment/data-sets.ts';
import { layerActivations } from '../../../experiment/layer-activations.ts';
import { isGenerated } from '../../../experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../experiment/schema.ts';
import { changesBetween } from '../../../experiment/setting-changes.ts';
import {
  dataSetLabels,
  initializationLabels,
  lossLabels,
  optimizerLabels,
  scheduleLabels,
} from '../../../experiment/shown-names.ts';
import { formatCount, formatSetting } from '../../controls/format.ts';
import { activationLabel, captionOf, engineLabels } from '../../playground/labels.ts';
import { sayChange } from '../../playground/plots/plot-words.ts';

/** A setting, and what it is. */
export type SettingRow = readonly [name: string, value: string];

/** What a run is of besides its settings. */
export interface RunFacts {
  /** Rows that are used. */
  readonly rows: number;
  readonly inputs: readonly string[];
  readonly outputCount: number;
  readonly parameterCount: number;
}

/** Told by the rows below, whatever they are. */
const told: ReadonlySet<keyof Experiment> = new Set([
  ...(['dataSet', 'noise', 'points', 'classes', 'squares', 'file', 'formula', 'sampling', 'drawn'] as const),
  ...(['trainShare', 'dataSeed', 'features', 'hidden', 'activation', 'activations', 'loss'] as const),
  ...(['optimizer', 'learningRate', 'schedule', 'batchSize', 'l1', 'l2', 'seed'] as const),
  ...(['initialization', 'engine', 'fused'] as const),
]);

/** What the report is headed by: 'Circle, 2-4-2-1'. */
export function reportTitle(experiment: Experiment, { inputs, outputCount }: RunFacts): string {
  return `${dataName(experiment)}, ${[inputs.length, ...experiment.hidden, outputCount].join('-')}`;
}

/** All settings that the training depends on: the usual ones always, the others where they differ from the default. */
export function settingRows(experiment: Experiment, facts: RunFacts): readonly SettingRow[] {
  const others = changesBetween(defaultExperiment, experiment, 0)
    .filter(({ setting }) => !told.has(setting))
    .map(({ setting, to }) => sayChange({ setting, to }));
  const { learningRate, schedule, batchSize, l1, l2, seed, initialization, loss, optimizer } = experiment;
  const rate = formatSetting(learningRate);
  const penalties = [
    ...(l2 > 0 ? [`L2 ${formatSetting(l2)}`] : []),
    ...(l1 > 0 ? [`L1 ${formatSetting(l1)}`] : []),
  ];
  return [
    ['Data', dataWords(experiment, facts)],
    ['Inputs', inputWords(facts.inputs)],
    ['Network', networkWords(experiment, facts)],
    ['Loss', lossLabels[loss]],
    ['Optimizer', `${optimizerLabels[optimizer]}, batches of ${formatCount(batchSize)}`],
    ['Learning rate', schedule === 'constant' ? rate : `${rate}, ${scheduleLabels[schedule]}`],
    ['Penalty', penalties.length === 0 ? 'none' : penalties.join(', ')],
    ['Initial weights', `${initializationLabels[initialization]}, seed ${seed}`],
    ['Arithmetic', arithmeticWords(experiment)],
    ...(others.length === 0 ? [] : [['Also', others.join(', ')] as const]),
  ];
}

/** More are counted. */
const mostInputs = 16;

function inputWords(inputs: readonly string[]): string {
  const named = inputs.slice(0, mostInputs).map((name) => captionOf(name));
  const more = inputs.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${formatCount(more)} more` : named.join(', ');
}

function dataName({ dataSet, file }: Experiment): string {
  return dataSet === 'file' && file !== null ? file.name : dataSetLabels[dataSet];
}

function dataWords(experiment: Experiment, { rows }: RunFacts): string {
  const { dataSet, noise, formula } = experiment;
  return [
    dataName(experiment),
    ...(dataSet === 'formula' ? [formula] : []),
    `${formatCount(rows)} rows`,
    ...(isGenerated(dataSet) && noise > 0 ? [`noise ${formatSetting(noise)} %`] : []),
    ...splitWords(experiment),
  ].join(', ');
}

/** Who trains: nothing is said of points that each have their side. */
function splitWords(experiment: Experiment): string[] {
  const { dataSet, file, trainShare, dataSeed } = experiment;
  const seed = `seed ${dataSeed}`;
  if (isSharedOut(experiment)) return [`${formatSetting(trainShare)} % train`, seed];
  const split = dataSet === 'file' ? (file?.split ?? null) : null;
  return split === null ? [] : [`split by ${split.column}`, seed];
}

function networkWords(experiment: Experiment, { inputs, outputCount, parameterCount }: RunFacts): string {
  const sizes = [inputs.length, ...experiment.hidden, outputCount].join('-');
  const activations = layerActivations(experiment).map((one) => activationLabel(one));
  const shown = new Set(activations).size === 1 ? activations.slice(0, 1) : activations;
  const words = shown.length === 0 ? 'no hidden layer' : shown.join(', ');
  return `${sizes}, ${words}, ${formatCount(parameterCount)} parameters`;
}

function arithmeticWords({ engine, fused }: Experiment): string {
  return engine === 'interpreter' || fused
    ? engineLabels[engine]
    : `${engineLabels[engine]}, without relaxed multiply-add`;
}
