import { performance } from 'node:perf_hooks';
import type { Backend, TrainingExecutor } from '../src/backends/executor.ts';
import { createWasmBackend } from '../src/backends/wasm/wasm-backend.ts';
import { shuffledOrder, randomFromSeed } from '../src/data/random.ts';
import type { ActivationName, LossName } from '../src/experiment/names.ts';
import { decayOf, moduleOf, numbered } from '../src/nn/module.ts';
import { trainingTapes } from '../src/nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../src/nn/optimizers.ts';
import { EpochPresentation } from '../src/training/presented.ts';
import { available } from './engines/ours.ts';
import type { Training } from './engines/engine.ts';
import { startPytorch } from './engines/pytorch.ts';
import { drawParameters, generator } from './workloads.ts';

/**
 * What settings cost, in turns of one run: Adam on rows in memory with a new order every epoch, beside PyTorch eager;
 * dropout; and freezing and cutting where nothing is.
 *
 *     npm run bench:settings [-- rounds [milliseconds of a turn]]
 */

interface RowWorkload {
  readonly widths: readonly number[];
  readonly activation: ActivationName;
  readonly loss: LossName;
  readonly batchSize: number;
  readonly rows: number;
  /** Of each hidden layer. */
  readonly dropout?: number;
}

const workloads: Readonly<Record<string, RowWorkload>> = {
  W7: { widths: [4, 32, 16, 4], activation: 'tanh', loss: 'squared-error', batchSize: 10_000, rows: 10_000 },
  W8: { widths: [64, 32, 10], activation: 'relu', loss: 'cross-entropy', batchSize: 32, rows: 1797 },
  W9: { widths: [20, 64, 64, 2], activation: 'relu', loss: 'cross-entropy', batchSize: 128, rows: 100_000 },
};

const learningRate = 0.001;

/** Steps of Adam on rows; shuffling is part of it. */
class RowTraining {
  readonly executor: TrainingExecutor;
  readonly #workload: RowWorkload;
  readonly #samples;
  readonly #random = randomFromSeed(1, 3);
  readonly #presentation: EpochPresentation | null;
  #order: Uint32Array;
  #position = 0;

  constructor(workload: RowWorkload, backend: Backend) {
    const { widths, activation, loss, rows, dropout = 0 } = workload;
    const [inputCount, ...layers] = widths;
    const hidden = layers.slice(0, -1);
    const outputCount = widths[widths.length - 1];
    const isClasses = loss === 'cross-entropy';
    const module = moduleOf(
      { kind: 'mlp', hidden: hidden.map((width) => ({ width, activation, drops: dropout > 0 })) },
      {
        inputs: numbered('input', inputCount),
        outputs: numbered('output', outputCount),
        outputActivation: 'linear',
      },
    );
    const { gradient, presented } = trainingTapes(module, { loss });
    this.#workload = workload;
    this.executor = backend.createTraining({
      ...{ gradient, presented },
      updateProgram: optimizerProgram('adam'),
      decay: decayOf(module),
    });
    const draw = generator(7);
    const column = (): Float64Array => Float64Array.from({ length: rows }, () => 2 * draw() - 1);
    const inputs = Array.from({ length: inputCount }, column);
    const classes = inputs[0].map((x) => Math.min(outputCount - 1, Math.floor(((x + 1) / 2) * outputCount)));
    const targets = Array.from({ length: gradient.targetCount }, (_, k) =>
      isClasses
        ? classes.map((place) => Number(place === k))
        : inputs[k % inputCount].map((x) => Math.sin(3 * x)),
    );
    this.#samples = { count: rows, inputs, targets };
    this.executor.hyperParameters.set(hyperParametersOf('adam', learningRate, 0));
    this.executor.writeState({ ...this.executor.readState(), parameters: drawParameters(widths, draw) });
    const settings = { seed: 1, hidden: [...hidden], dropout: hidden.map(() => dropout), inputNoise: 0 };
    this.#presentation = dropout > 0 ? new EpochPresentation(settings, 0, inputCount) : null;
    this.#order = shuffledOrder(rows, this.#random);
  }

