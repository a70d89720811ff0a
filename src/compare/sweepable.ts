import { layerActivations } from '../experiment/layer-activations.ts';
import { activationNames, initializationNames, optimizerNames } from '../experiment/names.ts';
import { limits } from '../experiment/limits.ts';
import { type Experiment } from '../experiment/schema.ts';
import { pow } from '../elementary/power.ts';
import { askLimits, type SweepAxis } from './ask.ts';

/** A setting that a sweep can go through. */
export interface Sweepable {
  readonly label: string;
  /** null where the values are names. */
  readonly limits: { readonly min: number; readonly max: number; readonly isWhole: boolean } | null;
  /** The names that there are; empty for numbers. */
  readonly names: readonly string[];
  /** What a sweep of it begins with. */
  readonly usual: SweepAxis;
  readonly of: (experiment: Experiment) => string;
  readonly set: (experiment: Experiment, value: string) => Experiment;
}

type NumberSetting =
  | 'dataSeed'
  | (keyof typeof limits &
      { [Key in keyof Experiment]: Experiment[Key] extends number ? Key : never }[keyof Experiment]);

type Range = readonly [scale: 'linear' | 'log', from: number, to: number, count: number];

function number(setting: NumberSetting, label: string, range: Range): Sweepable {
  const { min, max, step } = limits[setting === 'dataSeed' ? 'seed' : setting];
  const [scale, from, to, count] = range;
  return {
    label,
    limits: { min, max, isWhole: step !== 'any' && Number.isInteger(step) && !fractions.has(setting) },
    names: [],
    usual: { setting, scale, from, to, count },
    of: (experiment) => String(experiment[setting]),
    set: (experiment, value) => ({ ...experiment, [setting]: Number(value) }),
  };
}

/** Percentages that move in steps, and may be anything. */
const fractions = new Set<string>(['noise', 'trainShare']);

function names<Key extends 'optimizer' | 'initialization'>(
  setting: Key,
  label: string,
  all: readonly Experiment[Key][],
): Sweepable {
  return {
    label,
    limits: null,
    names: all,
    usual: { setting, scale: 'list', values: all },
    of: (experiment) => experiment[setting],
    set: (experiment, value) => ({ ...experiment, [setting]: value }),
  };
}

const whole = ({ min, max }: { min: number; max: number }) => ({ min, max, isWhole: true });

/** A layer that is added is as wide as the last one, or has 4 neurons. */
function withDepth(experiment: Experiment, depth: number): Experiment {
  const { hidden, dropout } = experiment;
  const activations = layerActivations(experiment);
  const last = hidden.at(-1) ?? 4;
  return {
    ...experiment,
    hidden: Array.from({ length: depth }, (_, layer) => hidden.at(layer) ?? last),
    dropout: dropout.length === 0 ? [] : Array.from({ length: depth }, (_, layer) => dropout.at(layer) ?? 0),
    activations:
      experiment.activations.length === 0
        ? []
        : Array.from({ length: depth }, (_, layer) => activations.at(layer) ?? experiment.activation),
  };
}

export const sweepables = {
  learningRate: number('learningRate', 'Learning rate', ['log', 0.001, 1, 16]),
  l2: number('l2', 'L2', ['log', 0.00001, 0.1, 16]),
  l1: number('l1', 'L1', ['log', 0.00001, 0.1, 16]),
  batchSize: number('batchSize', 'Batch size', ['log', 1, 250, 9]),
  neurons: {
    label: 'Neurons in each layer',
    limits: whole(limits.neurons),
    names: [],
    usual: { setting: 'neurons', scale: 'list', values: ['1', '2', '3', '4', '6', '8', '12', '16'] },
    of: ({ hidden }) => String(hidden.at(0) ?? 0),
    set: (experiment, value) => ({ ...experiment, hidden: experiment.hidden.map(() => Number(value)) }),
  },
  layers: {
    label: 'Hidden layers',
    limits: whole(limits.hiddenLayers),
    names: [],
    usual: { setting: 'layers', scale: 'linear', from: 0, to: 4, count: 5 },
    of: ({ hidden }) => String(hidden.length),
    set: (experiment, value) => withDepth(experiment, Number(value)),
  },
  activation: {
    label: 'Activation',
    limits: null,
    names: activationNames,
    usual: { setting: 'activation', scale: 'list', values: activationNames },
    of: ({ activation }) => activation,
    set: (experiment, value) => {
      const activation = activationNames.find((name) => name === value) ?? experiment.activation;
      return { ...experiment, activation, activations: [] };
    },
  },
  optimizer: names('optimizer', 'Optimizer', optimizerNames),
  initialization: names('initialization', 'Initial weights', initializationNames),
  initialWidth: number('initialWidth', 'Width of initial weights', ['log', 0.01, 10, 10]),
  dropout: {
    label: 'Dropout in each layer',
    limits: { ...limits.dropout, isWhole: false },
    names: [],
    usual: { setting: 'dropout', scale: 'linear', from: 0, to: 0.5, count: 6 },
    of: ({ dropout }) => String(dropout.at(0) ?? 0),
    set: (experiment, value) => ({ ...experiment, dropout: experiment.hidden.map(() => Number(value)) }),
  },
  noise: number('noise', 'Noise', ['linear', 0, 50, 11]),
  points: number('points', 'Points', ['log', 20, 2000, 8]),
  trainShare: number('trainShare', 'Train share', ['linear', 10, 90, 9]),
  labelNoise: number('labelNoise', 'Wrong labels', ['linear', 0, 0.5, 6]),
  inputNoise: number('inputNoise', 'Noise on inputs', ['linear', 0, 1, 6]),
  seed: number('seed', 'Seed', ['linear', 1, 16, 16]),
  dataSeed: number('dataSeed', 'Data seed', ['linear', 1, 16, 16]),
} as const satisfies Readonly<Record<string, Sweepable>>;

