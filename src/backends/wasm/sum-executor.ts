import type { Tape } from '../../autograd/tape.ts';
import type { Samples, SumExecutor } from '../executor.ts';
import { columnAt, grainOf, type CompiledForward } from './forward-executor.ts';
import { vectorBytes, vectorsFor } from './memory-layout.ts';

/** Sums a compiled tape's first output over samples that stay in the module's memory. */
export class WasmSum implements SumExecutor {
  readonly grain: number;
  readonly #tape: Tape;
  #compiled: CompiledForward | null;

  constructor(tape: Tape, compiled: CompiledForward, samples: Samples) {
    const { layout } = compiled;
    const sources = [...samples.inputs, ...samples.targets];
    layout.columns.forEach((address, k) => columnAt(compiled, address, samples.count).set(sources[k]));
    this.grain = grainOf(compiled);
    this.#tape = tape;
    this.#compiled = compiled;
  }

  setParameters(parameters: Float64Array): void {
    const compiled = this.#live();
    const { parameterCount } = this.#tape;
    columnAt(compiled, compiled.layout.parameters, parameterCount).set(
      parameters.subarray(0, parameterCount),
    );
  }

  sum(from: number, to: number): number {
    if (from >= to) return 0;
    const compiled = this.#live();
    const { module, layout, lanes } = compiled;
    const start = from - (from % this.grain);
    module.function('forward')(vectorsFor(start, lanes) * vectorBytes, vectorsFor(to, lanes) * vectorBytes);
    const values = columnAt(compiled, layout.outputs[0], to);
    let total = 0;
    for (let i = from; i < to; i++) total += values[i];
    return total;
  }

  /** Lets go of the module and its memory. */
  dispose(): void {
    this.#compiled = null;
  }

  #live(): CompiledForward {
    if (this.#compiled === null) throw new TypeError('this executor was disposed of');
    return this.#compiled;
  }
}
