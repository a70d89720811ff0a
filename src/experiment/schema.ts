import * as v from 'valibot';
import { activationProblem, type Activation } from './activation-formula.ts';
import { classCountOf, lossProblem, taskFor, usualShape } from './data-sets.ts';
import { longestFormula } from '../autograd/formula.ts';
import { fileDataSchema } from './file-data.ts';
import { formulaProblem, usualFormula } from './formula.ts';
import { limits } from './limits.ts';
import { rateFormulaProblem, usualRateFormula } from './rate-formula.ts';
import {
  clipNames,
  engineNames,
  evaluatorNames,
  featureNames,
  formerSpeeds,
  generatedNames,
  initializationNames,
  landscapeCells,
  linkNames,
  neuronNames,
  lossNames,
  lossScales,
  optimizerNames,
  pictureNames,
  plotNames,
  speedNames,
  splitNames,
  stepNames,
  stopNames,
  surfaceNames,
  ownSetNames,
  realSetNames,
  samplingNames,
  scheduleNames,
  secondPlotNames,
  smoothingNames,
  valueScales,
  type DataSetName,
  type SpeedName,
} from './names.ts';
import { drawingRule, integer, oneOf, optional, placesRule, real } from './setting-rules.ts';
import { describeIssue, nameSetting } from './setting-words.ts';

// Rules whose types have names that the declarations of the package need stand here.
const speedRule = v.pipe(
  v.string(),
  v.transform((name) =>
    Object.hasOwn(formerSpeeds, name) ? formerSpeeds[name as keyof typeof formerSpeeds] : name,
  ),
  oneOf<readonly SpeedName[]>(speedNames),
);

/** A name, or what was typed. */
const activationRule = v.custom<Activation>(
  (activation) => activationProblem(activation) === null,
  ({ input }) => activationProblem(input) ?? '',
);