export type SweepableName = keyof typeof sweepables;
export const sweepableNames = Object.keys(sweepables) as readonly SweepableName[];

export function sweepableOf(setting: string): Sweepable | null {
  return Object.hasOwn(sweepables, setting) ? sweepables[setting as SweepableName] : null;
}

/** The values that an axis has, each once and as it would be typed; within what the setting allows. */
export function axisValues(axis: SweepAxis): readonly string[] {
  const sweepable = sweepableOf(axis.setting);
  if (sweepable === null) return [];
  if (axis.scale === 'list') {
    const fits = (value: string): boolean => valueProblem(sweepable, value) === null;
    return [...new Set(axis.values)].filter(fits).slice(0, askLimits.count.max);
  }
  const { from, to, count } = axis;
  const { min, max, isWhole } = sweepable.limits ?? { min: 0, max: 0, isWhole: true };
  const at = (share: number): number =>
    axis.scale === 'log' ? from * pow(to / from, share) : from + (to - from) * share;
  const values = Array.from({ length: count }, (_, i) => {
    const exact = i === 0 ? from : i === count - 1 ? to : at(i / (count - 1));
    const value = isWhole ? Math.round(exact) : Number(exact.toPrecision(axis.scale === 'log' ? 3 : 6));
    return String(Math.min(max, Math.max(min, value)));
  });
  return [...new Set(values)];
}

/** Why an axis cannot be swept, as a sentence; null where it can. */
export function axisProblem(axis: SweepAxis): string | null {
  const sweepable = sweepableOf(axis.setting);
  if (sweepable === null) return `“${axis.setting.slice(0, 40)}” cannot be swept.`;
  const { label } = sweepable;
  if (axis.scale === 'list') {
    if (axis.values.length === 0) return `${label}: no value is given.`;
    if (axis.values.length > askLimits.count.max)
      return `${label}: ${axis.values.length} values are given, expected at most ${askLimits.count.max}.`;
    for (const value of axis.values) {
      const problem = valueProblem(sweepable, value);
      if (problem !== null) return `${label}: “${value.slice(0, 40)}” is not ${problem}.`;
    }
    return null;
  }
  if (sweepable.limits === null) return `${label} has names, no range: choose them as a list.`;
  if (axis.scale === 'log' && !(axis.from > 0 && axis.to > 0))
    return `${label}: a range of powers lies above 0, it cannot go from ${axis.from} to ${axis.to}.`;
  const { min, max } = sweepable.limits;
  const outside = [axis.from, axis.to].find((end) => !(end >= min && end <= max));
  return outside === undefined ? null : `${label}: ${outside} is not a number from ${min} to ${max}.`;
}

/** What was expected; null where the value is that. */
function valueProblem({ limits: allowed, names: all }: Sweepable, value: string): string | null {
  if (allowed === null) return all.includes(value) ? null : `one of ${all.join(', ')}`;
  const { min, max, isWhole } = allowed;
  const read = value.trim() === '' ? NaN : Number(value);
  const fits = read >= min && read <= max && (!isWhole || Number.isInteger(read));
  return fits ? null : `a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}`;
}
