import type { Backend, BackendResult } from '../src/backends/executor.ts';
import { interpreter } from '../src/backends/interpreter/interpreter.ts';
import { createWasmBackend } from '../src/backends/wasm/wasm-backend.ts';
import type { EngineName } from '../src/experiment/names.ts';
import type { Clock } from '../src/training/trainer.ts';

export interface EngineChoice {
  readonly backend: Backend;
  /** Why it is not the engine that was asked for; null if it is. */
  readonly fallbackReason: string | null;
}

/** Back ends by the name of the engine; what cannot be had here is replaced by the interpreter. */
export class Engines {
  readonly #create: Readonly<Record<EngineName, (fused: boolean) => BackendResult>>;
  readonly #chosen = new Map<string, EngineChoice>();

  constructor(create: Readonly<Record<EngineName, (fused: boolean) => BackendResult>>) {
    this.#create = create;
  }

  /** `fused` false leaves relaxed multiply-add out. */
  choose(name: EngineName, fused = true): EngineChoice {
    const key = `${name} ${fused}`;
    let choice = this.#chosen.get(key);
    if (choice === undefined) {
      const result = this.#create[name](fused);
      choice = result.ok
        ? { backend: result.backend, fallbackReason: null }
        : { backend: interpreter, fallbackReason: result.message };
      this.#chosen.set(key, choice);
    }
    return choice;
  }
}

export function createEngines(now: Clock): Engines {
  return new Engines({
    'wasm-f32': (fused) => createWasmBackend('f32', { now, fused }),
    'wasm-f64': (fused) => createWasmBackend('f64', { now, fused }),
    interpreter: () => ({ ok: true, backend: interpreter }),
  });
}
