import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, ExecutorState, TrainingExecutor } from '../../../src/backends/executor.ts';
import type { BackendTolerance } from '../tolerances.ts';
import { expectClose } from './closeness.ts';
import { identityOrder, problemByOptimizer, randomProblem } from './problems.ts';
import { samplesOf, trainThrough, withTraining, type Problem } from './training.ts';

/** Exact to the bit, and readable when it is not. */
function asLists({ parameters, state, shared }: ExecutorState): number[][] {
  return [[...parameters], ...state.map((column) => [...column]), [...shared]];
}

function trainEpochs(
  executor: TrainingExecutor,
  problem: Problem,
  batchSize: number,
  epochs: number,
  slice?: number,
): void {
  const samples = samplesOf(problem);
  const order = identityOrder(samples.count);
  for (let epoch = 0; epoch < epochs; epoch++) trainThrough(executor, samples, order, batchSize, slice);
}

/** y = wx + b with squared error, plain gradient descent: steps that can be worked out by hand. */
function line(overrides: Partial<Problem>): Problem {
  return {
    inputCount: 1,
    hidden: [],
    activation: 'linear',
    loss: 'squared-error',
    task: 'regression',
    optimizer: 'sgd',
    learningRate: 0.25,
    l2: 0,
    points: [[1], [2], [4]],
    labels: [1, 0, 1],
    initialParameters: [0, 0],
    ...overrides,
  };
}

export function describeTraining(backend: Backend, tolerance: BackendTolerance): void {
  describe('training', () => {
    describeBatches(backend, tolerance);
    describeSlicing(backend);
    describeState(backend);
    describeDivergence(backend);
  });
}

function describeBatches(backend: Backend, { reordered }: BackendTolerance): void {
  it('steps by the mean gradient of a batch', () => {
    withTraining(backend, line({ points: [[1], [2]], labels: [1, 0] }), (executor) => {
      trainEpochs(executor, line({ points: [[1], [2]], labels: [1, 0] }), 2, 1);
      // Mean of 2(ŷ - y)x and of 2(ŷ - y) at ŷ = 0: -1 each.
      expectClose(executor.readParameters(), [0.25, 0.25], reordered);
    });
  });

  it('averages a shorter last batch over its own count', () => {
    const problem = line({});
    withTraining(backend, problem, (executor) => {
      trainEpochs(executor, problem, 2, 1);
      // After the first batch w = b = 0.25. The last sample alone: x = 4, ŷ = 1.25, y = 1, gradients 2 and 0.5.
      expectClose(executor.readParameters(), [0.25 - 0.25 * 2, 0.25 - 0.25 * 0.5], reordered);
    });
  });

  it('adds L2 to the gradient of weights and not of biases', () => {
    const problem = line({ l2: 0.5, initialParameters: [1, 1], points: [[1]], labels: [2] });
    withTraining(backend, problem, (executor) => {
      trainEpochs(executor, problem, 1, 1);
      expectClose(executor.readParameters(), [1 - 0.25 * 0.5, 1], reordered);
    });
  });

  it('counts the samples of an open batch', () => {
    const problem = randomProblem({ seed: 3, count: 13 });
    withTraining(backend, problem, (executor) => {
      expect(executor.pending).toBe(0);
      const reached = executor.train(samplesOf(problem), identityOrder(13), 0, 7, 5);
      expect(reached).toBeGreaterThanOrEqual(7);
      expect(executor.pending).toBe(reached === 13 ? 0 : reached % 5);
      trainThrough(executor, samplesOf(problem), identityOrder(13).subarray(reached), 5);
      expect(executor.pending).toBe(0);
    });
  });
}

function describeSlicing(backend: Backend): void {
  it.each(problemByOptimizer)(
    'ends at the same bits however the range is cut into calls: %s',
    (_name, problem) => {
      const whole = withTraining(backend, problem, (executor) => {
        trainEpochs(executor, problem, 5, 3);
        return asLists(executor.readState());
      });
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 13 }), (slice) => {
          withTraining(backend, problem, (executor) => {
            trainEpochs(executor, problem, 5, 3, slice);
            expect(asLists(executor.readState())).toEqual(whole);
          });
        }),
        { numRuns: 8 },
      );
    },
  );

  it('ends elsewhere with another batch size, so the comparison above can fail', () => {
    const [, problem] = problemByOptimizer[0];
    const results = [4, 5].map((batchSize) =>
      withTraining(backend, problem, (executor) => {
        trainEpochs(executor, problem, batchSize, 3);
        return asLists(executor.readState());
      }),
    );
    expect(results[0]).not.toEqual(results[1]);
  });
}

