import { logOddsOf, predictionsAt, sigmoid, smallestNormal, unit, type Bounded } from './error-bound.ts';
import { groupSize } from './landscape.ts';
import type { LandscapeEvaluation } from './requests.ts';

/** Losses whose error is known how to bound; cross-entropy without smoothed targets. */
export type CheckedLoss =
  | 'squared-error'
  | 'half-squared-error'
  | 'absolute'
  | 'huber'
  | 'hinge'
  | 'squared-hinge'
  | 'binary-cross-entropy'
  | 'cross-entropy';

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
  'squared-error': meanOver(squaredError),
  /** A factor of ½ is exact but for what is too small for it. */
  'half-squared-error': meanOver((p, e, y) => {
    const { value, bound } = squaredError(p, e, y);
    return { value: value / 2, bound: bound / 2 + smallestNormal };
  }),
  /** Of |p - y| one part is 0, so that the sum is exact. */
  absolute: meanOver((p, e, y) => {
    const { value, off } = difference(p, e, y);
    return { value, bound: off + smallestNormal };
  }),
  huber: meanOver(huber),
  hinge: meanOver((p, e, y) => {
    const { value, off } = lack(p, e, y);
    return { value, bound: off + smallestNormal };
  }),
  'squared-hinge': meanOver((p, e, y) => {
    const { value: x, off } = lack(p, e, y);
    return { value: x * x, bound: (2 * x + off) * off + unit * (x + off) ** 2 + smallestNormal };
  }),
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
} as const satisfies Record<CheckedLoss, LossCurve>;

/** `delta` is Huber's. */
type LossCurve = (predictions: Bounded, targets: Targets, delta: number) => BoundedLoss;

/** The loss of one output: a prediction, how far off it is, and its target. */
type OutputCurve = (p: number, e: number, y: number, delta: number) => BoundedLoss;

/** The mean of k numbers: k - 1 additions of what is not negative, and for more than one a division of 2.5 units. */
function meanOver(curve: OutputCurve): LossCurve {
  return ({ values, bounds }, targets, delta) => {
    let sum = 0;
    let error = 0;
    targets.forEach((target, output) => {
      const { value, bound } = curve(values[output], bounds[output], target, delta);
      sum += value;
      error += bound;
    });
    const count = targets.length;
    const rounding = count === 1 ? 0 : (count - 1 + 2.5) * unit * (sum + error) + smallestNormal;
    return { value: sum / count, bound: (error + rounding) / count };
  };
}

/** |p - y|, and how far the difference may be off: y is half a unit off, and the difference one more. */
function difference(p: number, e: number, y: number): { readonly value: number; readonly off: number } {
  const value = Math.abs(p - y);
  return { value, off: e + unit * (Math.abs(y) + value + e) };
}

/** max(0, 1 - y·p): y is 1 or -1, so that the product is exact. */
function lack(p: number, e: number, y: number): { readonly value: number; readonly off: number } {
  const margin = y * p;
  return { value: Math.max(0, 1 - margin), off: e + unit * (1 + Math.abs(margin) + e) };
}

/** (p - y)². The square is one unit off more; the slope is at most 2|d| + e. */
function squaredError(p: number, e: number, y: number): BoundedLoss {
  const { value: d, off } = difference(p, e, y);
  return { value: d * d, bound: (2 * d + off) * off + unit * (d + off) ** 2 + smallestNormal };
}

/**
 * ½c² + δ·r of the error d, cut off at δ into c and the rest r. c and r are four roundings of at most d + δ off; the
 * slopes by both are at most δ, and by c no more than d; the two products, their sum and δ are a unit each.
 */
function huber(p: number, e: number, y: number, delta: number): BoundedLoss {
  const { value: d, off } = difference(p, e, y);
  const value = d <= delta ? (d * d) / 2 : delta * (d - delta / 2);
  const slope = Math.min(delta, d + off);
  const parts = off + 4 * unit * (d + off + delta);
  const isNearEdge = d + parts >= delta;
  const carried = (isNearEdge ? slope + delta : slope) * parts + parts ** 2;
  return { value, bound: carried + 4 * unit * (value + carried) + smallestNormal };
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
 * @param delta of Huber's loss
 * @returns the first loss outside its bound, in words
 */
export function* landscapeCheckSteps(
  request: LandscapeEvaluation,
  loss: CheckedLoss,
  losses: Float32Array,
  points: number,
  random: () => number,
  delta = 1,
): Generator<undefined, string | undefined, undefined> {
  const { alphas, betas } = request;
  for (let drawn = 0; drawn < points; drawn++) {
    const cell = Math.floor(random() * losses.length);
    const [alpha, beta] = [alphas[cell % alphas.length], betas[Math.floor(cell / alphas.length)]];
    const { value, bound } = yield* meanLossSteps(request, loss, alpha, beta, delta);
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
  delta = 1,
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
    const { value, bound } = lossCurves[loss](predictions, wanted, delta);
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
