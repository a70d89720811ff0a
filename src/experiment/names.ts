/** The names that settings choose from. Each table elsewhere is an exhaustive map over one of these lists. */

/** Data sets that a formula draws over the plane. */
export const dataSetNames = [
  'circle',
  'xor',
  'gaussian',
  'spiral',
  'moons',
  'plane',
  'multi-gaussian',
  'rings',
  'blobs',
  'yin-yang',
  'four-spirals',
  'checkerboard',
] as const;
export type PlaneName = (typeof dataSetNames)[number];

/** Curves: data sets of one input. */
export const curveNames = ['x-sin-x', 'step'] as const;
export type CurveName = (typeof curveNames)[number];

/** Data sets that are made here and have another number of inputs than the plane. */
export const otherMadeNames = [...curveNames, 'lesson'] as const;

/** All that is made from the settings alone. */
export const generatedNames = [...dataSetNames, ...otherMadeNames] as const;
export type GeneratedName = (typeof generatedNames)[number];

/** Sets of real data that come with the page, each in a file of its own. */
export const realSetNames = ['iris', 'penguins', 'cars', 'breast-cancer', 'digits'] as const;
export type RealSetName = (typeof realSetNames)[number];

/** Data of the user's own. */
export const ownSetNames = ['draw', 'formula', 'file'] as const;
export type OwnSetName = (typeof ownSetNames)[number];

export type DataSetName = GeneratedName | RealSetName | OwnSetName;

export function isRealSet(name: DataSetName): name is RealSetName {
  return realSetNames.some((real) => real === name);
}

export function isGenerated(name: DataSetName): name is GeneratedName {
  return generatedNames.some((generated) => generated === name);
}

export function isPlaneSet(name: DataSetName): name is PlaneName {
  return dataSetNames.some((plane) => plane === name);
}

export function isCurve(name: DataSetName): name is CurveName {
  return curveNames.some((curve) => curve === name);
}

/** What a picture along the principal components of a table is called, where it could be over a column. */
export const componentsName = 'principal components';

export const featureNames = ['x1', 'x2', 'x1²', 'x2²', 'x1x2', 'sin x1', 'sin x2'] as const;
export type FeatureName = (typeof featureNames)[number];

/** How the points of a formula are spread: at random, or in rows and columns. */
export const samplingNames = ['uniform', 'grid'] as const;
export type Sampling = (typeof samplingNames)[number];

export const activationNames = [
  'tanh',
  'relu',
  'sigmoid',
  'linear',
  'leaky-relu',
  'elu',
  'gelu',
  'gelu-tanh',
  'silu',
  'softplus',
  'mish',
  'sin',
  'step',
] as const;
export type ActivationName = (typeof activationNames)[number];

export const lossNames = [
  'squared-error',
  'half-squared-error',
  'absolute',
  'huber',
  'hinge',
  'squared-hinge',
  'binary-cross-entropy',
  'cross-entropy',
] as const;
export type LossName = (typeof lossNames)[number];

export const optimizerNames = [
  'sgd',
  'momentum',
  'nesterov',
  'rmsprop',
  'adagrad',
  'adadelta',
  'adam',
  'adamw',
  'amsgrad',
  'lion',
] as const;
export type OptimizerName = (typeof optimizerNames)[number];

/** How the learning rate goes on, epoch by epoch. */
export const scheduleNames = [
  'constant',
  'step',
  'exponential',
  'cosine',
  'cosine-restarts',
  'linear',
  'one-cycle',
  'plateau',
  'formula',
] as const;
export type ScheduleName = (typeof scheduleNames)[number];

/** How gradients are clipped: each number of them, or their length. */
export const clipNames = ['value', 'norm'] as const;
export type ClipName = (typeof clipNames)[number];

/** How the weights begin: `default` is torch.nn.Linear's way. */
export const initializationNames = [
  'default',
  'xavier-uniform',
  'xavier-normal',
  'kaiming-uniform',
  'kaiming-normal',
  'tensorflow-playground',
  'lesson',
  'normal',
  'zero',
] as const;
export type InitializationName = (typeof initializationNames)[number];