function describeState(backend: Backend): void {
  it.each(problemByOptimizer)('goes on from a restored state to the same bits: %s', (_name, problem) => {
    const [saved, expected] = withTraining(backend, problem, (executor) => {
      trainEpochs(executor, problem, 5, 2);
      const halfway = executor.readState();
      trainEpochs(executor, problem, 5, 2);
      return [halfway, asLists(executor.readState())];
    });
    withTraining(backend, problem, (executor) => {
      executor.writeState(saved);
      trainEpochs(executor, problem, 5, 2);
      expect(asLists(executor.readState())).toEqual(expected);
    });
  });

  it('needs the optimizer state for that, not the parameters alone', () => {
    const [, problem] = problemByOptimizer[problemByOptimizer.length - 1];
    const [fresh, saved, expected] = withTraining(backend, problem, (executor) => {
      const start = executor.readState();
      trainEpochs(executor, problem, 5, 2);
      const halfway = executor.readState();
      trainEpochs(executor, problem, 5, 2);
      return [start, halfway, asLists(executor.readState())];
    });
    withTraining(backend, problem, (executor) => {
      executor.writeState({ ...fresh, parameters: saved.parameters });
      trainEpochs(executor, problem, 5, 2);
      expect(asLists(executor.readState())).not.toEqual(expected);
    });
  });

  it('drops an open batch when a state is written', () => {
    const problem = randomProblem({ seed: 4, count: 13 });
    withTraining(backend, problem, (executor) => {
      const start = executor.readState();
      trainEpochs(executor, problem, 13, 1);
      const expected = asLists(executor.readState());
      executor.writeState(start);
      executor.train(samplesOf(problem), identityOrder(13), 0, 3, 100);
      executor.writeState(start);
      expect(executor.pending).toBe(0);
      trainEpochs(executor, problem, 13, 1);
      expect(asLists(executor.readState())).toEqual(expected);
    });
  });

  it('hands out copies', () => {
    const [, problem] = problemByOptimizer[1];
    withTraining(backend, problem, (executor) => {
      trainEpochs(executor, problem, 5, 1);
      const before = asLists(executor.readState());
      executor.readParameters().fill(0);
      const { parameters, state, shared } = executor.readState();
      for (const array of [parameters, ...state, shared]) array.fill(0);
      expect(asLists(executor.readState())).toEqual(before);
      expect(before[0].some((x) => x !== 0)).toBe(true);
    });
  });

  it('refuses a state of another size and says what it expected', () => {
    const problem = line({});
    withTraining(backend, problem, (executor) => {
      const { state, shared } = executor.readState();
      const parameters = new Float64Array(3);
      expect(() => executor.writeState({ parameters, state, shared })).toThrow(/3 parameters.*expected 2/);
    });
  });
}

function describeDivergence(backend: Backend): void {
  it('stops after the first step that leaves a parameter not finite', () => {
    const problem = line({ learningRate: Infinity, points: [[1], [2], [4], [1]], labels: [1, 0, 1, 1] });
    withTraining(backend, problem, (executor) => {
      expect(executor.train(samplesOf(problem), identityOrder(4), 0, 4, 2)).toBe(2);
      expect(executor.diverged).toBe(true);
      expect(executor.readParameters().some((x) => !Number.isFinite(x))).toBe(true);
    });
  });

  it('stops when a batch has a loss that is not finite', () => {
    const problem = line({ learningRate: 0, points: [[1], [2]], labels: [1e200, 1] });
    withTraining(backend, problem, (executor) => {
      trainEpochs(executor, problem, 2, 1);
      expect(executor.diverged).toBe(true);
    });
  });

  it('has not diverged while everything is finite, nor after a state was written', () => {
    const problem = line({});
    withTraining(backend, problem, (executor) => {
      const start = executor.readState();
      trainEpochs(executor, problem, 2, 1);
      expect(executor.diverged).toBe(false);
      executor.hyperParameters[0] = Infinity;
      trainEpochs(executor, problem, 2, 1);
      expect(executor.diverged).toBe(true);
      executor.writeState(start);
      expect(executor.diverged).toBe(false);
    });
  });
}
