import { createWasmBackend } from '../src/backends/wasm/wasm-backend.ts';
import { available } from './engines/ours.ts';
import { RowTraining } from './rows/ours.ts';
import { drawRowWorkload } from './rows/workloads.ts';

/**
 * What settings cost, in turns of one run: dropout; and freezing and cutting where nothing is.
 *
 *     npm run bench:settings [-- rounds [milliseconds of a turn]]
 */

const [rounds = 7, turnMs = 300] = process.argv.slice(2).map(Number);

interface Runner {
  readonly steps: (count: number) => void;
}

/** Processor time of this process, which others do not disturb. */
const ownTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Steps a second of processor time of each, the median of interleaved turns. */
function measured(runners: readonly Runner[]): number[] {
  const rates: number[][] = runners.map(() => []);
  const counts = runners.map(() => 1);
  for (let round = -1; round < rounds; round++)
    for (const [k, { steps }] of runners.entries()) {
      let [elapsed, done] = [0, 0];
      while (elapsed < turnMs) {
        const start = ownTime();
        steps(counts[k]);
        const took = ownTime() - start;
        elapsed += took;
        done += counts[k];
        if (took < turnMs / 4) counts[k] *= 2;
      }
      // The first turn warms up.
      if (round >= 0) rates[k].push((done / elapsed) * 1000);
    }
  return rates.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);
}

const rate = (value: number): string => `${value.toPrecision(4)} steps/s`;

const deep = { activation: 'tanh', loss: 'squared-error', batchSize: 32, rows: 1000 } as const;
const deepWidths = [2, ...new Array<number>(8).fill(64), 1];

function dropoutCost(lanes: 'f32' | 'f64'): void {
  const backend = available(createWasmBackend(lanes));
  const workload = drawRowWorkload('8 × 64', { ...deep, widths: deepWidths });
  const runners = [0, 0.2, 0].map((dropout) => new RowTraining(workload, backend, { dropout }));
  const [plain, dropped, again] = measured(
    runners.map((one) => ({
      steps: (count) => {
        one.steps(count);
      },
    })),
  );
  const cost = (other: number): string => `${((plain / other - 1) * 100).toFixed(1)} %`;
  console.log(
    `${lanes}, 8 × 64, dropout 0.2: ${cost(dropped)} more than without (without it, once more: ${cost(again)})`,
  );
}

/** A step where nothing rests, before anything did and after something did that no longer does; and where one rests. */
function restingCost(): void {
  const backend = available(createWasmBackend('f32'));
  const workload = drawRowWorkload('2-64-64-1', { ...deep, widths: [2, 64, 64, 1] });
  const runners = Array.from({ length: 4 }, () => new RowTraining(workload, backend));
  const [untouched, again, freed, resting] = runners;
  for (const { executor } of [freed, resting]) executor.resting[0] = 1;
  freed.steps(2);
  freed.executor.resting[0] = 0;
  const rates = measured(
    [untouched, again, freed, resting].map((one) => ({
      steps: (count) => {
        one.steps(count);
      },
    })),
  );
  const share = (k: number): string => `${((rates[k] / rates[0]) * 100).toFixed(1)} %`;
  console.log(
    `2-64-64-1, nothing rests ${rate(rates[0])}; once more ${share(1)}; after a freeze was taken back ${share(2)}; one weight rests ${share(3)}`,
  );
}

restingCost();
dropoutCost('f32');
dropoutCost('f64');
