import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { layerLayouts } from '../../../src/nn/mlp.ts';
import { biasAt, weightAt } from '../../../src/nn/parameter-blocks.ts';
import { traceNetwork, widthsOf } from '../../../src/nn/network.ts';
import { expectClose, largestDifference } from '../helpers/closeness.ts';
import { identityOrder, randomProblem } from '../helpers/problems.ts';
import { samplesOf, trainThrough, withTraining, type Problem } from '../helpers/training.ts';
import { wasmBackend } from '../wasm/backends.ts';

const backends = [interpreter, wasmBackend('f64', 'straight'), wasmBackend('f64', 'loops')];

/** The output neurons with all that belongs to them, in another order: `to[place]` is where a class goes. */
function permuted(problem: Problem, to: readonly number[]): Problem {
  const layer = layerLayouts(problem.inputCount, widthsOf(problem)).at(-1)!;
  const initialParameters = [...problem.initialParameters];
  for (const [place, moved] of to.entries()) {
    for (let i = 0; i < layer.inputCount; i++) {
      initialParameters[weightAt(layer, moved, i)] = problem.initialParameters[weightAt(layer, place, i)];
    }
    initialParameters[biasAt(layer, moved)] = problem.initialParameters[biasAt(layer, place)];
  }
  return { ...problem, initialParameters, labels: problem.labels.map((label) => to[label]) };
}

/** The loss and the displayed outputs, `[output][sample]`, after some epochs. */
function figures(backend: (typeof backends)[number], problem: Problem, epochs: number): Float64Array[] {
  const samples = samplesOf(problem);
  const parameters = withTraining(backend, problem, (executor) => {
    for (let epoch = 0; epoch < epochs; epoch++)
      trainThrough(executor, samples, identityOrder(samples.count), 5);
    return executor.readParameters();
  });
  const { metrics } = traceNetwork(problem);
  const executor = backend.createForward(metrics);
  const outputs = Array.from(metrics.outputs, () => new Float64Array(samples.count));
  executor.setParameters(parameters);
  executor.run(samples, 0, samples.count, outputs);
  executor.dispose();
  return outputs;
}

const orders = fc.integer({ min: 3, max: 8 }).chain((classCount) =>
  fc.shuffledSubarray(
    Array.from({ length: classCount }, (_, place) => place),
    { minLength: classCount, maxLength: classCount },
  ),
);

describe.each(['cross-entropy', 'squared-error'] as const)('permuting the classes with %s', (loss) => {
  it.each([
    ['untrained', 0],
    ['after three epochs', 3],
  ])('permutes the outputs and leaves every loss as it is: %s', (_when, epochs) => {
    fc.assert(
      fc.property(orders, fc.constantFrom(...backends), fc.nat(99), (to, backend, seed) => {
        const problem = randomProblem({
          seed,
          count: 12,
          classCount: to.length,
          loss,
          hidden: [4],
          optimizer: 'sgd',
        });
        const [losses, ...outputs] = figures(backend, problem, epochs);
        const [permutedLosses, ...permutedOutputs] = figures(backend, permuted(problem, to), epochs);
        const close = { relative: 1e-12, floor: 1 };
        expectClose(permutedLosses, losses, close);
        for (const [place, moved] of to.entries()) expectClose(permutedOutputs[moved], outputs[place], close);
      }),
      { numRuns: 12, seed: 7 },
    );
  });

  it('would be noticed if the labels alone were permuted', () => {
    const problem = randomProblem({ seed: 1, count: 12, classCount: 4, loss, hidden: [4], optimizer: 'sgd' });
    const to = [1, 2, 3, 0];
    const { labels } = permuted(problem, to);
    const [losses] = figures(interpreter, problem, 0);
    const [others] = figures(interpreter, { ...problem, labels }, 0);
    expect(largestDifference(others, losses, 1)).toBeGreaterThan(0.01);
  });
});
