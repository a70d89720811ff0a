import * as v from 'valibot';
import { activationProblem, type Activation } from './activation-formula.ts';
import { classCountOf, lossProblem, taskFor, usualShape } from './data-sets.ts';
import { longestFormula } from '../autograd/formula.ts';
import { parseDrawing } from './drawing.ts';
import { fileDataSchema } from './file-data.ts';
import { formulaProblem, usualFormula } from './formula.ts';
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

/** Smallest and largest allowed value of every numeric setting; `step` is what a control moves by. */
export const limits = {
  noise: { min: 0, max: 50, step: 5 },
  points: { min: 20, max: 10_000, step: 20 },
  classes: { min: 2, max: 8, step: 1 },
  squares: { min: 2, max: 8, step: 1 },
  trainShare: { min: 10, max: 90, step: 10 },
  batchSize: { min: 1, max: 10_000, step: 1 },
  learningRate: { min: 0, max: 100, step: 'any' },
  l2: { min: 0, max: 10, step: 'any' },
  l1: { min: 0, max: 10, step: 'any' },
  clipGradients: { min: 0, max: 1000, step: 'any' },
  delta: { min: 0.001, max: 1000, step: 'any' },
  labelSmoothing: { min: 0, max: 0.9, step: 'any' },
  dropout: { min: 0, max: 0.95, step: 'any' },
  inputNoise: { min: 0, max: 10, step: 'any' },
  labelNoise: { min: 0, max: 1, step: 'any' },
  momentum: { min: 0, max: 0.99999, step: 'any' },
  dampening: { min: 0, max: 1, step: 'any' },
  alpha: { min: 0, max: 0.99999, step: 'any' },
  rho: { min: 0, max: 0.99999, step: 'any' },
  beta1: { min: 0, max: 0.99999, step: 'any' },
  beta2: { min: 0, max: 0.9999999, step: 'any' },
  epsilon: { min: 1e-30, max: 1, step: 'any' },
  lrDecay: { min: 0, max: 10, step: 'any' },
  initialAccumulator: { min: 0, max: 1000, step: 'any' },
  scheduleEpochs: { min: 1, max: 1_000_000, step: 1 },
  scheduleFactor: { min: 0, max: 1, step: 'any' },
  scheduleStart: { min: 0, max: 1, step: 'any' },
  scheduleMinimum: { min: 0, max: 100, step: 'any' },
  scheduleGrowth: { min: 1, max: 10, step: 1 },
  scheduleRise: { min: 0, max: 1, step: 'any' },
  schedulePatience: { min: 0, max: 1_000_000, step: 1 },
  scheduleThreshold: { min: 0, max: 1, step: 'any' },
  scheduleCooldown: { min: 0, max: 1_000_000, step: 1 },
  warmUp: { min: 0, max: 1_000_000, step: 1 },
  warmUpFrom: { min: 0, max: 1, step: 'any' },
  hiddenLayers: { min: 0, max: 8, step: 1 },
  neurons: { min: 1, max: 128, step: 1 },
  stopEpoch: { min: 0, max: 10_000_000, step: 1 },
  stopValue: { min: 0, max: 1000, step: 'any' },
  stopPatience: { min: 1, max: 1_000_000, step: 1 },
  validationShare: { min: 1, max: 50, step: 5 },
  initialWidth: { min: 0, max: 100, step: 'any' },
  seed: { min: 0, max: 2 ** 31 - 1, step: 1 },
  landscapeExtent: { min: 0.01, max: 100, step: 'any' },
  /** A training that is followed is short enough to be done again at every change. */
  followEpochs: { min: 1, max: 100_000, step: 1 },
} as const;

function integer({ min, max }: { min: number; max: number }) {
  const message = `a whole number from ${min} to ${max}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

function real({ min, max }: { min: number; max: number }) {
  const message = `a number from ${min} to ${max}`;
  return v.pipe(v.number(message), v.finite(message), v.minValue(min, message), v.maxValue(max, message));
}

function oneOf<const Names extends readonly (string | number)[]>(names: Names) {
  return v.picklist(names, `one of ${names.join(', ')}`);
}

/** What is null has the default of the optimizer or of the schedule that it is one of. */
function optional<Rule extends ReturnType<typeof real> | ReturnType<typeof integer>>(rule: Rule) {
  return v.optional(v.nullable(rule), null);
}

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

const drawingRule = v.pipe(
  v.string('a drawing'),
  v.check(
    (text) => parseDrawing(text).ok,
    ({ input }) => {
      const parsed = parseDrawing(input);
      return parsed.ok ? '' : parsed.expected;
    },
  ),
  // One text for one drawing.
  v.transform((text) => {
    const parsed = parseDrawing(text);
    return parsed.ok ? parsed.text : text;
  }),
);

/** As `parameter-places.ts` reads them. Only the network tells which of them it has. */
const placesRule = v.optional(
  v.pipe(
    v.string('places'),
    v.check((text) => /^[\d.,b]*$/.test(text), 'places such as 2, 2.3, 2.3.1 or 2.3.b'),
  ),
  '',
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

/** Names of the numeric settings, as the page labels them. */
const settingNames: Readonly<Record<string, string>> = {
  noise: 'Noise',
  points: 'Points',
  classes: 'Classes',
  squares: 'Squares',
  drawn: 'Drawing',
  trainShare: 'Train share',
  batchSize: 'Batch size',
  learningRate: 'Learning rate',
  l2: 'L2',
  l1: 'L1',
  clipGradients: 'Clip gradients',
  rateFormula: 'Rate',
  warmUp: 'Warm-up',
  hidden: 'Hidden layers',
  seed: 'Seed',
  dataSeed: 'Data seed',
  formula: 'Formula',
  sampling: 'Sampling',
};

function nameSetting(setting: string, index: string | undefined): string {
  if (setting === 'hidden' && index !== undefined) return `Neurons in layer ${Number(index) + 1}`;
  return Object.hasOwn(settingNames, setting) ? settingNames[setting] : setting || 'Settings';
}

export function describeIssue(setting: string, expected: string, actual: unknown): string {
  const text =
    typeof actual === 'string' ? `“${actual.slice(0, 40)}”` : (JSON.stringify(actual) ?? 'nothing');
  return `${setting}: ${text.slice(0, 42)} is not ${expected}`;
}
