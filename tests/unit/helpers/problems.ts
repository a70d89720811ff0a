import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { optimizerNames } from '../../../src/experiment/names.ts';
import { initializeParameters, type Uniform } from '../../../src/nn/initializers.ts';
import { widthsOf, type NetworkShape } from '../../../src/nn/network.ts';
import type { Problem } from './training.ts';

/** Uniform in [0, 1), the same for the same seed. */
export function uniformOf(seed: number): Uniform {
  const generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b9));
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/** Random points with a smooth rule behind their labels; of more than two classes, it gives their places. */
export function randomProblem(
  overrides: Partial<Problem> & { readonly seed: number; readonly count: number },
): Problem {
  const { seed, count, ...settings } = overrides;
  const uniform = uniformOf(seed);
  const shape: NetworkShape = {
    inputCount: 2,
    hidden: [5, 3],
    activation: 'tanh',
    loss: 'squared-error',
    task: 'classification',
    ...settings,
  };
  const points = Array.from({ length: count }, () =>
    Array.from({ length: shape.inputCount }, () => 4 * uniform() - 2),
  );
  return {
    ...shape,
    optimizer: 'adam',
    learningRate: 0.02,
    l2: 0.01,
    points,
    labels: points.map((point) =>
      labelOf(Math.sin(2 * point[0]) + point[point.length - 1], shape.classCount),
    ),
    initialParameters: [...initializeParameters(shape.inputCount, widthsOf(shape), uniform)],
    ...settings,
  };
}

/** Of a score from about -2.5 to 2.5. */
function labelOf(score: number, classCount = 2): number {
  if (classCount === 2) return score > 0 ? 1 : -1;
  const place = Math.floor((score / 5 + 0.5) * classCount);
  return Math.min(classCount - 1, Math.max(0, place));
}

/** One small problem for each optimizer. */
export const problemByOptimizer = optimizerNames.map(
  (optimizer) => [optimizer, randomProblem({ seed: 7, count: 13, optimizer })] as const,
);

export function identityOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}
