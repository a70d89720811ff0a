import type { Backend, Samples, TrainingExecutor } from '../../src/backends/executor.ts';
import type { Engine as WasmEngine } from '../../src/backends/wasm/engine.ts';
import type { LaneType } from '../../src/backends/wasm/lanes.ts';
import { createWasmBackend } from '../../src/backends/wasm/wasm-backend.ts';
import { available, programOf, samplesOf, startExecutor } from '../engines/ours.ts';
import { median } from '../measure.ts';
import { rowProgramOf, rowSamplesOf, startRowExecutor } from '../rows/ours.ts';
import { createRowWorkload, type RowName } from '../rows/workloads.ts';
import { createWorkload, workloadNames, type WorkloadName } from '../workloads.ts';

export interface FirstStepRequest {
  readonly workload: WorkloadName | RowName;
  readonly lanes: LaneType;
  /** Different in every request of one process. */
  readonly salt: string;
}

export interface FirstStep {
  /** From the differentiated tape to the return of the first training step, when nothing was compiled before. */
  readonly coldMs: number;
  /** The same again, once the compiler's own code has been optimized: median of a few. */
  readonly warmMs: number;
  readonly moduleBytes: number;
}

const warmUps = 3;
const warmSamples = 5;

/** What is compiled, and the samples of its first step. */
function subjectOf(name: WorkloadName | RowName): {
  readonly batchSize: number;
  readonly samples: Samples;
  readonly start: (backend: Backend) => TrainingExecutor;
} {
  const known = workloadNames.find((one) => one === name);
  if (known !== undefined) {
    const workload = createWorkload(known);
    const program = programOf(workload);
    const start = (backend: Backend): TrainingExecutor => startExecutor(backend, program, workload);
    return { batchSize: workload.batchSize, samples: samplesOf(workload), start };
  }
  const workload = createRowWorkload(name as RowName);
  const program = rowProgramOf(workload);
  const start = (backend: Backend): TrainingExecutor => startRowExecutor(backend, program, workload);
  return { batchSize: workload.batchSize, samples: rowSamplesOf(workload), start };
}

/** To be called in a fresh worker, which is what makes the first sample a cold one. */
export function measureFirstStep({ workload: name, lanes, salt }: FirstStepRequest): FirstStep {
  const { batchSize, samples, start: startOn } = subjectOf(name);
  const order = Uint32Array.from({ length: batchSize }, (_, i) => i);
  const backend = available(createWasmBackend(lanes, { engine: withoutCache(salt) }));
  let moduleBytes = 0;
  const sample = (): number => {
    const start = performance.now();
    const executor = startOn(backend);
    executor.train(samples, order, 0, order.length, batchSize);
    const ms = performance.now() - start;
    moduleBytes = executor.figures?.moduleBytes ?? 0;
    executor.dispose();
    return ms;
  };
  const coldMs = sample();
  for (let k = 0; k < warmUps; k++) sample();
  const warmMs = median(Array.from({ length: warmSamples }, sample));
  return { coldMs, warmMs, moduleBytes };
}

/**
 * V8 keeps one compiled copy of equal modules for the whole process, and would compile a workload's module just once.
 * A custom section that says something else in each module, and means nothing, makes them differ.
 */
function withoutCache(salt: string): WasmEngine {
  let count = 0;
  class DistinctModule extends WebAssembly.Module {
    constructor(bytes: BufferSource) {
      super(withCustomSection(new Uint8Array(bytes as ArrayBuffer), `${salt} ${count++}`));
    }
  }
  return {
    Module: DistinctModule,
    Instance: WebAssembly.Instance,
    validate: (bytes) => WebAssembly.validate(bytes),
  };
}

/** A section of id 0: its size, and in it a name of ASCII letters with its length. */
function withCustomSection(module: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  const letters = Array.from(name, (letter) => letter.charCodeAt(0));
  if (letters.length > 126) throw new RangeError(`a name of ${letters.length} letters needs a longer length`);
  const longer = new Uint8Array(module.length + 3 + letters.length);
  longer.set(module);
  longer.set([0, letters.length + 1, letters.length, ...letters], module.length);
  return longer;
}
