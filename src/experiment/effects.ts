import { classCountOf, classNamesOf, isSampled, isSharedOut } from './data-sets.ts';
import { partsOfDrawing } from './drawn-units.ts';
import { layerActivations } from './layer-activations.ts';
import { layerDropout } from './layer-dropout.ts';
import { formulaMeaning } from './formula.ts';
import {
  hyperParameterDefaults,
  hyperParameterFor,
  hyperParameterNames,
  hyperParametersFor,
  type HyperParameterName,
  type HyperParameters,
} from './hyper-parameters.ts';
import { scheduleMeaning, scheduleSettings, type ScheduleSetting } from './schedules.ts';
import type { Experiment } from './schema.ts';

/** What a change of a setting makes out of date. */
export type Effect =
  /** The rows, and so everything after them. */
  | 'table'
  /** The rows of a table that goes on: the next epoch has the new ones, all that was learned stays. */
  | 'rows'
  /** What the network sees and is: its inputs, layers and loss. */
  | 'network'
  /** The initial weights and the order of the batches. */
  | 'start'
  /** What the network is judged by; its weights and the optimizer's state stay. */
  | 'objective'
  /** The optimizer's program, and its state but for what both have; the weights stay. */
  | 'update'
  /** What compiles and runs the programs; all numbers stay. */
  | 'engine'
  /** Numbers that the next batch reads. */
  | 'scalars';

/** Said here once, for every setting. */
export const effects = {
  dataSet: 'table',
  noise: 'table',
  points: 'table',
  classes: 'table',
  squares: 'table',
  file: 'table',
  formula: 'table',
  sampling: 'table',
  drawn: 'rows',
  trainShare: 'table',
  dataSeed: 'table',
  features: 'network',
  hidden: 'network',
  activation: 'network',
  activations: 'network',
  dropout: 'scalars',
  inputNoise: 'scalars',
  labelNoise: 'objective',
  loss: 'network',
  optimizer: 'update',
  learningRate: 'scalars',
  l2: 'scalars',
  batchSize: 'scalars',
  replacement: 'scalars',
  l1: 'scalars',
  clipGradients: 'scalars',
  clipBy: 'scalars',
  delta: 'objective',
  labelSmoothing: 'objective',
  momentum: 'scalars',
  dampening: 'scalars',
  alpha: 'scalars',
  rho: 'scalars',
  beta1: 'scalars',
  beta2: 'scalars',
  epsilon: 'scalars',
  lrDecay: 'scalars',
  initialAccumulator: 'scalars',
  centered: 'scalars',
  amsgrad: 'scalars',
  schedule: 'scalars',
  scheduleEpochs: 'scalars',
  scheduleFactor: 'scalars',
  scheduleStart: 'scalars',
  scheduleMinimum: 'scalars',
  scheduleGrowth: 'scalars',
  scheduleRise: 'scalars',
  schedulePatience: 'scalars',
  scheduleThreshold: 'scalars',
  scheduleCooldown: 'scalars',
  warmUp: 'scalars',
  warmUpFrom: 'scalars',
  rateFormula: 'scalars',
  stopEpoch: 'scalars',
  stopWhen: 'scalars',
  stopValue: 'scalars',
  stopPatience: 'scalars',
  validationShare: 'table',
  seed: 'start',
  initialization: 'start',
  initialWidth: 'start',
  biasSeed: 'start',
  engine: 'engine',
  fused: 'engine',
  frozen: 'scalars',
  cut: 'scalars',
} as const satisfies Record<keyof Experiment, Effect>;

/**
 * True where the network only has more or fewer neurons, or layers at its end, than before: what it has learned is to
 * stay where both have the same neurons.
 */
export function isReshaped(before: Experiment, after: Experiment): boolean {
  if (before.hidden.join() === after.hidden.join()) return false;
  const layers = Math.min(before.hidden.length, after.hidden.length);
  const [had, has] = [before, after].map((experiment) => layerActivations(experiment).slice(0, layers));
  if (had.join() !== has.join()) return false;
  const { hidden, activation, activations } = before;
  const rest = [...effectsOf(before, { ...after, hidden, activation, activations })];
  return !rest.some((effect) => effect === 'table' || effect === 'network' || effect === 'start');
}

function isHyperParameter(setting: string): setting is HyperParameterName {
  return hyperParameterNames.some((name) => name === setting);
}

/** Of the train rows, how many are held out. Of what is drawn by hand each point has its side already. */
export function heldOutPercent({ dataSet, stopWhen, validationShare }: Experiment): number {
  const isSplit = dataSet !== 'draw' && dataSet !== 'lesson';
  return stopWhen === 'validation' && isSplit ? validationShare : 0;
}

const settings = Object.keys(effects) as (keyof Experiment)[];

/** All that changes from one experiment to another; nothing if they mean the same. */
export function effectsOf(before: Experiment, after: Experiment): ReadonlySet<Effect> {
  const changed = settings.filter(
    (setting) => !meanTheSame(before, after, setting) && !comesWithAnother(before, after, setting),
  );
  const all = new Set<Effect>(changed.map((setting) => effects[setting]));
  // A network's outputs are its classes.
  if (classNamesOf(before).join() !== classNamesOf(after).join()) all.add('network');
  // Points on another plane are other data.
  if (planeOf(before) !== planeOf(after)) all.add('table');
  if (partsOf(before) !== partsOf(after)) all.add('update');
  if (presentedParts(before) !== presentedParts(after)) all.add('objective');
  return all;
}

