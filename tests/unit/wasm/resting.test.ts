import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, ExecutorState } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { optimizerNames } from '../../../src/experiment/names.ts';
import { largestDifference } from '../helpers/closeness.ts';
import { identityOrder, randomProblem, uniformOf } from '../helpers/problems.ts';
import { samplesOf, trainThrough, withTraining, type Problem } from '../helpers/training.ts';
import { wasmBackend } from './backends.ts';

const activations = ['tanh', 'sigmoid', 'softplus', 'silu', 'elu', 'linear'] as const;

/** A network, the optimizer and which of its parameters rest, some of them at 0, as cut ones do. */
const trial = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  hidden: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  activation: fc.constantFrom(...activations),
  optimizer: fc.constantFrom(...optimizerNames),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

function trained(backend: Backend, problem: Problem, resting: Uint8Array): ExecutorState {
  return withTraining(backend, problem, (executor) => {
    executor.resting.set(resting);
    trainThrough(executor, samplesOf(problem), identityOrder(problem.points.length), 5);
    return executor.readState();
  });
}

function distance(a: ExecutorState, b: ExecutorState, floor: number): number {
  return Math.max(
    largestDifference(a.parameters, b.parameters, floor),
    ...a.state.map((column, k) => largestDifference(column, b.state[k], floor)),
  );
}

describe('random networks some of whose parameters rest, 20 steps of training', () => {
  it.each([
    ['f64', 'straight', 1e-10, 1e-3],
    ['f64', 'loops', 1e-10, 1e-3],
    ['f32', 'straight', 2e-3, 1],
    ['f32', 'loops', 2e-3, 1],
  ] as const)('are the same interpreted and compiled: %s, %s', (lanes, shape, relative, floor) => {
    const backend = wasmBackend(lanes, shape);
    fc.assert(
      fc.property(trial, ({ seed, hidden, activation, optimizer, share }) => {
        // By its sign alone a gradient near 0 steps one way or the other.
        const settings = optimizer === 'lion' ? { learningRate: 1e-4 } : { learningRate: 0.01 };
        const drawn = randomProblem({ seed, count: 100, hidden, activation, optimizer, ...settings });
        const uniform = uniformOf(seed + 1);
        const resting = Uint8Array.from(drawn.initialParameters, () => (uniform() < share ? 1 : 0));
        const initialParameters = drawn.initialParameters.map((value, p) =>
          resting[p] === 1 && uniform() < 0.5 ? 0 : value,
        );
        const problem = { ...drawn, initialParameters };
        const [expected, actual] = [interpreter, backend].map((one) => trained(one, problem, resting));
        expect(distance(actual, expected, floor)).toBeLessThanOrEqual(relative);
        const exact = lanes === 'f32' ? Math.fround : (value: number): number => value;
        resting.forEach((rests, p) => {
          if (rests === 1) expect(actual.parameters[p]).toBe(exact(initialParameters[p]));
        });
      }),
      { numRuns: 100 },
    );
  });

  it('which differ from those of which none rests', () => {
    const problem = randomProblem({ seed: 1, count: 30 });
    const resting = Uint8Array.from(problem.initialParameters, (_, p) => p % 2);
    const [some, none] = [resting, new Uint8Array(resting.length)].map((mask) =>
      trained(interpreter, problem, mask),
    );
    expect(distance(some, none, 1)).toBeGreaterThan(0.01);
  });
});
