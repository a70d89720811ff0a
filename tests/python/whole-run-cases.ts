import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataFile } from '../../src/cli/data-file.ts';
import { tablesWith } from '../../src/cli/tables.ts';
import type { Table } from '../../src/data/table.ts';
import { defaultExperiment, parseExperiment, type Experiment } from '../../src/experiment/schema.ts';
import { describeRun } from '../../src/export/describe-run.ts';
import type { TrainedModel } from '../../src/export/trained-model.ts';
import { describeWholeRun, type WholeRun } from '../../src/export/whole-run.ts';
import { FigureReader } from '../../src/training/drive.ts';
import { Run } from '../../src/training/run.ts';
import { wasmBackend } from '../unit/wasm/backends.ts';

/** What the engine in double precision made of a run. */
export interface TrainedCase {
  readonly model: TrainedModel;
  readonly run: WholeRun;
  /** After every epoch, from 0. */
  readonly losses: readonly (readonly [train: number, test: number])[];
}

interface Case {
  readonly settings: Partial<Experiment>;
  /** Changed after so many samples in all. */
  readonly changes?: readonly (readonly [epoch: number, position: number, settings: Partial<Experiment>])[];
  /** Samples of the epoch after the last one. */
  readonly position?: number;
  readonly csv?: { readonly text: string; readonly target: string };
}

const small = { points: 100, hidden: [4, 3] };

/** Names of animals with their sizes, some unknown, of which some are in quotes. */
function animals(): string {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const size = i % 7 === 3 ? '' : String(((i * 37) % 50) / 10 + (i % 3));
    return `${size},${(i * 13) % 29},"${['red', 'blue, dark', 'green'][(i * 5) % 3]}",${['cat', 'dog', 'owl'][i % 3]},${(i % 11) * 1000 + 3}`;
  });
  return ['size,"age ""now""",colour,kind,price', ...rows].join('\n');
}

/** Twenty runs and more: every loss, optimizer and schedule, several classes, own data, batches of all sizes. */
export const cases: Readonly<Record<string, Case>> = {
  'sgd on the squared error': { settings: { ...small } },
  'half the squared error with momentum, dampened': {
    settings: { ...small, loss: 'half-squared-error', optimizer: 'momentum', dampening: 0.3, dataSet: 'xor' },
  },
  'the absolute error with nesterov': {
    settings: { ...small, dataSet: 'plane', loss: 'absolute', optimizer: 'nesterov', learningRate: 0.003 },
  },
  'huber with rmsprop, centred': {
    settings: {
      ...{ ...small, dataSet: 'multi-gaussian', loss: 'huber', delta: 0.2, learningRate: 0.003 },
      ...{ optimizer: 'rmsprop', centered: true, momentum: 0.5 },
    },
  },
  'hinge with adagrad': {
    settings: {
      ...{ ...small, dataSet: 'gaussian', noise: 30, loss: 'hinge', activation: 'elu' },
      ...{ optimizer: 'adagrad', lrDecay: 0.01, initialAccumulator: 0.1 },
    },
  },
  'squared hinge with adadelta': {
    settings: { ...small, loss: 'squared-hinge', optimizer: 'adadelta', learningRate: 1 },
  },
  'binary cross-entropy with adam': {
    settings: { ...small, dataSet: 'moons', noise: 20, loss: 'binary-cross-entropy', optimizer: 'adam' },
  },
  'cross-entropy of five classes with adamw': {
    settings: {
      ...{ ...small, dataSet: 'rings', classes: 5, loss: 'cross-entropy', labelSmoothing: 0.1 },
      ...{ optimizer: 'adamw', amsgrad: true, l2: 0.01, activation: 'silu' },
    },
  },
  'squared error of four classes with amsgrad': {
    settings: { ...small, dataSet: 'blobs', classes: 4, optimizer: 'amsgrad', learningRate: 0.01 },
  },
  'lion with L1 and L2': {
    settings: {
      ...small,
      optimizer: 'lion',
      learningRate: 0.001,
      l1: 0.001,
      l2: 0.01,
      activation: 'sigmoid',
    },
  },
  'clipped by norm, in steps': {
    settings: {
      ...{ ...small, clipGradients: 0.2, clipBy: 'norm', l2: 0.001, learningRate: 0.3 },
      ...{ schedule: 'step', scheduleEpochs: 40, scheduleFactor: 0.5 },
    },
  },
  'clipped by value, with L1, exponentially': {
    settings: {
      ...{ ...small, clipGradients: 0.05, clipBy: 'value', l1: 0.0003, learningRate: 0.3 },
      ...{ schedule: 'exponential', batchSize: 1 },
    },
  },
  'a cosine after a warm-up, in whole batches': {
    settings: { ...small, schedule: 'cosine', warmUp: 10, batchSize: 1000, learningRate: 0.5 },
  },
  'a cosine with restarts, drawn with replacement': {
    settings: { ...small, schedule: 'cosine-restarts', scheduleEpochs: 20, replacement: true, batchSize: 7 },
  },
  'a straight line of the rate, from seven features': {
    settings: {
      ...{ ...small, schedule: 'linear', features: ['x1', 'x2', 'x1²', 'x2²', 'x1x2', 'sin x1', 'sin x2'] },
      ...{ hidden: [], dataSet: 'spiral' },
    },
  },
  'one cycle with dropout and noisy inputs': {
    settings: {
      ...small,
      schedule: 'one-cycle',
      dropout: [0.2, 0.5],
      hidden: [6, 5],
      inputNoise: 0.1,
      seed: 7,
    },
  },
  'reduced on plateaus, on noisy labels': {
    settings: {
      ...{ ...small, schedule: 'plateau', schedulePatience: 3, scheduleThreshold: 0.01, scheduleFactor: 0.7 },
      ...{ labelNoise: 0.1, learningRate: 0.1, batchSize: 5 },
    },
  },
  'a typed rate and typed activations': {
    settings: {
      ...{ ...small, schedule: 'formula', rateFormula: 'lr * (1 + sin(e / 5)) / (1 + e / 50)' },
      ...{ activations: ['=z * exp(-z ** 2)', 'gelu'] },
    },
  },
  'weights that rest and weights that are cut': {
    settings: { ...small, frozen: '1.2,2.1.b', cut: '2.1.1', optimizer: 'adam', l2: 0.1 },
  },
  'a curve, from normal weights': {
    settings: { dataSet: 'x-sin-x', points: 60, hidden: [8], initialization: 'normal', learningRate: 0.01 },
  },
  'iris, in the middle of an epoch': {
    settings: { dataSet: 'iris', loss: 'cross-entropy', hidden: [6], batchSize: 16 },
    position: 32,
  },
  'own data of classes': {
    settings: { hidden: [5], loss: 'cross-entropy', optimizer: 'adam' },
    csv: { text: animals(), target: 'kind' },
  },
  'own data of a number': {
    settings: { hidden: [5], loss: 'squared-error', learningRate: 0.01 },
    csv: { text: animals(), target: 'price' },
  },
  'settings that are changed on the way': {
    settings: { ...small, learningRate: 0.1 },
    changes: [
      [20, 0, { learningRate: 0.03, l2: 0.001 }],
      [35, 20, { batchSize: 15, replacement: true }],
      [60, 45, { optimizer: 'adam', learningRate: 0.01 }],
      [90, 0, { schedule: 'exponential', clipGradients: 0.5 }],
      [120, 0, { schedule: 'plateau', schedulePatience: 2 }],
      [150, 0, { epsilon: 1e-6, loss: 'squared-error' }],
    ],
  },
};

