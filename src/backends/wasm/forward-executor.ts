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
  readonly #tape: Tape;
  #compiled: CompiledForward | null;
  /** The module's columns: made once, since a set of samples is run in many small parts. */
  #columns: readonly (Float32Array | Float64Array)[];
  #results: readonly (Float32Array | Float64Array)[];

  constructor(tape: Tape, compiled: CompiledForward) {
    this.figures = compiled.figures;
    this.grain = grainOf(compiled);
    this.#tape = tape;
    this.#compiled = compiled;
    const { columns, outputs, capacity } = compiled.layout;
    this.#columns = columns.map((address) => columnAt(compiled, address, capacity));
    this.#results = outputs.map((address) => columnAt(compiled, address, capacity));
  }

  setParameters(parameters: Float64Array): void {
    const compiled = this.#live();
    const { parameterCount } = this.#tape;
    columnAt(compiled, compiled.layout.parameters, parameterCount).set(
      parameters.subarray(0, parameterCount),
    );
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
      for (let k = 0; k < outputs.length; k++) outputs[k].set(this.#results[k].subarray(0, count), start);
    }
  }

  /** Lets go of the module and its memory. */
  dispose(): void {
    this.#compiled = null;
    this.#columns = [];
    this.#results = [];
  }

  #live(): CompiledForward {
    if (this.#compiled === null) throw new TypeError('this executor was disposed of');
    return this.#compiled;
  }
}