/** What ends a training, beside a number of epochs. */
export const stopNames = [
  'never',
  'train-loss',
  'test-loss',
  'train-accuracy',
  'test-accuracy',
  'validation',
] as const;
export type StopName = (typeof stopNames)[number];

/** Where evaluation may run. */
export type Processor = 'cpu' | 'gpu';

/** `auto` measures, and takes what is faster. */
export const evaluatorNames = ['cpu', 'gpu', 'auto'] as const satisfies readonly (Processor | 'auto')[];
export type EvaluatorName = (typeof evaluatorNames)[number];

export const lossScales = ['linear', 'log'] as const;
export type LossScale = (typeof lossScales)[number];

/** What is plotted over the epochs; the weights are those of now, as a histogram. */
export const plotNames = ['loss', 'accuracy', 'rate', 'gradient', 'update', 'weights'] as const;
export type PlotName = (typeof plotNames)[number];

/** A second plot below the first, where there is room. */
export const secondPlotNames = ['none', ...plotNames] as const;
export type SecondPlotName = (typeof secondPlotNames)[number];

/** Of every plot but the loss: `auto` is what suits it. */
export const valueScales = ['auto', ...lossScales] as const;
export type ValueScale = (typeof valueScales)[number];

export const smoothingNames = ['none', 'some', 'strong'] as const;
export type SmoothingName = (typeof smoothingNames)[number];

/** What the output panel shows. */
export const pictureNames = ['boundary', 'hidden', 'landscape'] as const;
export type PictureName = (typeof pictureNames)[number];

/** What the boundary shows of the outputs; the sign alone is the older setting `discreteOutput`. */
export const surfaceNames = ['continuous', 'contours', 'certainty'] as const;
export type SurfaceName = (typeof surfaceNames)[number];

/** The sets that figures are of. */
export const splitNames = ['train', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** What the lines of the network show: the weights, the gradient of the loss by them, or what the last batch changed. */
export const linkNames = ['weight', 'gradient', 'update'] as const;
export type LinkQuantity = (typeof linkNames)[number];

/** What the neurons show: what they put out, or how the loss reacts to it. */
export const neuronNames = ['output', 'reaction'] as const;
export type NeuronQuantity = (typeof neuronNames)[number];

/** Cells along each side of a slice of the loss landscape: powers of 2, so that finer slices contain coarser ones. */
export const landscapeCells = [64, 128, 256] as const;
export type LandscapeCells = (typeof landscapeCells)[number];

/** Ways to run the scalar graph: compiled to single or double precision, or interpreted in double precision. */
export const engineNames = ['wasm-f32', 'wasm-f64', 'interpreter'] as const;
export type EngineName = (typeof engineNames)[number];

/** How fast training runs, slowest first. The first four go by the clock; `film` and its multiples by painted frames. */
export const speedNames = [
  'sample-a-second',
  'batch-a-second',
  'ten-batches-a-second',
  'epoch-a-second',
  'film',
  '10x',
  '100x',
  'full',
] as const;
export type SpeedName = (typeof speedNames)[number];

/** Speeds of older links, and what comes nearest to them on the default data. */
export const formerSpeeds = { 'real-time': 'film', 'fast-forward': '100x' } as const satisfies Readonly<
  Record<string, SpeedName>
>;

/** What a press of Step trains on. */
export const stepNames = ['sample', 'batch', 'epoch'] as const;
export type StepName = (typeof stepNames)[number];

/** Classification predicts one of several classes, regression a number. */
export type Task = 'classification' | 'regression';

export const taskOf: Readonly<Record<PlaneName, Task>> = {
  circle: 'classification',
  xor: 'classification',
  gaussian: 'classification',
  spiral: 'classification',
  moons: 'classification',
  plane: 'regression',
  'multi-gaussian': 'regression',
  rings: 'classification',
  blobs: 'classification',
  'yin-yang': 'classification',
  'four-spirals': 'classification',
  checkerboard: 'classification',
};

/** The places of the page. */
export const placeNames = ['playground', 'graph', 'compare', 'learn'] as const;
export type PlaceName = (typeof placeNames)[number];
