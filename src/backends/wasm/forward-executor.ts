import type { Tape } from '../../autograd/tape.ts';
import type { CompilationFigures, ForwardExecutor, Samples } from '../executor.ts';
import type { CompiledModule } from './compiled-module.ts';
import type { ForwardLayout } from './forward-module.ts';
import type { Lanes } from './lanes.ts';

export interface CompiledForward {
  readonly module: CompiledModule;
  readonly layout: ForwardLayout;
  readonly lanes: Lanes;
  readonly figures: CompilationFigures;
}

/** Runs a compiled forward tape over columns of samples, as many at a time as the module's memory holds. */
export class WasmForward implements ForwardExecutor {
  readonly figures: CompilationFigures;
  readonly #tape: Tape;
  #compiled: CompiledForward | null;

  constructor(tape: Tape, compiled: CompiledForward) {
    this.figures = compiled.figures;
    this.#tape = tape;
    this.#compiled = compiled;
  }

  setParameters(parameters: Float64Array): void {
    const { layout } = this.#live();
    this.#view(layout.parameters, this.#tape.parameterCount).set(
      parameters.subarray(0, this.#tape.parameterCount),
    );
  }

  run(samples: Samples, from: number, to: number, outputs: readonly (Float64Array | Float32Array)[]): void {
    const { layout, lanes, module } = this.#live();
    const forward = module.function('forward');
    const sources = [...samples.inputs, ...samples.targets];
    const columns = layout.columns.map((address) => this.#view(address, layout.capacity));
    const results = layout.outputs.map((address) => this.#view(address, layout.capacity));
    for (let start = from; start < to; start += layout.capacity) {
      const count = Math.min(layout.capacity, to - start);
      columns.forEach((column, k) => column.set(sources[k].subarray(start, start + count)));
      forward(Math.ceil(count / lanes.count));
      outputs.forEach((output, k) => output.set(results[k].subarray(0, count), start));
    }
  }

  /** Lets go of the module and its memory. */
  dispose(): void {
    this.#compiled = null;
  }

  #view(address: number, length: number): Float32Array | Float64Array {
    const { module, lanes } = this.#live();
    return new lanes.array(module.buffer, address, length);
  }

  #live(): CompiledForward {
    if (this.#compiled === null) throw new TypeError('this executor was disposed of');
    return this.#compiled;
  }
}
