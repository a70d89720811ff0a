import type { Backend, Samples, TrainingExecutor, TrainingProgram } from '../../src/backends/executor.ts';
import type { LaneType } from '../../src/backends/wasm/lanes.ts';
import { createWasmBackend } from '../../src/backends/wasm/wasm-backend.ts';
import { randomFromSeed, shuffledOrder } from '../../src/data/random.ts';
import { decayOf, moduleOf, numbered } from '../../src/nn/module.ts';
import { trainingTapes } from '../../src/nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../../src/nn/optimizers.ts';
import { EpochPresentation } from '../../src/training/presented.ts';
import type { Training } from '../engines/engine.ts';
import { available, lanesNote } from '../engines/ours.ts';
import type { RowEngine } from './row-engine.ts';
import type { RowWorkload } from './workloads.ts';

/** The workload's network as a tape, differentiated, and Adam; `dropout` is of each hidden layer. */
export function rowProgramOf({ widths, activation, loss }: RowWorkload, dropout = 0): TrainingProgram {
  const [inputCount, ...layers] = widths;
  const hidden = layers.slice(0, -1).map((width) => ({ width, activation, drops: dropout > 0 }));
  const module = moduleOf(
    { kind: 'mlp', hidden },
    {
      inputs: numbered('input', inputCount),
      outputs: numbered('output', widths[widths.length - 1]),
      outputActivation: 'linear',
    },
  );
  const { gradient, presented } = trainingTapes(module, { loss });
  return { gradient, presented, updateProgram: optimizerProgram('adam'), decay: decayOf(module) };
}

export function rowSamplesOf({ widths, loss, rows, inputs, targets }: RowWorkload): Samples {
  const classes = Array.from({ length: widths[widths.length - 1] }, (_, place) =>
    targets[0].map((one) => Number(one === place)),
  );
  return { count: rows, inputs, targets: loss === 'cross-entropy' ? classes : targets };
}

export function startRowExecutor(
  backend: Backend,
  program: TrainingProgram,
  { learningRate, initialParameters }: RowWorkload,
): TrainingExecutor {
  const executor = backend.createTraining(program);
  executor.hyperParameters.set(hyperParametersOf('adam', learningRate, 0));
  executor.writeState({ ...executor.readState(), parameters: initialParameters });
  return executor;
}

/** Our own engine; shuffling is part of its steps. */
export class RowTraining implements Training {
  readonly note: string;
  readonly executor: TrainingExecutor;
  readonly #workload: RowWorkload;
  readonly #samples: Samples;
  readonly #random = randomFromSeed(1, 3);
  readonly #presentation: EpochPresentation | null;
  #order: Uint32Array;
  #position = 0;

  constructor(workload: RowWorkload, backend: Backend, { note = '', dropout = 0 } = {}) {
    const { widths, rows } = workload;
    this.note = note;
    this.#workload = workload;
    this.executor = startRowExecutor(backend, rowProgramOf(workload, dropout), workload);
    this.#samples = rowSamplesOf(workload);
    const hidden = widths.slice(1, -1);
    const settings = { seed: 1, hidden, dropout: hidden.map(() => dropout), inputNoise: 0 };
    this.#presentation = dropout > 0 ? new EpochPresentation(settings, 0, widths[0]) : null;
    this.#order = Uint32Array.from({ length: rows }, (_, row) => row);
  }

  steps(count: number): void {
    const { batchSize, rows } = this.#workload;
    const end = rows - (rows % batchSize);
    for (let left = count; left > 0;) {
      if (this.#position === end) {
        this.#order = shuffledOrder(rows, this.#random);
        this.#position = 0;
      }
      const from = this.#position;
      const to = Math.min(end, from + left * batchSize);
      const { executor } = this;
      this.#position = executor.train(this.#samples, this.#order, from, to, batchSize, this.#presentation);
      left -= (this.#position - from) / batchSize;
    }
  }

  parameters(): Float64Array {
    return this.executor.readParameters();
  }

  dispose(): void {
    this.executor.dispose();
  }
}

export function rowWasm(lanes: LaneType): RowEngine {
  return {
    name: `wasm-${lanes}`,
    create: (workload) =>
      new RowTraining(workload, available(createWasmBackend(lanes)), { note: lanesNote() }),
  };
}