/** Each setting's rule; the message says what was expected. */
export const experimentEntries = {
  dataSet: oneOf([...generatedNames, ...realSetNames, ...ownSetNames]),
  /** Percent. */
  noise: real(limits.noise),
  points: integer(limits.points),
  /** To tell apart, where the data set leaves it open. Settings from before there were such data sets say nothing. */
  classes: v.optional(integer(limits.classes), usualShape.classes),
  /** Along each side of the checkerboard. */
  squares: v.optional(integer(limits.squares), usualShape.squares),
  /** The table of the data set “file”; null before there is one. */
  file: v.optional(v.nullable(fileDataSchema), null),
  /** What the data set “formula” is drawn by: conditions for classes, or a number. */
  formula: v.optional(
    v.pipe(
      v.string('a formula'),
      v.maxLength(longestFormula, `a formula of at most ${longestFormula} characters`),
      v.check(
        (text) => formulaProblem(text) === null,
        ({ input }) => formulaProblem(input) ?? 'a formula',
      ),
    ),
    usualFormula,
  ),
  /** Of the points of a formula. */
  sampling: v.optional(oneOf(samplingNames), 'uniform'),
  /** The points of the data set “draw”, as `writeDrawing` writes them. */
  drawn: v.optional(drawingRule, ''),
  /** Percent of the points that train; the others test. */
  trainShare: real(limits.trainShare),
  dataSeed: integer(limits.seed),
  features: v.pipe(
    v.array(oneOf(featureNames), `features out of ${featureNames.join(', ')}`),
    v.minLength(1, 'at least one feature'),
    v.check((names) => new Set(names).size === names.length, 'each feature at most once'),
  ),
  /** Neurons in each hidden layer, first to last. */
  hidden: v.pipe(
    v.array(integer(limits.neurons), 'a list of layer widths'),
    v.maxLength(limits.hiddenLayers.max, `at most ${limits.hiddenLayers.max} hidden layers`),
  ),
  activation: activationRule,
  /** Of each hidden layer where they differ; empty: all have the one of `activation`. */
  activations: v.optional(
    v.pipe(
      v.array(activationRule, 'a list of activations'),
      v.maxLength(limits.hiddenLayers.max, `at most ${limits.hiddenLayers.max} activations`),
    ),
    () => [],
  ),
  /** Of each hidden layer, the share of outputs that training drops; empty: none. */
  dropout: v.optional(
    v.pipe(
      v.array(real(limits.dropout), 'a list of shares'),
      v.maxLength(limits.hiddenLayers.max, `at most ${limits.hiddenLayers.max} shares`),
    ),
    () => [],
  ),
  /** Standard deviation of the noise that training adds to each encoded input, anew at each presentation. */
  inputNoise: v.optional(real(limits.inputNoise), 0),
  /** Of classes the share of training labels that are others; of numbers the standard deviation of what is added. */
  labelNoise: v.optional(real(limits.labelNoise), 0),
  loss: oneOf(lossNames),
  optimizer: oneOf(optimizerNames),
  learningRate: real(limits.learningRate),
  /** λ of ½λΣw² over the weights. */
  l2: real(limits.l2),
  batchSize: integer(limits.batchSize),
  /** Whether an epoch is as many train points drawn with replacement, instead of each of them once. */
  replacement: v.optional(v.boolean('true or false'), false),
  /** λ₁ of λ₁Σ|w| over the weights. */
  l1: v.optional(real(limits.l1), 0),
  /** 0: they are not clipped. */
  clipGradients: v.optional(real(limits.clipGradients), 0),
  clipBy: v.optional(oneOf(clipNames), 'norm'),
  /** Of Huber's loss. */
  delta: v.optional(real(limits.delta), 1),
  /** Of cross-entropy. */
  labelSmoothing: v.optional(real(limits.labelSmoothing), 0),
  /** Of the optimizers that have them, see `hyperParameterDefaults`. */
  momentum: optional(real(limits.momentum)),
  dampening: optional(real(limits.dampening)),
  alpha: optional(real(limits.alpha)),
  rho: optional(real(limits.rho)),
  beta1: optional(real(limits.beta1)),
  beta2: optional(real(limits.beta2)),
  epsilon: optional(real(limits.epsilon)),
  lrDecay: optional(real(limits.lrDecay)),
  initialAccumulator: optional(real(limits.initialAccumulator)),
  centered: v.optional(v.boolean('true or false'), false),
  amsgrad: v.optional(v.boolean('true or false'), false),
  /** What becomes of the learning rate, epoch by epoch; of the numbers see `scheduleDefaults`. */
  schedule: v.optional(oneOf(scheduleNames), 'constant'),
  scheduleEpochs: optional(integer(limits.scheduleEpochs)),
  scheduleFactor: optional(real(limits.scheduleFactor)),
  scheduleStart: optional(real(limits.scheduleStart)),
  scheduleMinimum: optional(real(limits.scheduleMinimum)),
  scheduleGrowth: optional(integer(limits.scheduleGrowth)),
  scheduleRise: optional(real(limits.scheduleRise)),
  schedulePatience: optional(integer(limits.schedulePatience)),
  scheduleThreshold: optional(real(limits.scheduleThreshold)),
  scheduleCooldown: optional(integer(limits.scheduleCooldown)),
  /** Epochs before the schedule begins, in which the rate rises to its beginning from a share of it. */
  warmUp: v.optional(integer(limits.warmUp), 0),
  warmUpFrom: v.optional(real(limits.warmUpFrom), 0.1),
  /** The rate of the epoch `e`, where the schedule is a formula; `lr` is the learning rate that is set. */
  rateFormula: v.optional(
    v.pipe(
      v.string('a formula'),
      v.check(
        (text) => rateFormulaProblem(text) === null,
        ({ input }) => rateFormulaProblem(input) ?? 'a formula',
      ),
    ),
    usualRateFormula,
  ),
  /** After so many epochs training stops by itself; 0: it does not. */
  stopEpoch: v.optional(integer(limits.stopEpoch), 0),
  /** What else stops it: a loss or an accuracy that is reached, or a validation loss that falls no more. */
  stopWhen: v.optional(oneOf(stopNames), 'never'),
  /** The loss, or the accuracy in percent. */
  stopValue: v.optional(real(limits.stopValue), 0.1),
  /** Epochs for which the validation loss may be higher than before. */
  stopPatience: v.optional(integer(limits.stopPatience), 20),
  /** Percent of the train rows that are held out for validation. */
  validationShare: v.optional(real(limits.validationShare), 20),
  /** Of the initial weights and the batch order. */
  seed: integer(limits.seed),
  /** What the initial weights are drawn from. */
  initialization: v.optional(oneOf(initializationNames), 'default'),
  /** Standard deviation of the initial weights, where they are normal. */
  initialWidth: v.optional(real(limits.initialWidth), 1),
  /** Of the initial biases; null: they come from the same stream as the weights. */
  biasSeed: v.optional(v.nullable(integer(limits.seed)), null),
  engine: oneOf(engineNames),
  /** Whether products may be added by relaxed multiply-add where the machine has it: its rounding is the machine's. */
  fused: v.optional(v.boolean('true or false'), true),
  /** Weights and biases that are not trained, by their places. */
  frozen: placesRule,
  /** Links whose weights are 0 for as long as they are cut. */
  cut: placesRule,
} as const;

