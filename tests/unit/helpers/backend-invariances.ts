import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/executor.ts';
import { layerLayouts } from '../../../src/nn/mlp.ts';
import { biasAt, weightAt } from '../../../src/nn/parameter-blocks.ts';
import { traceNetwork, widthsOf } from '../../../src/nn/network.ts';
import type { BackendTolerance } from '../tolerances.ts';
import { expectClose } from './closeness.ts';
import { identityOrder, problemByOptimizer, randomProblem } from './problems.ts';
import { meanFirstOutput, samplesOf, trainThrough, withTraining, type Problem } from './training.ts';

/** The parameters after some epochs in the given order. */
function trained(
  backend: Backend,
  problem: Problem,
  order: Uint32Array,
  batchSize: number,
  epochs = 4,
): Float64Array {
  const samples = samplesOf(problem);
  return withTraining(backend, problem, (executor) => {
    for (let epoch = 0; epoch < epochs; epoch++) trainThrough(executor, samples, order, batchSize);
    return executor.readParameters();
  });
}

/** `to[i]` = where parameter i of the original stands after the first hidden layer's neurons are reversed. */
function reversedFirstLayer(problem: Problem): number[] {
  const [first, second, ...rest] = layerLayouts(problem.inputCount, widthsOf(problem));
  const to: number[] = [];
  for (let unit = 0; unit < first.width; unit++) {
    const moved = first.width - 1 - unit;
    for (let i = 0; i < first.inputCount; i++) to.push(weightAt(first, moved, i));
  }
  for (let unit = 0; unit < first.width; unit++) to.push(biasAt(first, first.width - 1 - unit));
  for (let unit = 0; unit < second.width; unit++) {
    for (let i = 0; i < second.inputCount; i++) to.push(weightAt(second, unit, first.width - 1 - i));
  }
  for (let i = second.biasOffset; i < second.biasOffset + second.width; i++) to.push(i);
  for (const { weightOffset, biasOffset, width } of rest)
    for (let i = weightOffset; i < biasOffset + width; i++) to.push(i);
  return to;
}

/** Half a dozen samples a batch; plain descent, so that rounding is not amplified by a division by a tiny root. */
const base = randomProblem({ seed: 11, count: 12, optimizer: 'momentum', learningRate: 0.05 });

export function describeInvariances(backend: Backend, { reordered }: BackendTolerance): void {
  describe('invariances', () => {
    it.each(problemByOptimizer)('learning rate 0 changes no parameter: %s', (_name, problem) => {
      const before = trained(backend, problem, identityOrder(13), 5, 0);
      expect([...trained(backend, { ...problem, learningRate: 0 }, identityOrder(13), 5)]).toEqual([
        ...before,
      ]);
      const after = trained(backend, problem, identityOrder(13), 5);
      const moved = after.filter((x, i) => x !== before[i]).length;
      // Lion's steps are all of one length: some lead a bias back to where it was.
      expect(moved).toBeGreaterThanOrEqual(problem.optimizer === 'lion' ? after.length / 2 : after.length);
    });

    it('the order of hidden units changes nothing', () => {
      const to = reversedFirstLayer(base);
      expect(new Set(to).size).toBe(base.initialParameters.length);
      const initialParameters = new Array<number>(to.length);
      to.forEach((place, i) => (initialParameters[place] = base.initialParameters[i]));
      const straight = trained(backend, base, identityOrder(12), 6);
      const reversed = trained(backend, { ...base, initialParameters }, identityOrder(12), 6);
      expectClose(
        to.map((place) => reversed[place]),
        straight,
        reordered,
      );
      expect(() => expectClose(reversed, straight, reordered)).toThrow();
    });

    it('the order of samples inside a batch changes nothing, across batches it does', () => {
      const straight = trained(backend, base, identityOrder(12), 6);
      const shuffledInside = Uint32Array.of(3, 1, 5, 0, 4, 2, 11, 6, 9, 8, 10, 7);
      expectClose(trained(backend, base, shuffledInside, 6), straight, reordered);
      const exchanged = Uint32Array.of(11, 1, 5, 0, 4, 2, 3, 6, 9, 8, 10, 7);
      expect(() => expectClose(trained(backend, base, exchanged, 6), straight, reordered)).toThrow();
    });

    it('every sample twice keeps the mean loss and the step', () => {
      const { metrics } = traceNetwork(base);
      const doubled = {
        ...base,
        points: [...base.points, ...base.points],
        labels: [...base.labels, ...base.labels],
      };
      const parameters = Float64Array.from(base.initialParameters);
      const meanOf = (problem: Problem): number =>
        meanFirstOutput(
          backend,
          metrics,
          parameters,
          samplesOf(problem),
          identityOrder(problem.points.length),
        );
      expectClose([meanOf(doubled)], [meanOf(base)], reordered);
      expect(meanOf(base)).toBeGreaterThan(0.1);
      const once = trained(backend, base, identityOrder(12), 12);
      expectClose(trained(backend, doubled, identityOrder(24), 24), once, reordered);
    });
  });
}
