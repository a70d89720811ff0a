import { predictionAt, sigmoid, smallestNormal, unit, type Bounded } from './error-bound.ts';
import { groupSize } from './landscape.ts';
import type { LandscapeEvaluation } from './requests.ts';

/** Losses whose error is known how to bound. */
export type CheckedLoss = 'squared-error' | 'binary-cross-entropy';

/** A number and how far from it the GPU may be. */
interface BoundedLoss {
  readonly value: number;
  readonly bound: number;
}

/**
 * The loss of one sample in exact arithmetic, and the bound on the GPU's for a prediction p that is off by e: the
 * loss's largest slope within e, times e, and the error of computing the loss itself.
 */
const lossCurves = {
  /** (p - y)². y is half a unit off, the difference d and the square each one more; the slope is at most 2|d| + e. */
  'squared-error': (p, e, y) => {
    const d = Math.abs(p - y);
    const off = e + unit * (Math.abs(y) + d + e);
    return { value: d * d, bound: (2 * d + off) * off + unit * (d + off) ** 2 + smallestNormal };
  },
  /**
   * softplus(±z), whose slope is a sigmoid; ± and y are exact. Of the shader's max(x, 0) + log1p(t), t = exp(-|x|) is
   * 3 + 2|x| units off and the quotient and the series of log1p less than 16, relative to at most t: below 20 units
   * for every x. The sum is one more, and t no longer falls beyond |x| = 80.
   */
  'binary-cross-entropy': (p, e, y) => {
    const x = (1 - 2 * y) * p;
    const value = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    return { value, bound: sigmoid(x + e) * e + unit * (20 + value + e) };
  },
} as const satisfies Record<CheckedLoss, (p: number, e: number, y: number) => BoundedLoss>;

/** From where a sum of squares may be beyond f32, which the GPU reports as Infinity. */
const nearlyTooLarge = 2 ** 126;

/**
 * Evaluates the loss at random points of a plane anew, in f64 and in steps, and holds the GPU's against it within the
 * computed bound of each. Yields after each sample.
 *
 * @param losses as `evaluateLandscape` returned them
 * @param points how many are drawn
 * @param random in [0, 1), draws the points
 * @returns the first loss outside its bound, in words
 */
export function* landscapeCheckSteps(
  request: LandscapeEvaluation,
  loss: CheckedLoss,
  losses: Float32Array,
  points: number,
  random: () => number,
): Generator<undefined, string | undefined, undefined> {
  const { alphas, betas } = request;
  for (let drawn = 0; drawn < points; drawn++) {
    const cell = Math.floor(random() * losses.length);
    const [alpha, beta] = [alphas[cell % alphas.length], betas[Math.floor(cell / alphas.length)]];
    const { value, bound } = yield* meanLossSteps(request, loss, alpha, beta);
    const actual = losses[cell];
    const isTooLarge = actual === Infinity && (value + bound) * request.samples.count >= nearlyTooLarge;
    // Written so that NaN is outside.
    if (!(isTooLarge || Math.abs(actual - value) <= bound))
      return `loss at α = ${alpha}, β = ${beta}: expected ${value} ± ${bound}, got ${actual}`;
  }
  return undefined;
}

/** The mean over the samples, and how far off the GPU's may be. */
export function* meanLossSteps(
  request: LandscapeEvaluation,
  loss: CheckedLoss,
  alpha: number,
  beta: number,
): Generator<undefined, BoundedLoss, undefined> {
  const { program, samples } = request;
  const { count, inputs, targets } = samples;
  const weights = movedWeights(request, alpha, beta);
  let sum = 0;
  let error = 0;
  for (let sample = 0; sample < count; sample++) {
    const point = Float64Array.from(inputs, (column) => column[sample]);
    const prediction = predictionAt(program.plan, weights, point);
    const { value, bound } = lossCurves[loss](prediction.value, prediction.bound, targets[0][sample]);
    sum += value;
    error += bound;
    yield;
  }
  // Losses are not negative, so no sum on the way is larger than the last; the mean is rounded once more.
  const summing = (Math.min(groupSize, count) + 1) * unit * (sum + error);
  return { value: sum / count, bound: (error + summing) / count };
}

/**
 * θ + α·d₁ + β·d₂. Each of the five numbers is rounded to f32, half a unit, each product one, and each of the two
 * sums one more: less than 5 units of the magnitudes in all.
 */
function movedWeights(
  { parameters, directions: [first, second] }: LandscapeEvaluation,
  alpha: number,
  beta: number,
): Bounded {
  const values = parameters.map((value, p) => value + alpha * first[p] + beta * second[p]);
  const bounds = parameters.map(
    (value, p) =>
      5 * unit * (Math.abs(value) + Math.abs(alpha * first[p]) + Math.abs(beta * second[p])) +
      5 * smallestNormal,
  );
  return { values, bounds };
}
