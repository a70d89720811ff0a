import { classCountOf, classNamesOf } from './data-sets.ts';
import { formulaMeaning } from './formula.ts';
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
  /** The optimizer's program and its state; the weights stay. */
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
  loss: 'network',
  optimizer: 'update',
  learningRate: 'scalars',
  l2: 'scalars',
  batchSize: 'scalars',
  seed: 'start',
  engine: 'engine',
} as const satisfies Record<keyof Experiment, Effect>;

const settings = Object.keys(effects) as (keyof Experiment)[];

/** All that changes from one experiment to another; nothing if they mean the same. */
export function effectsOf(before: Experiment, after: Experiment): ReadonlySet<Effect> {
  const changed = settings.filter((setting) => meaning(before, setting) !== meaning(after, setting));
  const all = new Set<Effect>(changed.map((setting) => effects[setting]));
  // A network's outputs are its classes.
  if (classNamesOf(before).join() !== classNamesOf(after).join()) all.add('network');
  return all;
}

/** What is drawn by hand has no noise or number of points, and each point has its class and its side of the split. */
const meantByFormulas: ReadonlySet<keyof Experiment> = new Set([
  'noise',
  'points',
  'classes',
  'trainShare',
  'dataSeed',
]);

/**
 * Equal for values that mean the same: the order in which features were chosen means nothing, nor does a setting that
 * the data set does not have.
 */
function meaning(experiment: Experiment, setting: keyof Experiment): string {
  if (setting === 'features') return [...experiment.features].sort().join();
  const hasItsPoints = experiment.dataSet === 'draw' || experiment.dataSet === 'lesson';
  if (meantByFormulas.has(setting) && hasItsPoints) return '';
  if (setting === 'classes') return String(classCountOf(experiment));
  if (setting === 'file') return experiment.dataSet === 'file' ? JSON.stringify(experiment.file) : '';
  if ((setting === 'formula' || setting === 'sampling') && experiment.dataSet !== 'formula') return '';
  if (setting === 'formula') return formulaMeaning(experiment.formula);
  if (setting === 'drawn') return experiment.dataSet === 'draw' ? experiment.drawn : '';
  if (setting === 'squares') return experiment.dataSet === 'checkerboard' ? String(experiment.squares) : '';
  return JSON.stringify(experiment[setting]);
}
