import type { TrialTarget } from '../training/trials/trial.ts';

export const comparisonNames = ['race', 'swarm', 'sweep'] as const;
export type ComparisonName = (typeof comparisonNames)[number];

/** What differs between the runs of a swarm: the seed of weights and batch order, the one of the data, or both. */
export const varyNames = ['weights', 'data', 'both'] as const;
export type VaryName = (typeof varyNames)[number];

export const targetNames = ['none', 'train-loss', 'test-loss', 'train-accuracy', 'test-accuracy'] as const;
export type TargetName = (typeof targetNames)[number];

/** What a sweep shows of each cell. */
export const measureNames = [
  'final-test-loss',
  'best-test-loss',
  'final-train-loss',
  'best-train-loss',
  'test-accuracy',
  'train-accuracy',
  'epochs-to-target',
  'share-diverged',
] as const;
export type MeasureName = (typeof measureNames)[number];

export const axisScales = ['list', 'linear', 'log'] as const;
export type AxisScale = (typeof axisScales)[number];

/** A setting and the values that it takes, as texts: numbers or names. */
export type SweepAxis =
  | { readonly setting: string; readonly scale: 'list'; readonly values: readonly string[] }
  | {
      readonly setting: string;
      readonly scale: 'linear' | 'log';
      readonly from: number;
      readonly to: number;
      readonly count: number;
    };

/** How a sweep goes: through every combination of one or two settings, or through some of any number of them. */
export const searchNames = ['grid', 'random', 'halving'] as const;
export type SearchName = (typeof searchNames)[number];

/** All that a link carries of what is compared, beside the settings of the playground. */
export interface Ask {
  readonly kind: ComparisonName;
  readonly epochs: number;
  readonly target: TargetName;
  /** A loss, or an accuracy in percent. */
  readonly goal: number;
  readonly seeds: number;
  readonly vary: VaryName;
  readonly x: SweepAxis;
  /** null for a sweep of one setting. */
  readonly y: SweepAxis | null;
  /** Seeds for each cell of a sweep. */
  readonly repeats: number;
  readonly measure: MeasureName;
  readonly search: SearchName;
  /** Of a sweep that is no grid: what is drawn, within the ranges or out of the lists; the counts of ranges mean nothing. */
  readonly axes: readonly SweepAxis[];
  /** Set-ups that are drawn. */
  readonly tries: number;
  /** The seed that they are drawn by. */
  readonly draw: number;
  /** Of a halving: after each round, one in so many goes on. */
  readonly keep: number;
  /** Of a halving: epochs of the first round, at least. */
  readonly first: number;
  /** The settings of each lane, as links have them. */
  readonly lanes: readonly string[];
  /** What the curves of a race are over. */
  readonly across: 'epoch' | 'time';
}

export const askLimits = {
  epochs: { min: 1, max: 100_000, step: 1 },
  seeds: { min: 1, max: 1000, step: 1 },
  repeats: { min: 1, max: 16, step: 1 },
  count: { min: 1, max: 32, step: 1 },
  goal: { min: 0, max: 1000, step: 'any' },
  lanes: 6,
  axes: 8,
  tries: { min: 1, max: 1000, step: 1 },
  draw: { min: 1, max: 1_000_000, step: 1 },
  keep: { min: 2, max: 10, step: 1 },
} as const;

const rate: SweepAxis = { setting: 'learningRate', scale: 'log', from: 0.001, to: 1, count: 16 };
const l2: SweepAxis = { setting: 'l2', scale: 'log', from: 0.00001, to: 0.1, count: 16 };

export const usualAsk: Ask = {
  kind: 'swarm',
  epochs: 300,
  target: 'test-loss',
  goal: 0.1,
  seeds: 100,
  vary: 'weights',
  x: rate,
  y: l2,
  repeats: 1,
  measure: 'final-test-loss',
  search: 'grid',
  axes: [rate, l2],
  tries: 81,
  draw: 1,
  keep: 3,
  first: 10,
  lanes: [],
  across: 'epoch',
};

/** What of it says what is trained; the rest, which belongs to other kinds or to how results are looked at, as usual. */
export function trainedBy(ask: Ask): Ask {
  const { kind, epochs, target, goal, seeds, vary, lanes, search, repeats } = ask;
  const common: Ask = { ...usualAsk, kind, epochs, target, ...(target === 'none' ? {} : { goal }) };
  if (kind === 'race') return { ...common, lanes };
  if (kind === 'swarm') return { ...common, seeds, vary };
  const { x, y, axes, tries, draw, keep, first, measure } = ask;
  if (search === 'grid') return { ...common, search, repeats, x, y };
  const drawn = { ...common, search, repeats, axes, tries, draw };
  // Only there does what goes on follow from what is measured.
  return search === 'halving' ? { ...drawn, keep, first, measure } : drawn;
}

export function targetOf({ target, goal }: Pick<Ask, 'target' | 'goal'>): TrialTarget | null {
  return target === 'none' ? null : { measure: target, value: goal };
}

/** What a sweep goes through. */
export function sweptAxes({ kind, search, axes, x, y }: Ask): readonly SweepAxis[] {
  if (kind !== 'sweep') return [];
  if (search !== 'grid') return axes;
  return y === null ? [x] : [x, y];
}

/** Whether what is trained later depends on what came of the runs before: then nobody knows all of it beforehand. */
export function dependsOnResults({ kind, search }: Pick<Ask, 'kind' | 'search'>): boolean {
  return kind === 'sweep' && search === 'halving';
}

export function isAccuracy(target: TargetName): boolean {
  return target === 'train-accuracy' || target === 'test-accuracy';
}

const targetWords = {
  'train-loss': 'a train loss of at most',
  'test-loss': 'a test loss of at most',
  'train-accuracy': 'a train accuracy of at least',
  'test-accuracy': 'a test accuracy of at least',
} as const;

/** 'a test loss of at most 0.1'; null where nothing is to be reached. */
export function targetInWords({ target, goal }: Pick<Ask, 'target' | 'goal'>): string | null {
  if (target === 'none') return null;
  return `${targetWords[target]} ${goal}${isAccuracy(target) ? ' %' : ''}`;
}
