import { isFormula, type Activation } from '../../experiment/activation-formula.ts';
import { activationNames } from '../../experiment/names.ts';
import type {
  ActivationName,
  DataSetName,
  EngineName,
  FeatureName,
  GeneratedName,
  InitializationName,
  LossName,
  ScheduleName,
  OptimizerName,
  SpeedName,
  StepName,
  StopName,
} from '../../experiment/names.ts';
import type { PageStatus } from './page-status.ts';

/** Names as they are read. Each table is exhaustive: a new name does not compile without its words. */

export const dataSetLabels: Readonly<Record<DataSetName, string>> = {
  circle: 'Circle',
  xor: 'XOR',
  gaussian: 'Gaussian',
  spiral: 'Spiral',
  moons: 'Moons',
  plane: 'Plane',
  'multi-gaussian': 'Multi-Gaussian',
  rings: 'Rings',
  blobs: 'Blobs',
  'yin-yang': 'Yin-yang',
  'four-spirals': 'Four spirals',
  checkerboard: 'Checkerboard',
  'x-sin-x': 'x·sin x',
  step: 'Step',
  lesson: 'Lesson rows',
  iris: 'Iris',
  penguins: 'Penguins',
  cars: 'Cars',
  'breast-cancer': 'Breast cancer',
  digits: 'Digits',
  formula: 'Formula',
  file: 'File',
  draw: 'Draw',
};

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

export const optimizerLabels: Readonly<Record<OptimizerName, string>> = {
  sgd: 'SGD',
  momentum: 'Momentum',
  nesterov: 'Nesterov',
  rmsprop: 'RMSprop',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  adam: 'Adam',
  adamw: 'AdamW',
  amsgrad: 'AMSGrad',
  lion: 'Lion',
};

export const activationLabels: Readonly<Record<ActivationName, string>> = {
  tanh: 'tanh',
  relu: 'ReLU',
  sigmoid: 'sigmoid',
  linear: 'linear',
  'leaky-relu': 'leaky ReLU',
  elu: 'ELU',
  gelu: 'GELU',
  'gelu-tanh': 'GELU ≈',
  silu: 'SiLU',
  softplus: 'softplus',
  mish: 'Mish',
  sin: 'sin',
  step: 'step',
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

export const lossLabels: Readonly<Record<LossName, string>> = {
  'squared-error': 'squared error',
  'half-squared-error': '½ squared error',
  absolute: 'absolute',
  huber: 'Huber',
  hinge: 'hinge',
  'squared-hinge': 'squared hinge',
  'binary-cross-entropy': 'binary cross-entropy',
  'cross-entropy': 'cross-entropy',
};

export const scheduleLabels: Readonly<Record<ScheduleName, string>> = {
  constant: 'constant',
  step: 'steps',
  exponential: 'exponential',
  cosine: 'cosine',
  'cosine-restarts': 'cosine, restarts',
  linear: 'linear',
  'one-cycle': 'one cycle',
  plateau: 'on plateau',
  formula: 'formula of e',
};

export const stopLabels: Readonly<Record<StopName, string>> = {
  never: 'never',
  'train-loss': 'train loss',
  'test-loss': 'test loss',
  'train-accuracy': 'train accuracy',
  'test-accuracy': 'test accuracy',
  validation: 'validation',
};

export const initializationLabels: Readonly<Record<InitializationName, string>> = {
  default: 'as PyTorch',
  'xavier-uniform': 'Xavier, uniform',
  'xavier-normal': 'Xavier, normal',
  'kaiming-uniform': 'Kaiming, uniform',
  'kaiming-normal': 'Kaiming, normal',
  'tensorflow-playground': '±0.5, biases 0.1',
  lesson: '±1, as in the lesson',
  normal: 'normal',
  zero: 'zero',
};

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
