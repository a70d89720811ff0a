import type {
  Backend,
  BackendResult,
  Samples,
  TrainingExecutor,
  TrainingProgram,
} from '../../src/backends/executor.ts';
import { interpreter } from '../../src/backends/interpreter/interpreter.ts';
import { probeEngine } from '../../src/backends/wasm/engine.ts';
import type { LaneType } from '../../src/backends/wasm/lanes.ts';
import { createWasmBackend } from '../../src/backends/wasm/wasm-backend.ts';
import { decayMask } from '../../src/nn/initializers.ts';
import { traceNetwork } from '../../src/nn/network.ts';
import { hyperParametersOf, optimizerProgram } from '../../src/nn/optimizers.ts';
import type { Workload } from '../workloads.ts';
import type { Engine, Training } from './engine.ts';

/** Steps that one call may run: JavaScript is entered once a time slice, not once a step. */
const stepsPerCall = 1024;

/** The workload's network as a tape, differentiated, and the rule of the update. */
export function programOf({ widths }: Workload): TrainingProgram {
  const [inputCount, ...layers] = widths;
  const { gradient } = traceNetwork({
    inputCount,
    hidden: layers.slice(0, -1),
    activation: 'tanh',
    loss: 'squared-error',
    task: 'regression',
  });
  return { gradient, updateProgram: optimizerProgram('sgd'), decay: decayMask(inputCount, layers) };
}

/** All batches, one after another. */
export function samplesOf({ widths, batchSize, batches }: Workload): Samples {
  const count = batchSize * batches.length;
  const column = (part: 'inputs' | 'targets', width: number, slot: number): Float64Array =>
    Float64Array.from(
      { length: count },
      (_, i) => batches[Math.floor(i / batchSize)][part][(i % batchSize) * width + slot],
    );
  return {
    count,
    inputs: Array.from({ length: widths[0] }, (_, slot) => column('inputs', widths[0], slot)),
    targets: [column('targets', 1, 0)],
  };
}

export function startExecutor(
  backend: Backend,
  program: TrainingProgram,
  { learningRate, initialParameters }: Workload,
): TrainingExecutor {
  const executor = backend.createTraining(program);
  executor.hyperParameters.set(hyperParametersOf('sgd', learningRate, 0));
  executor.writeState({ ...executor.readState(), parameters: initialParameters });
  return executor;
}

/** Our own engine: the differentiated scalar tape on one of the back ends. */
class OurTraining implements Training {
  readonly note: string;
  readonly #executor: TrainingExecutor;
  readonly #samples: Samples;
  readonly #order: Uint32Array;
  readonly #batchSize: number;
  #position = 0;

  constructor(workload: Workload, backend: Backend, note: string) {
    const { batchSize } = workload;
    this.note = note;
    this.#executor = startExecutor(backend, programOf(workload), workload);
    this.#batchSize = batchSize;
    this.#samples = samplesOf(workload);
    this.#order = Uint32Array.from({ length: batchSize * stepsPerCall }, (_, i) => i % this.#samples.count);
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

function compiled(lanes: LaneType): Engine {
  return {
    name: `wasm-${lanes}`,
    create: (workload) => new OurTraining(workload, available(createWasmBackend(lanes)), lanesNote()),
  };
}

/** What a reader should know of the compiled engines here. */
export function lanesNote(): string {
  const probe = probeEngine(WebAssembly);
  return probe.ok && probe.features.relaxedMadd ? 'with relaxed madd' : '';
}

export function available(result: BackendResult): Backend {
  if (!result.ok) throw new Error(result.message);
  return result.backend;
}

export const wasmF32 = compiled('f32');
export const wasmF64 = compiled('f64');
export const interpreted: Engine = {
  name: 'interpreter',
  create: (workload) => new OurTraining(workload, interpreter, ''),
};
