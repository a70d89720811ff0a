import type { Compilation } from './compilation.ts';
import { moduleImports } from './compilation.ts';
import type { Engine } from './engine.ts';
import { pageBytes, roundUp } from './memory-layout.ts';

type ExportedFunction = (...values: number[]) => number;

/** An instantiated module with its memory. */
export class CompiledModule {
  readonly byteLength: number;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: WebAssembly.Exports;

  /** `memoryBytes` is what the module's code addresses; more can be had by `ensure`. */
  constructor(engine: Engine, compilation: Compilation, memoryBytes: number) {
    compilation.module.exportMemory('memory', Math.ceil(memoryBytes / pageBytes));
    const bytes = compilation.module.build();
    this.byteLength = bytes.length;
    this.#exports = new engine.Instance(new engine.Module(bytes), moduleImports).exports;
    const { memory } = this.#exports;
    if (!isMemory(memory)) throw new TypeError('the module exports no memory');
    this.#memory = memory;
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  function(name: string): ExportedFunction {
    const exported = this.#exports[name];
    if (!isFunction(exported)) throw new TypeError(`the module exports no function ${name}`);
    return exported;
  }

  /** Makes the memory at least so large. Views of `buffer` made before are empty afterwards. */
  ensure(bytes: number): void {
    const missing = roundUp(bytes, pageBytes) - this.buffer.byteLength;
    if (missing > 0) this.#memory.grow(missing / pageBytes);
  }
}

function isMemory(value: WebAssembly.ExportValue | undefined): value is WebAssembly.Memory {
  return typeof value === 'object' && 'buffer' in value && 'grow' in value;
}

function isFunction(value: WebAssembly.ExportValue | undefined): value is ExportedFunction {
  return typeof value === 'function';
}
