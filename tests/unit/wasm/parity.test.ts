import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import {
  activationNames,
  optimizerNames,
  type ActivationName,
  type LossName,
  type OptimizerName,
} from '../../../src/experiment/names.ts';
import { outputCountOf, traceNetwork } from '../../../src/nn/network.ts';
import { largestDifference } from '../helpers/closeness.ts';
import { identityOrder, randomProblem, uniformOf } from '../helpers/problems.ts';
import { meanFirstOutput, samplesOf, trainThrough, withTraining, type Problem } from '../helpers/training.ts';
import { wasmBackend } from './backends.ts';

const learningRates = {
  sgd: 0.05,
  momentum: 0.01,
  nesterov: 0.01,
  rmsprop: 0.002,
  adagrad: 0.02,
  adadelta: 0.5,
  adam: 0.01,
  adamw: 0.01,
  amsgrad: 0.01,
  lion: 0.003,
} as const;

/** The later ones are made of the same ops: with one optimizer each. */
const activationsWith = (optimizer: OptimizerName): readonly ActivationName[] =>
  optimizer === 'adam' ? activationNames : activationNames.slice(0, 4);

const ofTwoClasses = optimizerNames.flatMap((optimizer) =>
  activationsWith(optimizer).flatMap((activation) =>
    (['squared-error', 'binary-cross-entropy'] as const).map((loss): [string, Problem] => [
      `${activation}, ${loss}, ${optimizer}`,
      // 23 samples in batches of 6: the last batch of each epoch is short.
      randomProblem({
        seed: 5,
        count: 23,
        optimizer,
        activation,
        loss,
        hidden: [6, 5],
        learningRate: learningRates[optimizer],
      }),
    ]),
  ),
);

/** A network of so many classes, everything else about it drawn at random. */
function problemOfClasses(classCount: number, loss: LossName): [string, Problem] {
  const uniform = uniformOf(100 * classCount + loss.length);
  const whole = (from: number, to: number): number => from + Math.floor((to + 1 - from) * uniform());
  const optimizer = optimizerNames[whole(0, optimizerNames.length - 1)];
  const activation = activationNames[whole(0, activationNames.length - 1)];
  const hidden = Array.from({ length: whole(0, 3) }, () => whole(1, 9));
  const [inputCount, seed] = [whole(1, 6), classCount];
  const shape = { inputCount, hidden, activation, loss, classCount };
  const layers = [inputCount, ...hidden, outputCountOf({ ...shape, task: 'classification' })].join('-');
  return [
    `${layers} ${activation}, ${loss}, ${optimizer}`,
    randomProblem({ ...shape, seed, count: 23, optimizer, learningRate: learningRates[optimizer] }),
  ];
}

const manyClasses = [2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((classCount) => [
  problemOfClasses(classCount, 'cross-entropy'),
  ...(classCount > 2 ? [problemOfClasses(classCount, 'squared-error')] : []),
]);
const problems = [...ofTwoClasses, ...manyClasses];

/** Parameters after each of so many epochs of four batches. */
function trajectory(backend: Backend, problem: Problem, epochs: number): Float64Array[] {
  const samples = samplesOf(problem);
  return withTraining(backend, problem, (executor) =>
    Array.from({ length: epochs }, () => {
      trainThrough(executor, samples, identityOrder(samples.count), 6);
      return executor.readParameters();
    }),
  );
}

describe.each(['straight', 'loops'] as const)('%s code in f64', (shape) => {
  it.each(problems)('stays within 1e-10 of the interpreter over 200 steps: %s', (_title, problem) => {
    const [actual, expected] = [wasmBackend('f64', shape), interpreter].map((backend) =>
      trajectory(backend, problem, 50).at(-1)!,
    );
    expect(largestDifference(actual, expected, 1e-2)).toBeLessThanOrEqual(1e-10);
    expect(largestDifference(expected, Float64Array.from(problem.initialParameters), 1)).toBeGreaterThan(
      1e-3,
    );
  });
});

/** The mean gradient, as momentum's velocity after one step from rest. */
function velocity(backend: Backend, problem: Problem): Float64Array {
  const samples = samplesOf(problem);
  const rounded = { ...samples, inputs: samples.inputs.map((column) => column.map(Math.fround)) };
  const start: Problem = {
    ...problem,
    initialParameters: problem.initialParameters.map(Math.fround),
    optimizer: 'momentum',
    l2: 0,
  };
  return withTraining(backend, start, (executor) => {
    executor.train(rounded, identityOrder(samples.count), 0, samples.count, samples.count);
    return executor.readState().state[0];
  });
}

function norm(vector: Float64Array): number {
  return Math.hypot(...vector);
}

describe.each(['straight', 'loops'] as const)('%s code in f32', (shape) => {
  const compared = [...ofTwoClasses.filter(([, { optimizer }]) => optimizer === 'sgd'), ...manyClasses];

  it.each(compared)('has a gradient within 2e-5 of its norm: %s', (_title, problem) => {
    const actual = velocity(wasmBackend('f32', shape), problem);
    const expected = velocity(interpreter, problem);
    const difference = norm(actual.map((x, p) => x - expected[p]));
    expect(norm(expected)).toBeGreaterThan(1e-3);
    expect(difference).toBeLessThanOrEqual(2e-5 * norm(expected));
    expect(difference).toBeGreaterThan(0);
  });

  it.each(problems)('has a loss within 1e-3 of the interpreter over 100 steps: %s', (_title, problem) => {
    const samples = samplesOf(problem);
    const { metrics } = traceNetwork(problem);
    const curves = [wasmBackend('f32', shape), interpreter].map((backend) =>
      trajectory(backend, problem, 25).map((parameters) =>
        meanFirstOutput(interpreter, metrics, parameters, samples, samples.inputs[0].keys()),
      ),
    );
    expect(largestDifference(curves[0], curves[1], 1)).toBeLessThanOrEqual(1e-3);
  });
});

describe('a wide network', () => {
  const wide = randomProblem({ seed: 2, count: 75, hidden: [33, 18], activation: 'tanh', optimizer: 'adam' });

  it('has the same gradient as loops and as straight code, in both lane types', () => {
    const expected = velocity(interpreter, wide);
    for (const [lanes, bound] of [
      ['f32', 2e-5],
      ['f64', 1e-13],
    ] as const) {
      for (const shape of ['straight', 'loops'] as const) {
        const actual = velocity(wasmBackend(lanes, shape), wide);
        expect(norm(actual.map((x, p) => x - expected[p]))).toBeLessThanOrEqual(bound * norm(expected));
      }
    }
  });
});
