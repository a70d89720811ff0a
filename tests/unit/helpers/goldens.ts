import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { opNames } from '../../../src/autograd/ops.ts';
import { activationNames, lossNames, optimizerNames, scheduleNames } from '../../../src/experiment/names.ts';

/** The formats are described in tests/golden/make_goldens.py. */
function readGolden<Schema extends v.GenericSchema>(name: string, schema: Schema): v.InferOutput<Schema> {
  const text = readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8');
  return v.parse(schema, JSON.parse(text));
}

/** A number, or the name of one that JSON lacks. */
const anyNumber = v.union([
  v.number(),
  v.pipe(v.picklist(['NaN', 'Infinity', '-Infinity']), v.transform(Number)),
]);
const numberList = v.array(v.number());
const rows = v.array(numberList);

/** Operand indices count the leaves first, then the instructions; a pow's second operand is its exponent. */
const instruction = v.tupleWithRest([v.picklist([...opNames, 'constant']), v.number()], v.number());

const expression = v.object({
  leaves: v.array(anyNumber),
  code: v.array(instruction),
  value: anyNumber,
  gradients: v.array(anyNumber),
});

const optimizerTrace = v.object({
  optimizer: v.picklist(optimizerNames),
  learningRate: v.number(),
  l2: v.number(),
  start: numberList,
  gradients: rows,
  after: rows,
});

const softmaxCase = v.object({
  kind: v.picklist(['ordinary', 'extreme']),
  logits: numberList,
  truth: v.number(),
  loss: v.number(),
  gradients: numberList,
});

const trainingRun = v.object({
  inputCount: v.number(),
  hidden: numberList,
  activation: v.picklist(activationNames),
  loss: v.picklist(lossNames),
  task: v.picklist(['classification', 'regression']),
  classCount: v.exactOptional(v.number()),
  optimizer: v.picklist(optimizerNames),
  learningRate: v.number(),
  l2: v.number(),
  batchSize: v.number(),
  points: rows,
  labels: numberList,
  epochs: rows,
  initialParameters: numberList,
  losses: numberList,
  finalParameters: numberList,
});

/** Names of PyTorch and their values. */
const hyper = v.object({
  learningRate: v.number(),
  momentum: v.exactOptional(v.number()),
  dampening: v.exactOptional(v.number()),
  alpha: v.exactOptional(v.number()),
  rho: v.exactOptional(v.number()),
  eps: v.exactOptional(v.number()),
  centered: v.exactOptional(v.boolean()),
  betas: v.exactOptional(v.tuple([v.number(), v.number()])),
  lr_decay: v.exactOptional(v.number()),
  initial_accumulator_value: v.exactOptional(v.number()),
  amsgrad: v.exactOptional(v.boolean()),
  weight_decay: v.exactOptional(v.number()),
  delta: v.exactOptional(v.number()),
  label_smoothing: v.exactOptional(v.number()),
  clip_value: v.exactOptional(v.number()),
  clip_norm: v.exactOptional(v.number()),
});

/** Batch k has the rows (batchSize·k + i) mod all rows. */
const learningRun = v.object({
  sizes: numberList,
  activations: v.array(v.picklist(activationNames)),
  loss: v.picklist(lossNames),
  optimizer: v.picklist(optimizerNames),
  hyper,
  l1: v.number(),
  l2: v.number(),
  parameters: numberList,
  inputs: rows,
  targets: v.array(v.union([v.number(), numberList])),
  batchSize: v.number(),
  losses: numberList,
  after: numberList,
});

/** The places of parameters that rest. */
const frozenRun = v.object({ ...learningRun.entries, resting: numberList });

const schedule = v.object({
  schedule: v.picklist(scheduleNames),
  learningRate: v.number(),
  settings: v.record(v.string(), v.number()),
  rates: numberList,
  losses: v.exactOptional(numberList),
});

const descent = {
  points: rows,
  labels: numberList,
  initialParameters: numberList,
  losses: numberList,
  finalParameters: numberList,
};

export type Instruction = v.InferOutput<typeof instruction>;
export type GoldenExpression = v.InferOutput<typeof expression>;
export type GoldenTrainingRun = v.InferOutput<typeof trainingRun>;

export type GoldenSchedule = v.InferOutput<typeof schedule>;
export type GoldenFrozenRun = v.InferOutput<typeof frozenRun>;
export type GoldenLearningRun = v.InferOutput<typeof learningRun>;

export const goldenExpressions = () =>
  readGolden('expressions', v.object({ random: v.array(expression), edges: v.array(expression) }));
export const goldenOptimizerTraces = () => readGolden('optimizer-traces', v.array(optimizerTrace));
export const goldenLearningRuns = () => readGolden('learning-runs', v.array(learningRun));
export const goldenFrozenRuns = () => readGolden('frozen-runs', v.array(frozenRun));
export const goldenSchedules = () => readGolden('schedules', v.array(schedule));
export const goldenTrainingRuns = () => readGolden('training-runs', v.array(trainingRun));
export const goldenClassRuns = () => readGolden('class-runs', v.array(trainingRun));
export const goldenSoftmaxCases = () => readGolden('softmax', v.array(softmaxCase));
export const goldenLesson = () => readGolden('lesson', v.object({ ...descent, learningRate: v.number() }));
export const goldenDemo = () =>
  readGolden('micrograd-demo', v.object({ ...descent, decay: v.number(), accuracy: v.number() }));

const cells = v.union([v.array(v.nullable(v.number())), v.array(v.nullable(v.string()))]);
const encodedTable = v.object({
  columns: v.record(v.string(), cells),
  target: v.string(),
  trainRows: numberList,
  missing: v.picklist(['fill', 'leave-out']),
  usableRows: numberList,
  inputs: v.record(v.string(), numberList),
});
const columnSummary = v.union([
  v.object({ missing: v.number(), sum: v.number(), mean: v.number(), deviation: v.number() }),
  v.object({ missing: v.number(), counts: v.record(v.string(), v.number()) }),
]);
const realSet = v.object({ rowCount: v.number(), columns: v.array(columnSummary) });

/** The formats are described in tests/golden/make_data_goldens.py. */
export const goldenEncodings = () => readGolden('encodings', v.array(encodedTable));
export const goldenRealSets = () => readGolden('real-sets', v.record(v.string(), realSet));

const dropoutRun = v.object({
  sizes: numberList,
  activations: v.array(v.picklist(activationNames)),
  shares: numberList,
  batchSize: v.number(),
  learningRate: v.number(),
  momentum: v.number(),
  inputs: rows,
  targets: numberList,
  order: numberList,
  masks: rows,
  parameters: numberList,
  after: numberList,
});
export type GoldenDropoutRun = v.InferOutput<typeof dropoutRun>;

/** The format is described in tests/golden/make_dropout_goldens.py. */
export function goldenDropoutRuns(): GoldenDropoutRun[] {
  return readGolden('dropout', v.array(dropoutRun));
}
