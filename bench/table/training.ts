import type { Experiment } from '../../src/experiment/schema.ts';
import { unpackTable } from '../../src/formats/packed-table.ts';
import { NetworkCache } from '../../src/training/network-cache.ts';
import { Run } from '../../src/training/run.ts';
import { createEngines } from '../../workers/engines.ts';
import type { Training } from '../engines/engine.ts';
import { startPytorch } from '../engines/pytorch.ts';
import { median } from '../measure.ts';
import type { Import } from './own-data.ts';
import { batchSize, columns, experimentOn, hidden } from './subject.ts';

export const optimizers = ['sgd', 'adam'] as const;

export interface TrainingFigures {
  readonly optimizer: (typeof optimizers)[number];
  readonly rowsPerSecond: number;
  readonly pytorchRowsPerSecond: number;
  readonly note: string;
}

/** Time that one of the two trains before the other's turn. */
const turnMs = 500;

/** Rows a second of whole batches, ours and PyTorch's in turn. */
export async function measureTraining(
  { file, table }: Import,
  optimizer: TrainingFigures['optimizer'],
  rounds: number,
): Promise<TrainingFigures> {
  const experiment: Experiment = { ...experimentOn(file), optimizer };
  const unpacked = await unpackTable(table.blob);
  const now = (): number => performance.now();
  const { backend, fallbackReason } = createEngines(now).choose('wasm-f32');
  if (fallbackReason !== null) throw new Error(fallbackReason);
  const run = new Run(experiment, backend, now, null, new NetworkCache(), () => unpacked);
  const trainRows = run.train.count;
  const torch: Training = await startPytorch({
    widths: [columns, ...hidden, 1],
    rows: trainRows,
    batchSize,
    optimizer,
    learningRate: experiment.learningRate,
  });
  try {
    const rates = { ours: [] as number[], torch: [] as number[] };
    let batches = await batchesPerTurn(torch);
    for (let round = 0; round <= rounds; round++) {
      const ours = trainFor(run, turnMs);
      const start = now();
      await torch.steps(batches);
      const seconds = (now() - start) / 1000;
      const theirs = (batches * batchSize) / seconds;
      // In the first round the code is compiled.
      if (round === 0) continue;
      rates.ours.push(ours);
      rates.torch.push(theirs);
      batches = Math.max(1, Math.round((batches * turnMs) / (seconds * 1000)));
    }
    if (run.diverged) throw new Error('the training diverged: such a figure means nothing');
    const [rowsPerSecond, pytorchRowsPerSecond] = [median(rates.ours), median(rates.torch)];
    return { optimizer, rowsPerSecond, pytorchRowsPerSecond, note: torch.note ?? '' };
  } finally {
    torch.dispose();
    run.dispose();
  }
}

/** Rows a second, order of the rows included. */
function trainFor(run: Run, ms: number): number {
  const start = performance.now();
  let used = 0;
  while (performance.now() < start + ms) used += run.advance(start + ms);
  return used / ((performance.now() - start) / 1000);
}

async function batchesPerTurn(torch: Training): Promise<number> {
  const start = performance.now();
  const tried = 100;
  await torch.steps(tried);
  return Math.max(1, Math.round((tried * turnMs) / (performance.now() - start)));
}
