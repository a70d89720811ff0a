import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, ExecutorState, TrainingExecutor } from '../../../src/backends/executor.ts';
import { optimizerNames, type OptimizerName } from '../../../src/experiment/names.ts';
import { hyperParametersOf, optimizerProgram, type UpdateOptions } from '../../../src/nn/optimizers.ts';
import { identityOrder, randomProblem, uniformOf } from './problems.ts';
import { initialStateOf, samplesOf, trainingProgramOf, trainThrough, type Problem } from './training.ts';

/** What is on the way of every gradient, all at once. */
const everything: UpdateOptions = { l1: 0.01, clipValue: 0.5, clipNorm: 0.3, weightDecay: 0.02 };

/** An executor at the start of the problem's run, with all penalties and clips. */
function withEverything<R>(backend: Backend, problem: Problem, body: (executor: TrainingExecutor) => R): R {
  const { optimizer, learningRate, l2 } = problem;
  const program = {
    ...trainingProgramOf(problem),
    updateProgram: optimizerProgram(optimizer, everything),
  };
  const executor = backend.createTraining(program);
  try {
    executor.hyperParameters.set(hyperParametersOf(optimizer, learningRate, l2, everything));
    executor.writeState(initialStateOf(problem, program));
    return body(executor);
  } finally {
    executor.dispose();
  }
}

/** A third of them. */
function chosenBy(seed: number, count: number): Uint8Array {
  const uniform = uniformOf(seed);
  return Uint8Array.from({ length: count }, () => (uniform() < 1 / 3 ? 1 : 0));
}

function problemOf(optimizer: OptimizerName, seed: number): Problem {
  const hidden = [1 + (seed % 7), 1 + (seed % 4)];
  return randomProblem({ seed, count: 11, hidden, optimizer, learningRate: 0.05 });
}

function pointsOf(count: number): Pick<Problem, 'points' | 'labels'> {
  const { points, labels } = randomProblem({ seed: 4, count });
  return { points, labels };
}

/** All numbers of one parameter: its own, and what the optimizer carries for it. */
const columnsOf = ({ parameters, state }: ExecutorState): readonly Float64Array[] => [parameters, ...state];

function train(executor: TrainingExecutor, problem: Problem, epochs: number): void {
  for (let epoch = 0; epoch < epochs; epoch++)
    trainThrough(executor, samplesOf(problem), identityOrder(problem.points.length), 4, 3);
}

export function describeResting(backend: Backend): void {
  describe('parameters that rest', () => {
    it.each(optimizerNames)('keep their bits and their state, and the others move: %s', (optimizer) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
          const problem = problemOf(optimizer, seed);
          withEverything(backend, problem, (executor) => {
            train(executor, problem, 1);
            const before = columnsOf(executor.readState());
            executor.resting.set(chosenBy(seed, executor.resting.length));
            train(executor, problem, 2);
            columnsOf(executor.readState()).forEach((column, k) => {
              column.forEach((value, p) => {
                if (executor.resting[p] === 1) expect(value).toBe(before[k][p]);
              });
            });
            const after = executor.readParameters();
            const moving = [...after.keys()].filter((p) => executor.resting[p] === 0);
            expect(moving.length === 0 || moving.some((p) => after[p] !== before[0][p])).toBe(true);
          });
        }),
        { numRuns: 6 },
      );
    });

    it.each(optimizerNames)(
      'rest from the next step on, and move again when they no longer do: %s',
      (optimizer) => {
        const problem = problemOf(optimizer, 5);
        const [mixed, state] = withEverything(backend, problem, (executor) => {
          executor.resting.set(chosenBy(3, executor.resting.length));
          train(executor, problem, 2);
          const between = executor.readState();
          executor.resting.fill(0);
          train(executor, problem, 2);
          return [executor.readState(), between];
        });
        // Nothing is left of the rest but the numbers.
        const anew = withEverything(backend, problem, (executor) => {
          executor.writeState(state);
          train(executor, problem, 2);
          return executor.readState();
        });
        expect(anew).toEqual(mixed);
      },
    );

    it('may be chosen inside a batch, whose step then leaves them alone', () => {
      const problem = { ...problemOf('adam', 9), ...pointsOf(80) };
      const order = identityOrder(problem.points.length);
      const samples = samplesOf(problem);
      const resting = chosenBy(1, problem.initialParameters.length);
      const early = withEverything(backend, problem, (executor) => {
        executor.resting.set(resting);
        trainThrough(executor, samples, order, order.length);
        return executor.readState();
      });
      const late = withEverything(backend, problem, (executor) => {
        const reached = executor.train(samples, order, 0, 5, order.length);
        expect(executor.pending).toBe(reached);
        executor.resting.set(resting);
        executor.train(samples, order, reached, order.length, order.length);
        return executor.readState();
      });
      expect(late).toEqual(early);
    });

    it('are not looked at: what is not finite there does not end a training', () => {
      const problem = problemOf('sgd', 2);
      withEverything(backend, problem, (executor) => {
        const last = executor.resting.length - 1;
        executor.hyperParameters[1] = Infinity;
        executor.resting.fill(1);
        train(executor, problem, 1);
        expect(executor.diverged).toBe(false);
        executor.resting[last] = 0;
        executor.resting[0] = 0;
        train(executor, problem, 1);
        expect(executor.diverged).toBe(true);
      });
    });
  });
}
