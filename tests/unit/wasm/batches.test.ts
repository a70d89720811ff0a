import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import type { Samples } from '../../../src/backends/executor.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { identityOrder, randomProblem, uniformOf } from '../helpers/problems.ts';
import { samplesOf, trainThrough, withTraining, type Problem } from '../helpers/training.ts';
import { tolerances } from '../tolerances.ts';
import { wasmBackend } from './backends.ts';

const variants = (['f32', 'f64'] as const).flatMap((lanes) =>
  (['straight', 'loops'] as const).map((shape) => [lanes, shape] as const),
);

/** Parameters as bits would be lost in a decimal comparison: exact lists. */
function trained(
  problem: Problem,
  lanes: 'f32' | 'f64',
  shape: 'straight' | 'loops',
  batchSize: number,
  slice?: number,
): number[] {
  const samples = samplesOf(problem);
  const order = shuffled(samples.count, 3);
  return withTraining(wasmBackend(lanes, shape), problem, (executor) => {
    for (let epoch = 0; epoch < 3; epoch++) trainThrough(executor, samples, order, batchSize, slice);
    const { parameters, state, shared } = executor.readState();
    return [...parameters, ...state.flatMap((column) => [...column]), ...shared];
  });
}

function shuffled(count: number, seed: number): Uint32Array {
  const uniform = uniformOf(seed);
  const order = identityOrder(count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

describe.each(variants)('batches in %s as %s code', (lanes, shape) => {
  const problem = randomProblem({ seed: 4, count: 211, hidden: [7, 6], optimizer: 'adam' });

  it.each([1, 3, 4, 10, 64, 100, 211, 500])(
    'of %i samples end at the same bits in slices of any length',
    (batchSize) => {
      const whole = trained(problem, lanes, shape, batchSize);
      for (const slice of [1, 5, 32, 33, 100]) {
        expect(trained(problem, lanes, shape, batchSize, slice)).toEqual(whole);
      }
    },
  );

  it.each([1, 2, 3, 4, 5, 7, 8, 9, 15, 31, 32, 33, 63, 65])(
    'of %i samples average over those and no others',
    (count) => {
      const samples = samplesOf(problem);
      const tolerance = tolerances[`wasm-${lanes}`].reordered;
      const [actual, expected] = [wasmBackend(lanes, shape), interpreter].map((backend) =>
        withTraining(backend, { ...problem, optimizer: 'momentum' }, (executor) => {
          executor.train(samples, identityOrder(count), 0, count, count);
          return executor.readState().state[0];
        }),
      );
      expectClose(actual, expected, tolerance);
      expect(largestDifference(expected, new Float64Array(expected.length), 1e-9)).toBeGreaterThan(1);
    },
  );

  it('take nothing from samples that are not in them, not even NaN', () => {
    const clean = samplesOf(problem);
    const poisoned: Samples = {
      ...clean,
      inputs: clean.inputs.map((column) => column.map((x, row) => (row >= 100 ? NaN : x))),
      targets: clean.targets.map((column) => column.map((x, row) => (row >= 100 ? Infinity : x))),
    };
    const order = shuffled(100, 9).subarray(0, 37);
    const [first, second] = [clean, poisoned].map((samples) =>
      withTraining(wasmBackend(lanes, shape), problem, (executor) => {
        trainThrough(executor, samples, order, 10);
        expect(executor.diverged).toBe(false);
        return [...executor.readParameters()];
      }),
    );
    expect(second).toEqual(first);
  });

  it('go on after one that diverged has been taken back', () => {
    const samples = samplesOf(problem);
    const broken: Samples = { ...samples, targets: samples.targets.map((column) => column.map(() => NaN)) };
    const order = identityOrder(40);
    withTraining(wasmBackend(lanes, shape), problem, (executor) => {
      const start = executor.readState();
      trainThrough(executor, samples, order, 10);
      const expected = [...executor.readParameters()];
      executor.train(broken, order, 0, 40, 10);
      expect(executor.diverged).toBe(true);
      executor.writeState(start);
      expect(executor.diverged).toBe(false);
      trainThrough(executor, samples, order, 10);
      expect([...executor.readParameters()]).toEqual(expected);
    });
  });

  it('come from orders longer than the module has room for', () => {
    const samples = samplesOf(problem);
    const long = Uint32Array.from({ length: 20_000 }, (_, i) => (i * 7) % samples.count);
    const [once, cut] = [long.length, 4999].map((slice) =>
      withTraining(wasmBackend(lanes, shape), problem, (executor) => {
        trainThrough(executor, samples, long, 100, slice);
        return [...executor.readParameters()];
      }),
    );
    expect(cut).toEqual(once);
  });
});