/** What the plane stands for that is drawn on. */
function planeOf({ dataSet, drawn }: Experiment): string {
  return dataSet === 'draw' ? partsOfDrawing(drawn).said : '';
}

/** What an optimizer or a loss is set by changes with it, and that is said of the optimizer or the loss. */
function comesWithAnother(before: Experiment, after: Experiment, setting: keyof Experiment): boolean {
  if (setting === 'delta' || setting === 'labelSmoothing') return before.loss !== after.loss;
  return isHyperParameter(setting) && before.optimizer !== after.optimizer;
}

/** What takes part in a step only where it is not 0: with other parts the step is another program. */
function partsOf(experiment: Experiment): string {
  const { optimizer, l1, clipGradients, clipBy } = experiment;
  const defaults: HyperParameters = hyperParameterDefaults[optimizer];
  const hyper = Object.entries(hyperParametersFor(experiment)).filter(
    ([name, value]) => defaults[name as HyperParameterName] === 0 && value !== 0,
  );
  const clip = clipGradients > 0 ? clipBy : '';
  return [optimizer, l1 > 0, clip, ...hyper.map(([name]) => name)].join();
}

/** What is on the tape that trains only where it is not 0. */
function presentedParts(experiment: Experiment): string {
  const dropping = layerDropout(experiment).flatMap((share, layer) => (share > 0 ? [layer] : []));
  return [experiment.inputNoise > 0, ...dropping].join();
}

type Meaning = (experiment: Experiment) => string;

/** What has its rows has no noise or number of points. */
const ofFormula =
  (setting: 'noise' | 'points'): Meaning =>
  (experiment) =>
    isSampled(experiment.dataSet) ? String(experiment[setting]) : '';

/** Each of its points has its class, and its side of the split. */
const hasItsPoints = ({ dataSet }: Experiment): boolean => dataSet === 'draw' || dataSet === 'lesson';

const ofActivations: Meaning = (experiment) => layerActivations(experiment).join();

const entries = <Name extends string>(
  names: readonly Name[],
  meaningOf: (name: Name) => Meaning,
): Partial<Record<Name, Meaning>> =>
  Object.fromEntries(names.map((name) => [name, meaningOf(name)])) as Partial<Record<Name, Meaning>>;

/**
 * Of settings that mean something else than their value, equal where they mean the same: the order in which features
 * were chosen means nothing, nor does a setting that the data set, the loss or the optimizer does not have.
 */
const meanings: Readonly<Partial<Record<keyof Experiment, Meaning>>> = {
  ...entries(
    hyperParameterNames,
    (name) => (experiment) => String(hyperParameterFor(experiment, name) ?? ''),
  ),
  ...entries(
    Object.keys(scheduleSettings) as ScheduleSetting[],
    (name) => (experiment) => scheduleMeaning(experiment, name),
  ),
  ...entries(['noise', 'points'], ofFormula),
  dataSeed: (experiment) => (hasItsPoints(experiment) ? '' : String(experiment.dataSeed)),
  trainShare: (experiment) => (isSharedOut(experiment) ? String(experiment.trainShare) : ''),
  features: ({ features }) => [...features].sort().join(),
  classes: (experiment) => (hasItsPoints(experiment) ? '' : String(classCountOf(experiment))),
  file: ({ dataSet, file }) => (dataSet === 'file' ? JSON.stringify(file) : ''),
  formula: ({ dataSet, formula }) => (dataSet === 'formula' ? formulaMeaning(formula) : ''),
  sampling: ({ dataSet, sampling }) => (dataSet === 'formula' ? sampling : ''),
  drawn: ({ dataSet, drawn }) => (dataSet === 'draw' ? drawn : ''),
  squares: ({ dataSet, squares }) => (dataSet === 'checkerboard' ? String(squares) : ''),
  clipBy: ({ clipGradients, clipBy }) => (clipGradients > 0 ? clipBy : ''),
  delta: ({ loss, delta }) => (loss === 'huber' ? String(delta) : ''),
  labelSmoothing: ({ loss, labelSmoothing }) => (loss === 'cross-entropy' ? String(labelSmoothing) : ''),
  // What no layer has means nothing.
  activation: ofActivations,
  activations: ofActivations,
  dropout: (experiment) => layerDropout(experiment).join(),
  validationShare: (experiment) => String(heldOutPercent(experiment)),
  initialWidth: ({ initialization, initialWidth }) =>
    initialization === 'normal' ? String(initialWidth) : '',
  fused: ({ engine, fused }) => (engine === 'interpreter' ? '' : String(fused)),
};

/** Whether a setting is one that the experiment has: a file is none of a data set that is drawn by a formula. */
export function isMeant(experiment: Experiment, setting: keyof Experiment): boolean {
  return meanings[setting]?.(experiment) !== '';
}

export function meanTheSame(before: Experiment, after: Experiment, setting: keyof Experiment): boolean {
  const meaning = meanings[setting];
  if (meaning !== undefined) return meaning(before) === meaning(after);
  const [had, has] = [before[setting], after[setting]];
  return had === has || JSON.stringify(had) === JSON.stringify(has);
}
