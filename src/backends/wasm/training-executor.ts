import type {
  CompilationFigures,
  ExecutorState,
  Presentation,
  Samples,
  TrainingExecutor,
  TrainingProgram,
} from '../executor.ts';
import { expectPresentation } from '../executor.ts';
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

/** What calls read and write: made once for each memory, since the calls of a small network are many and short. */
interface CallViews {
  readonly buffer: ArrayBuffer;
  readonly hyperParameters: Float64Array;
  readonly order: Uint32Array;
  readonly anyRests: Int32Array;
  readonly diverged: Int32Array;
  readonly pending: Int32Array;
  readonly parameters: Float32Array | Float64Array;
  readonly state: readonly (Float32Array | Float64Array)[];
}

/** Trains inside a compiled module; this side only copies in and out. */
export class WasmTraining implements TrainingExecutor {
  readonly hyperParameters: Float64Array;
  readonly resting: Uint8Array;
  readonly figures: CompilationFigures;
  readonly #program: TrainingProgram;
  #compiled: CompiledTraining | null;
  /** The data set that is in the module's memory. */
  #samples: Samples | null = null;
  /** Which parameters rest, as its masks say. */
  #known = new Uint8Array();
  #views: CallViews | null = null;

  constructor(program: TrainingProgram, compiled: CompiledTraining) {
    const { hyperParameterCount, initialShared } = program.updateProgram;
    this.hyperParameters = new Float64Array(hyperParameterCount);
    this.resting = new Uint8Array(program.gradient.parameterCount);
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
    return this.#callViews().pending[0];
  }

  get diverged(): boolean {
    return this.#callViews().diverged[0] !== 0;
  }

  get stateOverflowed(): boolean {
    return !this.#callViews().state.every(isFiniteThroughout);
  }

  train(
    samples: Samples,
    order: Uint32Array,
    from: number,
    to: number,
    batchSize: number,
    presentation: Presentation | null = null,
  ): number {
    const { module, layout, chunkSize } = this.#live();
    expectPresentation(this.#program, presentation);
    if (this.#samples !== samples) this.#load(samples);
    const { hyperParameters, order: copied, diverged } = this.#callViews();
    hyperParameters.set(this.hyperParameters);
    this.#writeResting();
    const run = module.function('train');
    let position = from;
    while (position < to) {
      const wanted = Math.min(to - position, layout.mostPlaces);
      const reached = Math.min(order.length, position + wanted + chunkSize);
      copied.set(position === 0 && reached === order.length ? order : order.subarray(position, reached));
      presentation?.fill(position, reached, this.#presented());
      position += run(wanted, order.length - position, Math.max(1, Math.ceil(batchSize)));
      if (diverged[0] !== 0) break;
    }
    return Math.max(from, position);
  }

  /** Writes masks only where parameters rest, and where others do than those that the module knows of. */
  #writeResting(): void {
    const { module, layout, lanes } = this.#live();
    const { resting } = this;
    let rests = 0;
    for (let i = 0; i < resting.length; i++) rests |= resting[i];
    const anyRests = rests !== 0;
    this.#callViews().anyRests[0] = anyRests ? 1 : 0;
    if (!anyRests || isSame(resting, this.#known)) return;
    this.#known = resting.slice();
    const words = lanes.bytes / 4;
    const masks = new Int32Array(module.buffer, layout.resting, resting.length * words);
    for (let i = 0; i < masks.length; i++) masks[i] = resting[Math.floor(i / words)] === 0 ? 0 : -1;
  }

  readParameters(): Float64Array {
    return new Float64Array(this.#callViews().parameters);
  }

  readState(): ExecutorState {
    return {
      parameters: this.readParameters(),
      state: this.#callViews().state.map((column) => new Float64Array(column)),
      shared: this.#shared().slice(),
    };
  }

  writeState({ parameters, state, shared }: ExecutorState): void {
    const { layout, module } = this.#live();
    const { updateProgram, gradient } = this.#program;
    const views = this.#callViews();
    if (parameters.length !== gradient.parameterCount || state.length !== updateProgram.stateCount) {
      throw new RangeError(
        `state holds ${parameters.length} parameters and ${state.length} columns, ` +
          `expected ${gradient.parameterCount} and ${updateProgram.stateCount}`,
      );
    }
    views.parameters.set(parameters);
    views.state.forEach((column, k) => column.set(state[k]));
    this.#shared().set(shared);
    new Uint8Array(module.buffer, layout.gradientSums, layout.gradientSumsBytes).fill(0);
    new Uint8Array(module.buffer, layout.lossSum, vectorBytes).fill(0);
    views.pending[0] = 0;
    views.diverged[0] = 0;
  }

  /** Lets go of the module and its memory. */
  dispose(): void {
    this.#compiled = null;
    this.#samples = null;
    this.#views = null;
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

  /** Room for what all places are presented with that one call may reach. */
  #presented(): Float32Array | Float64Array {
    const { module, layout, lanes, chunkSize } = this.#live();
    const count = (layout.mostPlaces + chunkSize) * (layout.presentedBytes / lanes.bytes);
    return new lanes.array(module.buffer, layout.presented, count);
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

  #callViews(): CallViews {
    const { module, layout, chunkSize } = this.#live();
    const { buffer } = module;
    if (this.#views?.buffer === buffer) return this.#views;
    const integer = (address: number): Int32Array => new Int32Array(buffer, address, 1);
    this.#views = {
      buffer,
      hyperParameters: new Float64Array(buffer, layout.scalars, this.hyperParameters.length),
      order: new Uint32Array(buffer, layout.order, orderCapacity + chunkSize),
      anyRests: integer(layout.anyRests),
      diverged: integer(layout.diverged),
      pending: integer(layout.pending),
      parameters: this.#column(layout.parameters),
      state: layout.state.map((address) => this.#column(address)),
    };
    return this.#views;
  }

  #live(): CompiledTraining {
    if (this.#compiled === null) throw new TypeError('this executor was disposed of');
    return this.#compiled;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** x·0 is NaN for infinities and NaN, and a sum with NaN in it stays NaN. */
function isFiniteThroughout(column: Float32Array | Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i] * 0;
  return sum === 0;
}
