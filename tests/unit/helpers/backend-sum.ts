import { describe, expect, it } from 'vitest';
import { selectOutputs } from '../../../src/autograd/tape-builder.ts';
import type { Backend } from '../../../src/backends/executor.ts';
import { traceNetwork } from '../../../src/nn/network.ts';
import type { BackendTolerance } from '../tolerances.ts';
import { expectClose } from './closeness.ts';
import { identityOrder, randomProblem } from './problems.ts';
import { meanFirstOutput, samplesOf } from './training.ts';

/** Small enough for one block of code, and wide enough for loops. */
const shapes = [
  ['a small network', [3]],
  ['a wide network', [17, 9]],
] as const;

export function describeSum(backend: Backend, { reordered }: BackendTolerance): void {
  describe.each(shapes)('the sum over samples of %s', (_, hidden) => {
    // More samples than the columns of `createForward` hold at once, and no multiple of anything.
    const problem = randomProblem({ seed: 3, count: 1203, hidden });
    const samples = samplesOf(problem);
    const tape = selectOutputs(traceNetwork(problem).metrics, [0]);
    const parameters = Float64Array.from(problem.initialParameters);
    const meanOf = (weights: Float64Array): number =>
      meanFirstOutput(backend, tape, weights, samples, identityOrder(samples.count));

    it('is that of the outputs one by one, in one part or in several', () => {
      const executor = backend.createSum(tape, samples);
      executor.setParameters(parameters);
      const expected = meanOf(parameters) * samples.count;
      const ends = [0, 1, 37, 37, 640, 1203];
      const parts = ends.slice(1).map((to, i) => executor.sum(ends[i], to));
      const total = parts.reduce((sum, part) => sum + part, 0);
      expectClose([executor.sum(0, 1203), total], [expected, expected], reordered);
      expect(executor.sum(0, 1202)).not.toBe(executor.sum(0, 1203));
      executor.dispose();
    });

    it('follows the parameters, and not the arrays that it was made from', () => {
      const own = { ...samples, inputs: samples.inputs.map((column) => column.slice()) };
      const executor = backend.createSum(tape, own);
      own.inputs[0].fill(0);
      const others = parameters.map((value) => value * 1.1);
      executor.setParameters(others);
      others.fill(0);
      const expected = meanOf(parameters.map((value) => value * 1.1));
      expectClose([executor.sum(0, 1203) / 1203], [expected], reordered);
      expect(Math.abs(expected - meanOf(parameters))).toBeGreaterThan(1e-3);
      executor.dispose();
    });
  });
}
