import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import {
  activationNames,
  generatedNames,
  engineNames,
  featureNames,
  lossNames,
  optimizerNames,
  realSetNames,
  type EngineName,
  type LossName,
  type OptimizerName,
} from '../../../src/experiment/names.ts';
import { classCountOf, lossProblem } from '../../../src/experiment/data-sets.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { NetworkCache } from '../../../src/training/network-cache.ts';
import { Run } from '../../../src/training/run.ts';
import { realTables } from '../helpers/real-tables.ts';
import { wasmBackend } from '../wasm/backends.ts';

/**
 * Weights as they were when they were recorded, to the bit: what moves code about must not move a number. Node
 * compiles no relaxed multiply-add unless it is asked to, so that f32 is the same on every machine.
 *
 * `RECORD_RUNS=1 npx vitest run --project unit tests/unit/training/recorded-runs.test.ts` writes the file anew, for
 * a change that is meant to move numbers; its commit says why.
 */
const recordsPath = fileURLToPath(new URL('../../golden/recorded-runs.json', import.meta.url));
const isRecording = process.env['RECORD_RUNS'] === '1';
const records: Record<string, string> =
  existsSync(recordsPath) && !isRecording
    ? (JSON.parse(readFileSync(recordsPath, 'utf8')) as Record<string, string>)
    : {};

const backends: Readonly<Record<EngineName, Backend>> = {
  'wasm-f32': wasmBackend('f32'),
  'wasm-f64': wasmBackend('f64'),
  interpreter,
};

/** Small, but with a short last batch, a penalty and two hidden layers. */
const base: Experiment = {
  ...defaultExperiment,
  points: 60,
  noise: 10,
  trainShare: 70,
  hidden: [5, 3],
  l2: 0.003,
  batchSize: 8,
  learningRate: 0.02,
};

/** These were the first, and are recorded with each other; all others alone. */
const firstLosses = ['squared-error', 'binary-cross-entropy', 'cross-entropy'] as const satisfies LossName[];
const firstOptimizers = [
  'sgd',
  'momentum',
  'nesterov',
  'rmsprop',
  'adagrad',
  'adam',
  'adamw',
] as const satisfies OptimizerName[];
const isFirst = (name: string): boolean =>
  [...firstLosses, ...firstOptimizers].some((first) => first === name);

const candidates: readonly Partial<Experiment>[] = [
  ...firstLosses.flatMap((loss) => firstOptimizers.map((optimizer) => ({ loss, optimizer }))),
  ...lossNames.filter((loss) => !isFirst(loss)).map((loss) => ({ loss })),
  ...optimizerNames.filter((optimizer) => !isFirst(optimizer)).map((optimizer) => ({ optimizer })),
  ...activationNames.map((activation) => ({ activation })),
  ...[...generatedNames, ...realSetNames].map((dataSet) => ({ dataSet })),
  { dataSet: 'digits', loss: 'cross-entropy', optimizer: 'adam' },
  { dataSet: 'blobs', classes: 5, loss: 'cross-entropy' },
  { features: [...featureNames] },
  { hidden: [] },
  { dropout: [0.5, 0.2] },
  { dropout: [0, 0.3], inputNoise: 0.1, labelNoise: 0.2 },
  { hidden: [17, 16], batchSize: 64 },
];
const changes = candidates.filter((change) => {
  const experiment = { ...base, ...change };
  return lossProblem(experiment.loss, classCountOf(experiment)) === null;
});

function weightsAfter(epochs: number, experiment: Experiment): Float64Array {
  let now = 0;
  const clock = (): number => (now += 0.01);
  const run = new Run(experiment, backends[experiment.engine], clock, null, new NetworkCache(), realTables);
  run.advance(Infinity, epochs);
  const weights = run.parameters();
  run.dispose();
  return weights;
}

const toText = (weights: Float64Array): string => Buffer.from(weights.buffer).toString('base64');

describe('recorded runs', () => {
  for (const engine of engineNames) {
    it.each(changes.map((change) => [JSON.stringify(change), change] as const))(
      `of ${engine} end in the same bits: %s`,
      (name, change) => {
        const key = `${engine} ${name}`;
        const weights = weightsAfter(4, { ...base, ...change, engine });
        expect(weights.every(Number.isFinite)).toBe(true);
        if (isRecording) {
          records[key] = toText(weights);
          writeFileSync(recordsPath, `${JSON.stringify(records, null, 2)}\n`);
        }
        expect(toText(weights)).toBe(records[key]);
      },
    );
  }

  it('are not all the same', () => {
    expect(new Set(Object.values(records)).size).toBeGreaterThan(0.9 * Object.keys(records).length);
    expect(Object.keys(records)).toHaveLength(changes.length * engineNames.length);
  });
});
