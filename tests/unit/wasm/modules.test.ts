import { beforeAll, describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { createWasmBackend } from '../../../src/backends/wasm/wasm-backend.ts';
import type { Engine } from '../../../src/backends/wasm/engine.ts';
import { activationNames, lossNames, optimizerNames } from '../../../src/experiment/names.ts';
import { traceNetwork } from '../../../src/nn/network.ts';
import { randomProblem } from '../helpers/problems.ts';
import { trainingProgramOf } from '../helpers/training.ts';

/** The global engine, remembering every module that is compiled. */
function recordingEngine(): { engine: Engine; modules: Uint8Array<ArrayBuffer>[] } {
  const modules: Uint8Array<ArrayBuffer>[] = [];
  class RecordedModule extends WebAssembly.Module {
    constructor(bytes: Uint8Array<ArrayBuffer>) {
      super(bytes);
      modules.push(bytes);
    }
  }
  const validate = (bytes: Uint8Array<ArrayBuffer>): boolean => WebAssembly.validate(bytes);
  return { engine: { Module: RecordedModule, Instance: WebAssembly.Instance, validate }, modules };
}

/** One training and one forward module for each activation, loss and optimizer, lane type and shape of code. */
function allModules(): Uint8Array<ArrayBuffer>[] {
  const { engine, modules } = recordingEngine();
  for (const lanes of ['f32', 'f64'] as const) {
    for (const shape of ['straight', 'loops'] as const) {
      const result = createWasmBackend(lanes, { engine, shape });
      if (!result.ok) throw new Error(result.message);
      optimizerNames.forEach((optimizer, k) => {
        const activation = activationNames[k % activationNames.length];
        const loss = lossNames[k % lossNames.length];
        const problem = randomProblem({ seed: k, count: 1, hidden: [k + 1, 4], activation, loss, optimizer });
        result.backend.createTraining(trainingProgramOf(problem)).dispose();
        const shown = Array.from({ length: 4 }, (_, neuron) => ({ layer: 1, neuron }));
        result.backend.createForward(traceNetwork(problem, shown).activations).dispose();
      });
    }
  }
  return modules;
}

describe('emitted modules', () => {
  let modules: Uint8Array<ArrayBuffer>[] = [];

  beforeAll(() => {
    modules = allModules();
  });

  it('are valid to the engine', () => {
    expect(modules.length).toBeGreaterThanOrEqual(4 * 2 * optimizerNames.length);
    for (const bytes of modules) expect(WebAssembly.validate(bytes)).toBe(true);
  });

  it('are valid to wabt, which reads every instruction of them', async () => {
    const { readWasm } = await wabt();
    const readByWabt = (bytes: Uint8Array): string => {
      const module = readWasm(bytes, { simd: true, relaxed_simd: true });
      try {
        module.validate();
        return module.toText({});
      } finally {
        module.destroy();
      }
    };
    const texts = modules.map(readByWabt);
    expect(texts.filter((text) => text.includes('(export "train"')).length).toBe(4 * optimizerNames.length);
    expect(texts.filter((text) => text.includes('(export "forward"')).length).toBe(4 * optimizerNames.length);
    // The control: the last instruction before the end becomes i32.add, for which nothing is on the stack.
    const broken = modules[0].slice();
    broken[broken.length - 2] = 0x6a;
    expect(() => readByWabt(broken)).toThrow();
    expect(WebAssembly.validate(broken)).toBe(false);
  });

  it('stay small however wide the network is', () => {
    const result = createWasmBackend('f32');
    if (!result.ok) throw new Error(result.message);
    const sizeOf = (width: number): number => {
      const problem = randomProblem({ seed: 1, count: 1, hidden: [width, width] });
      const executor = result.backend.createTraining(trainingProgramOf(problem));
      executor.dispose();
      return executor.figures.moduleBytes;
    };
    expect(sizeOf(128)).toBeLessThan(20_000);
    expect(sizeOf(128)).toBeLessThan(sizeOf(32) + 200);
  });

  it('are described by figures', () => {
    const result = createWasmBackend('f32', { now: ticking(3) });
    if (!result.ok) throw new Error(result.message);
    const problem = randomProblem({ seed: 1, count: 1, hidden: [3], optimizer: 'sgd' });
    const { figures } = result.backend.createTraining(trainingProgramOf(problem));
    // Three steps, each by the clock that ticks once in it.
    expect(figures.compileMs).toBe(9);
    expect(figures.moduleBytes).toBeGreaterThan(1000);
    expect(figures.scalarOperations).toBeGreaterThan(40);
  });
});

/** A clock that goes on by so much at each look. */
function ticking(step: number): () => number {
  let time = 0;
  return () => (time += step);
}
