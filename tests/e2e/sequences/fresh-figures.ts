import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Experiment } from '../../../src/experiment/schema.ts';
import { finish } from '../../../src/autograd/steps.ts';
import { Run } from '../../../src/training/run.ts';
import { CpuViews } from '../../../src/training/view.ts';
import { createEngines } from '../../../workers/engines.ts';
import { TableStore } from '../../../workers/table-store.ts';

export interface FreshFigures {
  /** By the names of the readouts; null where there is none to show. */
  readonly figures: Readonly<Record<string, number | null>>;
  readonly rows: { readonly train: number; readonly test: number };
}

const clock = (): number => performance.now();
const { backend } = createEngines(clock).choose('wasm-f64');
const tables = new TableStore(
  async (file) => JSON.parse(await readFile(resolve('public', file), 'utf8')) as unknown,
);

/** What any weights of an experiment come to, here and without the page: in 64 bits, of the data as they are made anew. */
export async function freshFigures(
  experiment: Experiment,
  parameters: Float64Array,
  table: Blob | null,
): Promise<FreshFigures> {
  const own = table === null || experiment.file === null ? null : { id: experiment.file.id, blob: table };
  const problem = await tables.provide(experiment, own);
  if (problem !== null) throw new Error(problem);
  const run = new Run(experiment, backend, clock, null, undefined, tables.source);
  const views = new CpuViews(run, clock);
  if (parameters.length !== run.network.parameterCount)
    throw new Error(
      `it shows ${parameters.length} weights, and its settings have ${run.network.parameterCount}`,
    );
  const found = finish(views.metrics(parameters, true));
  views.dispose();
  run.dispose();
  return {
    figures: {
      'train-loss': found.trainLoss,
      'test-loss': found.testLoss,
      'train-accuracy': found.trainAccuracy,
      'test-accuracy': found.testAccuracy,
    },
    rows: { train: run.train.count, test: run.test.count },
  };
}
