import { logOddsOf, predictionsAt, sigmoid, smallestNormal, unit, type Bounded } from './error-bound.ts';
import { groupSize } from './landscape.ts';
import type { LandscapeEvaluation } from './requests.ts';

/** Losses whose error is known how to bound. */
export type CheckedLoss = 'squared-error' | 'binary-cross-entropy' | 'cross-entropy';

/** A number and how far from it the GPU may be. */
interface BoundedLoss {
  readonly value: number;
  readonly bound: number;
}

/** By output. */
type Targets = readonly number[];

/**
 * The loss of one sample in exact arithmetic, and the bound on the GPU's for predictions that are off by their bounds:
 * the loss's largest slope within them, times the bounds, and the error of computing the loss itself.
 */
const lossCurves = {
  /** The mean of k squares: k - 1 additions of what is not negative, and for more than one a division of 2.5 units. */
  'squared-error': ({ values, bounds }, targets) => {
    let sum = 0;
    let error = 0;
    targets.forEach((target, output) => {
      const { value, bound } = squaredError(values[output], bounds[output], target);
      sum += value;
      error += bound;
    });
    const count = targets.length;
    const rounding = count === 1 ? 0 : (count - 1 + 2.5) * unit * (sum + error) + smallestNormal;
    return { value: sum / count, bound: (error + rounding) / count };
  },
  /** softplus(±z), whose slope is a sigmoid; ± and y are exact. */
  'binary-cross-entropy': ({ values: [p], bounds: [e] }, [y]) => {
    const x = (1 - 2 * y) * p;
    const value = softplus(x);
    return { value, bound: sigmoid(x + e) * e + unit * (softplusUnits + value + e) };
  },
  /**
   * log Σ exp(zᵢ) - z of the true class, which is softplus of the log-odds against it. Targets are 0 and 1, and z of
   * the true class is exact; the difference is one unit more.
   */
  'cross-entropy': (logits, targets) => {
    const { value: odds, error } = logOddsOf(logits, targets.indexOf(1));
    const value = softplus(-odds);
    const carried = sigmoid(error - odds) * error;
    const summing = logSumRounding(logits);
    return { value, bound: carried + summing + unit * (value + carried + summing) };
  },
} as const satisfies Record<CheckedLoss, (predictions: Bounded, targets: Targets) => BoundedLoss>;

/** (p - y)². y is half a unit off, the difference d and the square each one more; the slope is at most 2|d| + e. */
function squaredError(p: number, e: number, y: number): BoundedLoss {
  const d = Math.abs(p - y);
  const off = e + unit * (Math.abs(y) + d + e);
  return { value: d * d, bound: (2 * d + off) * off + unit * (d + off) ** 2 + smallestNormal };
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * Units, beside one of its value, that softplus is off. Of the shader's max(x, 0) + log1p(t), t = exp(-|x|) is 3 + 2|x|
 * units off and the quotient and the series of log1p less than 16, relative to at most t: below 20 units for every x.
 * The sum is one more, and t no longer falls beyond |x| = 80.
 */
const softplusUnits = 20;

/**
 * Error of log Σ exp(zᵢ) as the tape adds it up, term by term: of s, which is r off by now, and the next z the
 * difference x = s - z has one unit, softplus(x) ≤ |x| + 0.7 its own, whose slope of at most 1 adds to no error, and
 * z + softplus(x) one more.
 */
function logSumRounding({ values, bounds }: Bounded): number {
  const off = bounds.reduce((most, bound) => Math.max(most, bound), 0);
  let sum = values[0];
  let rounding = 0;
  for (let j = 1; j < values.length; j++) {
    const x = Math.abs(sum - values[j]) + 2 * off + rounding;
    sum = values[j] + softplus(sum - values[j]);
    // A tenth more, for roundings of what was rounded.
    rounding += 1.1 * unit * (2 * x + softplusUnits + 0.7 + Math.abs(sum) + off + rounding);
  }
  return rounding;
}

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
    const predictions = predictionsAt(program.plan, weights, point);
    const wanted = targets.map((column) => column[sample]);
    const { value, bound } = lossCurves[loss](predictions, wanted);
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