/** How results are shown; nothing here changes what is trained. */
export const viewEntries = {
  evaluateOn: oneOf(evaluatorNames),
  speed: speedRule,
  stepBy: oneOf(stepNames),
  lossScale: oneOf(lossScales),
  plot: oneOf(plotNames),
  secondPlot: oneOf(secondPlotNames),
  epochScale: oneOf(lossScales),
  /** Of every plot but the loss. */
  valueScale: oneOf(valueScales),
  smoothing: oneOf(smoothingNames),
  showTestPoints: v.boolean('true or false'),
  discreteOutput: v.boolean('true or false'),
  picture: oneOf(pictureNames),
  /** What the boundary shows, unless it is discrete. */
  surface: oneOf(surfaceNames),
  /** Whether points whose class is not predicted are marked. */
  markWrong: v.boolean('true or false'),
  /** The hidden layer, from 1, whose neurons span the plane of the hidden space; 0 for the last one. */
  hiddenLayer: integer({ min: 0, max: limits.hiddenLayers.max }),
  /** Its neurons across and up, from 1; 0 leaves the choice: both neurons of two, else the principal components. */
  hiddenX: integer({ min: 0, max: limits.neurons.max }),
  hiddenY: integer({ min: 0, max: limits.neurons.max }),
  /** Whether the figures by class and by point are open, and of which set they are. */
  howWell: v.boolean('true or false'),
  howWellOf: oneOf(splitNames),
  links: oneOf(linkNames),
  neurons: oneOf(neuronNames),
  /** Columns of a table that its picture is over: across, or the principal components, and up. Empty: chosen by the data. */
  sliceX: v.pipe(v.string(), v.maxLength(200, 'a name of at most 200 characters')),
  sliceY: v.pipe(v.string(), v.maxLength(200, 'a name of at most 200 characters')),
  /** Along each side of the slice of the loss landscape. */
  landscapeCells: oneOf(landscapeCells),
  /** The slice reaches from -extent to +extent in both directions. */
  landscapeExtent: real(limits.landscapeExtent),
  /** Of the slice's two directions. */
  landscapeSeed: integer(limits.seed),
  /** Whether every change trains anew at once, for so many epochs, and what is shown is the trained network. */
  follow: v.boolean('true or false'),
  followEpochs: integer(limits.followEpochs),
  /** Whether the slice is taken anew as the weights move. */
  landscapeFollow: v.boolean('true or false'),
} as const;

