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
} as const;

export const usualAsk: Ask = {
  kind: 'swarm',
  epochs: 300,
  target: 'test-loss',
  goal: 0.1,
  seeds: 100,
  vary: 'weights',
  x: { setting: 'learningRate', scale: 'log', from: 0.001, to: 1, count: 16 },
  y: { setting: 'l2', scale: 'log', from: 0.00001, to: 0.1, count: 16 },
  repeats: 1,
  measure: 'final-test-loss',
  lanes: [],
  across: 'epoch',
};

export function targetOf({ target, goal }: Pick<Ask, 'target' | 'goal'>): TrialTarget | null {
  return target === 'none' ? null : { measure: target, value: goal };
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
