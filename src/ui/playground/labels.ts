import { isFormula, type Activation } from '../../experiment/activation-formula.ts';
import { activationNames } from '../../experiment/names.ts';
import type {
  ActivationName,
  EngineName,
  FeatureName,
  GeneratedName,
  SpeedName,
  StepName,
} from '../../experiment/names.ts';
import { activationLabels } from '../../experiment/shown-names.ts';
import type { PageStatus } from './page-status.ts';

/** Names as they are read. Each table is exhaustive: a new name does not compile without its words. */

/** Under its picture a name has little room. */
export const tileNames: Readonly<Record<GeneratedName, string>> = {
  circle: 'Circle',
  xor: 'XOR',
  gaussian: 'Gaussian',
  spiral: 'Spiral',
  moons: 'Moons',
  plane: 'Plane',
  'multi-gaussian': 'Gaussians',
  rings: 'Rings',
  blobs: 'Blobs',
  'yin-yang': 'Yin-yang',
  'four-spirals': '4 spirals',
  checkerboard: 'Checkers',
  'x-sin-x': 'x·sin x',
  step: 'Step',
  lesson: 'Lesson',
};

export type ActivationChoice = ActivationName | 'formula';

/** What there is to choose: each by its name, and one that is typed. */
export const activationChoices: { readonly value: ActivationChoice; readonly label: string }[] = [
  ...activationNames.map((value) => ({ value, label: activationLabels[value] })),
  { value: 'formula', label: 'Formula…' },
];

/** A formula is its own name. */
export function activationLabel(activation: Activation): string {
  return isFormula(activation) ? activation.slice(1) : activationLabels[activation];
}

/** With real subscripts, where a picture's caption can have them. */
const featureCaptions: Readonly<Record<FeatureName, string>> = {
  x1: 'x₁',
  x2: 'x₂',
  'x1²': 'x₁²',
  'x2²': 'x₂²',
  x1x2: 'x₁x₂',
  'sin x1': 'sin x₁',
  'sin x2': 'sin x₂',
};

/** An input as it is captioned: a feature of the plane, or else by its own name. */
export function captionOf(input: string): string {
  if (input === 'x3') return 'x₃';
  return Object.hasOwn(featureCaptions, input) ? featureCaptions[input as FeatureName] : input;
}

export const speedLabels: Readonly<Record<SpeedName, string>> = {
  'sample-a-second': '1 sample/s',
  'batch-a-second': '1 batch/s',
  'ten-batches-a-second': '10 batches/s',
  'epoch-a-second': '1 epoch/s',
  film: '1×, a film',
  '10x': '10×',
  '100x': '100×',
  full: 'full speed',
};

export const stepLabels: Readonly<Record<StepName, string>> = {
  sample: 'sample',
  batch: 'batch',
  epoch: 'epoch',
};

export const engineLabels: Readonly<Record<EngineName, string>> = {
  'wasm-f32': 'compiled, 32 bit',
  'wasm-f64': 'compiled, 64 bit',
  interpreter: 'interpreted, 64 bit',
};

export const statusLabels: Readonly<Record<PageStatus, string>> = {
  loading: 'loading',
  ready: 'ready',
  running: 'running',
  paused: 'paused',
  diverged: 'diverged',
  error: 'stopped',
};