  steps(count: number): void {
    const { batchSize, rows } = this.#workload;
    for (let left = count; left > 0;) {
      const to = Math.min(rows, this.#position + left * batchSize);
      const { executor } = this;
      const from = this.#position;
      this.#position = executor.train(this.#samples, this.#order, from, to, batchSize, this.#presentation);
      left -= Math.ceil((this.#position - from) / batchSize);
      if (this.#position < rows) continue;
      this.#order = shuffledOrder(rows, this.#random);
      this.#position = 0;
    }
  }
}

const [rounds = 7, turnMs = 300] = process.argv.slice(2).map(Number);

interface Runner {
  readonly name: string;
  readonly steps: (count: number) => void | Promise<void>;
}

/** Processor time of this process, which others do not disturb. */
const ownTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Steps a second of each by the given clock, the median of interleaved turns. */
async function measured(
  runners: readonly Runner[],
  now: () => number = () => performance.now(),
): Promise<number[]> {
  const rates: number[][] = runners.map(() => []);
  const counts = runners.map(() => 1);
  for (let round = -1; round < rounds; round++)
    for (const [k, { steps }] of runners.entries()) {
      let [elapsed, done] = [0, 0];
      while (elapsed < turnMs) {
        const start = now();
        await steps(counts[k]);
        const took = now() - start;
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

async function besidePytorch(name: string, workload: RowWorkload): Promise<void> {
  const ours = new RowTraining(workload, available(createWasmBackend('f32')));
  const { widths, activation, loss, batchSize, rows } = workload;
  const torch: Training = await startPytorch({
    ...{ widths, activation, loss, batchSize, rows, learningRate, optimizer: 'adam' },
  });
  const [own, other] = await measured([
    {
      name: 'ours',
      steps: (count) => {
        ours.steps(count);
      },
    },
    { name: 'pytorch', steps: (count) => torch.steps(count) },
  ]);
  console.log(
    `${name} ${widths.join('-')}: ours ${rate(own)}, PyTorch ${rate(other)}, ${(own / other).toFixed(2)} times (${torch.note ?? ''})`,
  );
  torch.dispose();
  ours.executor.dispose();
}

const deep = { activation: 'tanh', loss: 'squared-error', batchSize: 32, rows: 1000 } as const;
const deepWidths = [2, ...new Array<number>(8).fill(64), 1];

async function dropoutCost(lanes: 'f32' | 'f64'): Promise<void> {
  const backend = available(createWasmBackend(lanes));
  const runners = [0, 0.2, 0].map(
    (dropout) => new RowTraining({ ...deep, widths: deepWidths, dropout }, backend),
  );
  const [plain, dropped, again] = await measured(
    runners.map((one, k) => ({
      name: String(k),
      steps: (count) => {
        one.steps(count);
      },
    })),
    ownTime,
  );
  const cost = (other: number): string => `${((plain / other - 1) * 100).toFixed(1)} %`;
  console.log(
    `${lanes}, 8 × 64, dropout 0.2: ${cost(dropped)} more than without (without it, once more: ${cost(again)})`,
  );
}

/** A step where nothing rests, before anything did and after something did that no longer does; and where one rests. */
async function restingCost(): Promise<void> {
  const backend = available(createWasmBackend('f32'));
  const runners = Array.from(
    { length: 4 },
    () => new RowTraining({ ...deep, widths: [2, 64, 64, 1] }, backend),
  );
  const [untouched, again, freed, resting] = runners;
  for (const { executor } of [freed, resting]) executor.resting[0] = 1;
  freed.steps(2);
  freed.executor.resting[0] = 0;
  const rates = await measured(
    [untouched, again, freed, resting].map((one, k) => ({
      name: String(k),
      steps: (count) => {
        one.steps(count);
      },
    })),
    ownTime,
  );
  const share = (k: number): string => `${((rates[k] / rates[0]) * 100).toFixed(1)} %`;
  console.log(
    `2-64-64-1, nothing rests ${rate(rates[0])}; once more ${share(1)}; after a freeze was taken back ${share(2)}; one weight rests ${share(3)}`,
  );
}

await restingCost();
await dropoutCost('f32');
await dropoutCost('f64');
for (const [name, workload] of Object.entries(workloads)) await besidePytorch(name, workload);
