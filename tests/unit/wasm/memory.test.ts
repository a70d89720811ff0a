import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/backends/wasm/engine.ts';
import { createWasmBackend } from '../../../src/backends/wasm/wasm-backend.ts';
import { collectGarbage } from '../helpers/garbage.ts';
import { identityOrder, randomProblem } from '../helpers/problems.ts';
import { samplesOf, trainThrough, trainingProgramOf, withTraining } from '../helpers/training.ts';

/** The global engine, keeping weak hold of each instance's memory. */
function watchingEngine(): { engine: Engine; memories: WeakRef<WebAssembly.Memory>[] } {
  const memories: WeakRef<WebAssembly.Memory>[] = [];
  class WatchedInstance extends WebAssembly.Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      const { memory } = this.exports;
      if (memory instanceof WebAssembly.Memory) memories.push(new WeakRef(memory));
    }
  }
  const validate = (bytes: Uint8Array<ArrayBuffer>): boolean => WebAssembly.validate(bytes);
  return { engine: { Module: WebAssembly.Module, Instance: WatchedInstance, validate }, memories };
}

function backendOn(engine: Engine): ReturnType<typeof createWasmBackend> & { ok: true } {
  const result = createWasmBackend('f32', { engine });
  if (!result.ok) throw new Error(result.message);
  return result;
}

describe('memory', () => {
  it('is let go of by dispose, over hundreds of changes of shape', async () => {
    const { engine, memories } = watchingEngine();
    const { backend } = backendOn(engine);
    for (let k = 0; k < 400; k++) {
      const problem = randomProblem({ seed: k, count: 12, hidden: [1 + (k % 9), 3] });
      withTraining(backend, problem, (executor) => {
        trainThrough(executor, samplesOf(problem), identityOrder(12), 4);
      });
    }
    // The control: an executor that is still held keeps its memory.
    const held = backend.createTraining(trainingProgramOf(randomProblem({ seed: 1, count: 1 })));
    await collectGarbage();
    expect(memories).toHaveLength(401);
    expect(memories.filter((memory) => memory.deref() !== undefined).length).toBeLessThan(10);
    expect(memories[400].deref()).toBeDefined();
    expect(held.pending).toBe(0);
  });

  it('grows with the data set, once, and not with training', () => {
    const { engine, memories } = watchingEngine();
    const { backend } = backendOn(engine);
    const problem = randomProblem({ seed: 1, count: 30_000 });
    const samples = samplesOf(problem);
    withTraining(backend, problem, (executor) => {
      const size = (): number => memories[0].deref()?.buffer.byteLength ?? 0;
      const before = size();
      executor.train(samples, identityOrder(30_000), 0, 100, 10);
      const loaded = size();
      expect(loaded).toBeGreaterThan(before);
      expect(loaded).toBeLessThan(before + 30_000 * 3 * 4 + 2 * 65536);
      for (let epoch = 0; epoch < 3; epoch++) trainThrough(executor, samples, identityOrder(30_000), 10);
      executor.train({ ...samples }, identityOrder(30_000), 0, 100, 10);
      expect(size()).toBe(loaded);
    });
  });

  it('of an executor that was disposed of is not used again', () => {
    const { backend } = backendOn(watchingEngine().engine);
    const executor = backend.createTraining(trainingProgramOf(randomProblem({ seed: 1, count: 1 })));
    executor.dispose();
    expect(() => executor.readParameters()).toThrow(/disposed/);
  });
});
