import type {
  ActivationName,
  DataSetName,
  InitializationName,
  LossName,
  OptimizerName,
  ScheduleName,
  StopName,
} from './names.ts';
import type { Experiment } from './schema.ts';

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

const labelsOf: Readonly<Partial<Record<keyof Experiment, Readonly<Record<string, string>>>>> = {
  dataSet: dataSetLabels,
  activation: activationLabels,
  loss: lossLabels,
  optimizer: optimizerLabels,
  schedule: scheduleLabels,
  stopWhen: stopLabels,
  initialization: initializationLabels,
};

/** A value of a setting as its control calls it; what has no name of its own as it is. */
export function shownName(setting: string, value: string): string {
  if (setting === 'activations')
    return value
      .split(', ')
      .map((name) => shownName('activation', name))
      .join(', ');
  const labels = labelsFor(setting);
  return Object.hasOwn(labels, value) ? labels[value] : value;
}

/**
 * The values of a list that somebody writes, divided by commas, semicolons or spaces: each as the setting's control calls
 * it, which may have such a character within, or as it is in a link; upper and lower case are the same.
 */
export function namesFrom(setting: string, text: string): readonly string[] {
  const known = Object.entries(labelsFor(setting))
    .map(([name, label]) => ({ name, label: label.toLowerCase() }))
    .sort((a, b) => b.label.length - a.label.length);
  const names: string[] = [];
  let rest = text.toLowerCase().replace(/^[,;\s]+/, '');
  while (rest !== '') {
    const found = known.find(
      ({ label }) => rest.startsWith(label) && /^([,;\s]|$)/.test(rest.slice(label.length)),
    );
    const written = found?.label ?? /^[^,;\s]+/.exec(rest)?.[0] ?? rest;
    names.push(found?.name ?? written);
    rest = rest.slice(written.length).replace(/^[,;\s]+/, '');
  }
  return names;
}

function labelsFor(setting: string): Readonly<Record<string, string>> {
  return Object.entries(labelsOf).find(([name]) => name === setting)?.[1] ?? {};
}
