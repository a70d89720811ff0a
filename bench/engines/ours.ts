import type { Backend, BackendResult, Samples, TrainingExecutor } from '../../src/backends/executor.ts';
import { interpreter } from '../../src/backends/interpreter/interpreter.ts';
import { createWasmBackend } from '../../src/backends/wasm/wasm-backend.ts';
import { decayMask } from '../../src/nn/initializers.ts';
import { traceNetwork } from '../../src/nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../../src/nn/optimizers.ts';
import type { Workload } from '../workloads.ts';
import type { Engine, Training } from './engine.ts';

/** Steps that one call may run: JavaScript is entered once a time slice, not once a step. */
const stepsPerCall = 1024;

/** Our own engine: the differentiated scalar tape on one of the back ends. */
class OurTraining implements Training {
  readonly #executor: TrainingExecutor;
  readonly #samples: Samples;
  readonly #order: Uint32Array;
  readonly #batchSize: number;
  #position = 0;

  constructor(workload: Workload, backend: Backend) {
    const { widths, batchSize, batches, learningRate, initialParameters } = workload;
    const [inputCount, ...layers] = widths;
    const { gradient } = traceNetwork({
      inputCount,
      hidden: layers.slice(0, -1),
      activation: 'tanh',
      loss: 'squared-error',
      task: 'regression',
    });
    const decay = decayMask(inputCount, layers);
    this.#executor = backend.createTraining({ gradient, updateProgram: optimizerProgram('sgd'), decay });
    this.#executor.hyperParameters.set(hyperParametersOf('sgd', learningRate, 0));
    this.#executor.writeState({ ...this.#executor.readState(), parameters: initialParameters });
    const count = batchSize * batches.length;
    this.#batchSize = batchSize;
    this.#samples = {
      count,
      inputs: Array.from({ length: inputCount }, (_, slot) =>
        Float64Array.from({ length: count }, (_, i) => {
          const { inputs } = batches[Math.floor(i / batchSize)];
          return inputs[(i % batchSize) * inputCount + slot];
        }),
      ),
      targets: [
        Float64Array.from(
          { length: count },
          (_, i) => batches[Math.floor(i / batchSize)].targets[i % batchSize],
        ),
      ],
    };
    this.#order = Uint32Array.from({ length: batchSize * stepsPerCall }, (_, i) => i % count);
  }

  steps(count: number): void {
    for (let left = count * this.#batchSize; left > 0;) {
      const to = Math.min(this.#order.length, this.#position + left);
      const reached = this.#executor.train(this.#samples, this.#order, this.#position, to, this.#batchSize);
      left -= reached - this.#position;
      this.#position = reached % this.#order.length;
    }
  }

  parameters(): Float64Array {
    return this.#executor.readParameters();
  }

  dispose(): void {
    this.#executor.dispose();
  }
}

function compiled(lanes: 'f32' | 'f64'): Engine {
  return {
    name: `wasm-${lanes}`,
    create: (workload) => new OurTraining(workload, available(createWasmBackend(lanes))),
  };
}

function available(result: BackendResult): Backend {
  if (!result.ok) throw new Error(result.message);
  return result.backend;
}

export const wasmF32 = compiled('f32');
export const wasmF64 = compiled('f64');
export const interpreted: Engine = {
  name: 'interpreter',
  create: (workload) => new OurTraining(workload, interpreter),
};
