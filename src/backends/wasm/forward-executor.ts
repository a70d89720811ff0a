import type { Tape } from '../../autograd/tape.ts';
import type { CompilationFigures, ForwardExecutor, Samples } from '../executor.ts';
import type { CompiledModule } from './compiled-module.ts';
import type { ForwardLayout } from './forward-module.ts';
import type { Lanes } from './lanes.ts';
import { vectorBytes, vectorsFor } from './memory-layout.ts';

export interface CompiledForward {
  readonly module: CompiledModule;
  readonly layout: ForwardLayout;
  readonly lanes: Lanes;
  /** Lane groups that are computed together: entries into the module start at multiples of them. */
  readonly groupsPerChunk: number;
  readonly figures: CompilationFigures;
}

export function grainOf({ groupsPerChunk, lanes }: CompiledForward): number {
  return groupsPerChunk * lanes.count;
}

/** So many numbers of the module's memory, from an address on. */
export function columnAt(
  { module, lanes }: CompiledForward,
  address: number,
  length: number,
): Float32Array | Float64Array {
  return new lanes.array(module.buffer, address, length);
}

/** Runs a compiled forward tape over columns of samples, as many at a time as the module's memory holds. */
export class WasmForward implements ForwardExecutor {
  readonly figures: CompilationFigures;
  readonly grain: number;
  #compiled: CompiledForward | null;
  /** The module's columns: made once, since a set of samples is run in many small parts. */
  #columns: readonly (Float32Array | Float64Array)[];
  #results: readonly (Float32Array | Float64Array)[];
  #parameters: Float32Array | Float64Array;
  /** As many of the results as were last asked for: a set of samples is run again and again. */
  #shown: readonly (Float32Array | Float64Array)[] = [];

  constructor(tape: Tape, compiled: CompiledForward) {
    this.figures = compiled.figures;
    this.grain = grainOf(compiled);
    this.#compiled = compiled;
    const { columns, outputs, capacity, parameters } = compiled.layout;
    this.#columns = columns.map((address) => columnAt(compiled, address, capacity));
    this.#results = outputs.map((address) => columnAt(compiled, address, capacity));
    this.#parameters = columnAt(compiled, parameters, tape.parameterCount);
  }

  setParameters(parameters: Float64Array): void {
    this.#live();
    const { length } = this.#parameters;
    this.#parameters.set(parameters.length === length ? parameters : parameters.subarray(0, length));
  }

  run(samples: Samples, from: number, to: number, outputs: readonly (Float64Array | Float32Array)[]): void {
    const compiled = this.#live();
    const { layout, lanes, module } = compiled;
    const forward = module.function('forward');
    const { inputs, targets } = samples;
    for (let start = from; start < to; start += layout.capacity) {
      const count = Math.min(layout.capacity, to - start);
      for (let k = 0; k < this.#columns.length; k++) {
        const source = k < inputs.length ? inputs[k] : targets[k - inputs.length];
        this.#columns[k].set(count === source.length ? source : source.subarray(start, start + count));
      }
      forward(0, vectorsFor(count, lanes) * vectorBytes);
      const results = this.#resultsOf(count);
      for (let k = 0; k < outputs.length; k++) outputs[k].set(results[k], start);
    }
  }

  #resultsOf(count: number): readonly (Float32Array | Float64Array)[] {
    if (this.#shown.length === 0 || this.#shown[0].length !== count)
      this.#shown = this.#results.map((column) => column.subarray(0, count));
    return this.#shown;
  }

  /** Lets go of the module and its memory. */
  dispose(): void {
    this.#compiled = null;
    this.#columns = [];
    this.#results = [];
    this.#shown = [];
    this.#parameters = new Float64Array();
  }

  #live(): CompiledForward {
    if (this.#compiled === null) throw new TypeError('this executor was disposed of');
    return this.#compiled;
  }
}
