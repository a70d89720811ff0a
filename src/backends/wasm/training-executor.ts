import type {
  CompilationFigures,
  ExecutorState,
  Samples,
  TrainingExecutor,
  TrainingProgram,
} from '../executor.ts';
import type { CompiledModule } from './compiled-module.ts';
import { laneMaskTable, laneOffsetTable } from './gather.ts';
import type { Lanes } from './lanes.ts';
import { orderCapacity, vectorBytes, type TrainingLayout } from './memory-layout.ts';

export interface CompiledTraining {
  readonly module: CompiledModule;
  readonly layout: TrainingLayout;
  /** Address of the data set. */
  readonly data: number;
  readonly lanes: Lanes;
  /** Samples that are trained on at once, counted from the start of a batch. */
  readonly chunkSize: number;
  readonly figures: CompilationFigures;
}

/** Trains inside a compiled module; this side only copies in and out. */
export class WasmTraining implements TrainingExecutor {
  readonly hyperParameters: Float64Array;
  readonly figures: CompilationFigures;
  readonly #program: TrainingProgram;
  #compiled: CompiledTraining | null;
  /** The data set that is in the module's memory. */
  #samples: Samples | null = null;

  constructor(program: TrainingProgram, compiled: CompiledTraining) {
    const { hyperParameterCount, initialShared } = program.updateProgram;
    this.hyperParameters = new Float64Array(hyperParameterCount);
    this.figures = compiled.figures;
    this.#program = program;
    this.#compiled = compiled;
    const { layout, lanes, module } = compiled;
    new Int32Array(module.buffer).set(laneOffsetTable(lanes.count), layout.laneOffsets / 4);
    new Uint8Array(module.buffer).set(laneMaskTable(lanes.count), layout.laneMasks);
    this.#column(layout.decay).set(program.decay);
    this.#shared().set(initialShared);
  }

  get pending(): number {
    return this.#integer(this.#live().layout.pending)[0];
  }

  get diverged(): boolean {
    return this.#integer(this.#live().layout.diverged)[0] !== 0;
  }

  train(samples: Samples, order: Uint32Array, from: number, to: number, batchSize: number): number {
    const { module, layout, chunkSize } = this.#live();
    if (this.#samples !== samples) this.#load(samples);
    new Float64Array(module.buffer, layout.scalars).set(this.hyperParameters);
    const run = module.function('train');
    const copied = new Uint32Array(module.buffer, layout.order, orderCapacity + chunkSize);
    let position = from;
    while (position < to) {
      const wanted = Math.min(to - position, orderCapacity);
      copied.set(order.subarray(position, Math.min(order.length, position + wanted + chunkSize)));
      position += run(wanted, order.length - position, Math.max(1, Math.ceil(batchSize)));
      if (this.diverged) break;
    }
    return Math.max(from, position);
  }

  readParameters(): Float64Array {
    return Float64Array.from(this.#column(this.#live().layout.parameters));
  }

  readState(): ExecutorState {
    const { layout } = this.#live();
    return {
      parameters: this.readParameters(),
      state: layout.state.map((address) => Float64Array.from(this.#column(address))),
      shared: this.#shared().slice(),
    };
  }

  writeState({ parameters, state, shared }: ExecutorState): void {
    const { layout, module } = this.#live();
    const { updateProgram, gradient } = this.#program;
    if (parameters.length !== gradient.parameterCount || state.length !== updateProgram.stateCount) {
      throw new RangeError(
        `state holds ${parameters.length} parameters and ${state.length} columns, ` +
          `expected ${gradient.parameterCount} and ${updateProgram.stateCount}`,
      );
    }
    this.#column(layout.parameters).set(parameters);
    layout.state.forEach((address, k) => this.#column(address).set(state[k]));
    this.#shared().set(shared);
    new Uint8Array(module.buffer, layout.gradientSums, layout.gradientSumsBytes).fill(0);
    new Uint8Array(module.buffer, layout.lossSum, vectorBytes).fill(0);
    this.#integer(layout.pending)[0] = 0;
    this.#integer(layout.diverged)[0] = 0;
  }

  /** Lets go of the module and its memory. */
  dispose(): void {
    this.#compiled = null;
    this.#samples = null;
  }

  /** Copies a data set into memory, sample by sample, inputs before targets. */
  #load(samples: Samples): void {
    const { module, layout, data, lanes } = this.#live();
    const columns = [...samples.inputs, ...samples.targets];
    module.ensure(data + samples.count * layout.rowBytes + vectorBytes);
    const rows = new lanes.array(module.buffer, data, samples.count * columns.length);
    columns.forEach((column, k) => {
      for (let sample = 0, at = k; sample < samples.count; sample++, at += columns.length)
        rows[at] = column[sample];
    });
    this.#samples = samples;
  }

  #column(address: number): Float32Array | Float64Array {
    const { module, lanes } = this.#live();
    return new lanes.array(module.buffer, address, this.#program.gradient.parameterCount);
  }

  #shared(): Float64Array {
    const { module, layout } = this.#live();
    const { hyperParameterCount, initialShared } = this.#program.updateProgram;
    return new Float64Array(module.buffer, layout.scalars + hyperParameterCount * 8, initialShared.length);
  }

  #integer(address: number): Int32Array {
    return new Int32Array(this.#live().module.buffer, address, 1);
  }

  #live(): CompiledTraining {
    if (this.#compiled === null) throw new TypeError('this executor was disposed of');
    return this.#compiled;
  }
}
