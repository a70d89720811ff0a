import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/backends/wasm/engine.ts';
import { createWasmBackend } from '../../../src/backends/wasm/wasm-backend.ts';
import { randomProblem } from '../helpers/problems.ts';
import { trainingProgramOf } from '../helpers/training.ts';

/**
 * Training modules byte by byte, as hashes, of the optimizers with nothing added: what is not used is not in the code,
 * and so costs nothing. `RECORD_MODULES=1` writes the file anew, for a change that is meant to change the code.
 */
const path = fileURLToPath(new URL('../../golden/recorded-modules.json', import.meta.url));
const isRecording = process.env['RECORD_MODULES'] === '1';
const records: Record<string, string> =
  existsSync(path) && !isRecording ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {};

const optimizers = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adagrad', 'adam', 'adamw'] as const;
const losses = ['squared-error', 'binary-cross-entropy'] as const;
const activations = ['tanh', 'relu', 'sigmoid', 'linear'] as const;

/** Whether the engine has relaxed instructions must not matter: it is said to have none. */
function compiled(lanes: 'f32' | 'f64', shape: 'straight' | 'loops', k: number): string {
  const modules: Uint8Array[] = [];
  class RecordedModule extends WebAssembly.Module {
    constructor(bytes: Uint8Array<ArrayBuffer>) {
      super(bytes);
      modules.push(bytes);
    }
  }
  let probes = 0;
  const engine: Engine = {
    Module: RecordedModule,
    Instance: WebAssembly.Instance,
    validate: () => probes++ === 0,
  };
  const result = createWasmBackend(lanes, { engine, shape });
  if (!result.ok) throw new Error(result.message);
  const problem = randomProblem({
    seed: k,
    count: 1,
    hidden: [5, 4],
    activation: activations[k % activations.length],
    loss: losses[k % losses.length],
    optimizer: optimizers[k],
  });
  result.backend.createTraining(trainingProgramOf(problem)).dispose();
  const last = modules.at(-1);
  if (last === undefined) throw new Error('nothing was compiled');
  return createHash('sha256').update(last).digest('hex');
}

describe('recorded training modules', () => {
  for (const lanes of ['f32', 'f64'] as const) {
    for (const shape of ['straight', 'loops'] as const) {
      it.each(optimizers.map((name, k) => [name, k] as const))(
        `are the same bytes: ${lanes}, ${shape}, %s`,
        (name, k) => {
          const key = `${lanes} ${shape} ${name}`;
          const hash = compiled(lanes, shape, k);
          if (isRecording) {
            records[key] = hash;
            writeFileSync(path, `${JSON.stringify(records, null, 2)}\n`);
          }
          expect(hash).toBe(records[key]);
        },
      );
    }
  }

  it('are all different', () => {
    expect(new Set(Object.values(records)).size).toBe(4 * optimizers.length);
  });
});