export const epochs = 200;

/** Trains a case in double precision. */
export async function trainedCase(one: Case): Promise<TrainedCase> {
  const { experiment, table } = await experimentOf(one);
  const backend = wasmBackend('f64');
  let time = 0;
  const begin = (settings: Experiment, before: Run | null): Run =>
    new Run(settings, backend, () => (time += 0.01), before, undefined, tablesWith(table));
  let run = begin(experiment, null);
  const losses: (readonly [number, number])[] = [];
  const measure = (): void => {
    const reader = new FigureReader(run);
    const { train, test } = reader.read();
    reader.dispose();
    losses.push([train.loss, test.loss]);
    const [trainLoss, testLoss] = [train.loss, test.loss];
    const figures = { trainLoss, testLoss, trainAccuracy: null, testAccuracy: null };
    run.moments.push({ epoch: run.epoch, ...figures, learningRate: run.learningRate, layers: null });
  };
  const to = (epoch: number, position: number): void => {
    while (run.epoch < epoch) {
      run.advance(Infinity, run.epoch + 1);
      measure();
    }
    if (position > 0) run.advance(Infinity, epoch, position);
  };
  measure();
  for (const [epoch, position, patch] of one.changes ?? []) {
    to(epoch, position);
    const next = { ...run.experiment, ...patch };
    if (run.canApply(next)) run.applySettings(next);
    else {
      const successor = begin(next, run);
      successor.restore(run.state());
      run.dispose();
      run = successor;
    }
  }
  to(epochs, one.position ?? 0);
  const whole = describeWholeRun(run);
  if (!whole.ok) throw new Error(whole.message);
  const model = describeRun(run);
  run.dispose();
  return { model, run: whole.run, losses };
}

async function experimentOf({
  settings,
  csv,
}: Case): Promise<{ experiment: Experiment; table: Table | null }> {
  const base = { ...defaultExperiment, engine: 'wasm-f64', ...settings };
  if (csv === undefined) return { experiment: parsed(base), table: null };
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-data-'));
  const path = join(folder, 'animals.csv');
  writeFileSync(path, csv.text);
  const chosen = { target: csv.target, inputs: null };
  const { table, file } = await readDataFile(path, chosen, defaultExperiment);
  rmSync(folder, { recursive: true });
  return { experiment: parsed({ ...base, dataSet: 'file', file }), table };
}

function parsed(settings: unknown): Experiment {
  const result = parseExperiment(settings);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
