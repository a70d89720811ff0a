import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/backends/wasm/engine.ts';
import { createWasmBackend } from '../../../src/backends/wasm/wasm-backend.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { randomProblem, identityOrder } from '../helpers/problems.ts';
import { samplesOf, trainThrough, withTraining } from '../helpers/training.ts';

const available: Engine = {
  Module: WebAssembly.Module,
  Instance: WebAssembly.Instance,
  validate: (bytes) => WebAssembly.validate(bytes),
};

class ForbiddenModule extends WebAssembly.Module {
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    throw new WebAssembly.CompileError(
      "WebAssembly.Module(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source",
    );
    super(bytes);
  }
}

function messageOf(engine: Engine | undefined): string {
  const result = createWasmBackend('f32', { engine });
  return result.ok ? 'ok' : result.message;
}

describe('where modules cannot be compiled', () => {
  it('says that WebAssembly is missing', () => {
    expect(messageOf(undefined)).toMatch(/no WebAssembly\./);
  });

  it('says that SIMD is missing', () => {
    expect(messageOf({ ...available, validate: () => false })).toMatch(/no WebAssembly SIMD/);
  });

  it('says that the content security policy forbids it, in the words of the engine', () => {
    expect(messageOf({ ...available, Module: ForbiddenModule })).toMatch(
      /may not be compiled here: .*unsafe-eval/,
    );
  });

  it('is there where they can', () => {
    expect(messageOf(available)).toBe('ok');
  });
});

describe('relaxed multiply-add', () => {
  /** The only module that an engine without it refuses is the probe's. */
  const withoutRelaxed: Engine = {
    ...available,
    validate: (bytes) => WebAssembly.validate(bytes) && !bytes.join().includes('253,133,2'),
  };

  it('is not used where the probe says no, and is not needed', () => {
    const result = createWasmBackend('f32', { engine: withoutRelaxed });
    if (!result.ok) throw new Error(result.message);
    const problem = randomProblem({ seed: 6, count: 20 });
    const [actual, expected] = [result.backend, interpreter].map((backend) =>
      withTraining(backend, problem, (executor) => {
        trainThrough(executor, samplesOf(problem), identityOrder(20), 5);
        return executor.readParameters();
      }),
    );
    actual.forEach((x, p) => expect(x).toBeCloseTo(expected[p], 4));
  });
});