const experimentSchema = v.object(experimentEntries);
export const viewSchema = v.object(viewEntries);

export type Experiment = v.InferOutput<typeof experimentSchema>;
export type ViewSettings = v.InferOutput<typeof viewSchema>;

/** TensorFlow Playground's defaults, with both inputs. */
export const defaultExperiment: Experiment = {
  dataSet: 'circle',
  noise: 0,
  points: 500,
  ...usualShape,
  file: null,
  formula: usualFormula,
  sampling: 'uniform',
  drawn: '',
  trainShare: 50,
  dataSeed: 1,
  features: ['x1', 'x2'],
  hidden: [4, 2],
  activation: 'tanh',
  activations: [],
  dropout: [],
  inputNoise: 0,
  labelNoise: 0,
  loss: 'squared-error',
  optimizer: 'sgd',
  learningRate: 0.03,
  l2: 0,
  batchSize: 10,
  replacement: false,
  l1: 0,
  clipGradients: 0,
  clipBy: 'norm',
  delta: 1,
  labelSmoothing: 0,
  momentum: null,
  dampening: null,
  alpha: null,
  rho: null,
  beta1: null,
  beta2: null,
  epsilon: null,
  lrDecay: null,
  initialAccumulator: null,
  centered: false,
  amsgrad: false,
  schedule: 'constant',
  scheduleEpochs: null,
  scheduleFactor: null,
  scheduleStart: null,
  scheduleMinimum: null,
  scheduleGrowth: null,
  scheduleRise: null,
  schedulePatience: null,
  scheduleThreshold: null,
  scheduleCooldown: null,
  warmUp: 0,
  warmUpFrom: 0.1,
  rateFormula: usualRateFormula,
  stopEpoch: 0,
  stopWhen: 'never',
  stopValue: 0.1,
  stopPatience: 20,
  validationShare: 20,
  seed: 1,
  initialization: 'default',
  initialWidth: 1,
  biasSeed: null,
  engine: 'wasm-f32',
  fused: true,
  frozen: '',
  cut: '',
};

export const defaultView: ViewSettings = {
  evaluateOn: 'cpu',
  speed: 'film',
  stepBy: 'epoch',
  lossScale: 'linear',
  plot: 'loss',
  secondPlot: 'none',
  epochScale: 'linear',
  valueScale: 'auto',
  smoothing: 'none',
  showTestPoints: true,
  discreteOutput: false,
  picture: 'boundary',
  surface: 'continuous',
  markWrong: false,
  hiddenLayer: 0,
  hiddenX: 0,
  hiddenY: 0,
  howWell: false,
  howWellOf: 'test',
  links: 'weight',
  neurons: 'output',
  sliceX: '',
  sliceY: '',
  landscapeCells: 64,
  landscapeExtent: 1,
  landscapeSeed: 1,
  landscapeFollow: true,
  follow: false,
  followEpochs: 300,
};

/** How many points a data set starts with: TensorFlow Playground's 500 for classes, 1200 for regression. */
export function defaultPoints(dataSet: DataSetName): number {
  return taskFor({ dataSet }) === 'classification' ? 500 : 1200;
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** Validates a whole experiment; the message names the first wrong setting and what was expected. */
export function parseExperiment(input: unknown): Parsed<Experiment> {
  const result = v.safeParse(experimentSchema, input);
  if (result.success) {
    const { output } = result;
    if (output.dataSet === 'file' && output.file === null)
      return { ok: false, message: 'Data set: there is no file yet, open one first' };
    const problem = lossProblem(output.loss, classCountOf(output));
    return problem === null ? { ok: true, value: output } : { ok: false, message: `Loss: ${problem}` };
  }
  const [issue] = result.issues;
  const [setting, index] = (v.getDotPath(issue) ?? '').split('.');
  return { ok: false, message: describeIssue(nameSetting(setting, index), issue.message, issue.input) };
}
