import * as v from 'valibot';
import { classCountOf, lossProblem, taskFor, usualShape } from './data-sets.ts';
import { longestFormula } from '../autograd/formula.ts';
import { parseDrawing } from './drawing.ts';
import { fileDataSchema } from './file-data.ts';
import { formulaProblem, usualFormula } from './formula.ts';
import {
  activationNames,
  engineNames,
  evaluatorNames,
  featureNames,
  formerSpeeds,
  generatedNames,
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
  surfaceNames,
  ownSetNames,
  realSetNames,
  samplingNames,
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
  hiddenLayers: { min: 0, max: 8, step: 1 },
  neurons: { min: 1, max: 64, step: 1 },
  seed: { min: 0, max: 2 ** 31 - 1, step: 1 },
  landscapeExtent: { min: 0.01, max: 100, step: 'any' },
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

const speedRule = v.pipe(
  v.string(),
  v.transform((name) =>
    Object.hasOwn(formerSpeeds, name) ? formerSpeeds[name as keyof typeof formerSpeeds] : name,
  ),
  oneOf<readonly SpeedName[]>(speedNames),
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
  activation: oneOf(activationNames),
  loss: oneOf(lossNames),
  optimizer: oneOf(optimizerNames),
  learningRate: real(limits.learningRate),
  /** λ of ½λΣw² over the weights. */
  l2: real(limits.l2),
  batchSize: integer(limits.batchSize),
  /** Of the initial weights and the batch order. */
  seed: integer(limits.seed),
  engine: oneOf(engineNames),
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
  loss: 'squared-error',
  optimizer: 'sgd',
  learningRate: 0.03,
  l2: 0,
  batchSize: 10,
  seed: 1,
  engine: 'wasm-f32',
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
