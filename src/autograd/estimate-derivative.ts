/**
 * The derivative of a function at a point from the function's values alone: the judge of every backward pass.
 * It looks over many decades of steps, since nothing is known of how fast the function bends, and tells how far off
 * its answer may be, from what rounding makes of a difference and from how the differences change with the step.
 */

import { Surroundings, unknown, type DerivativeEstimate } from './surroundings.ts';

/** Decades of steps above the point's size, below it, and below 1 where the point is 0. */
const [decadesAbove, decadesBelow, decadesAtZero] = [2, 13.5, 20];

/**
 * Asks for the function's values, one `yield` each, and returns its derivative at x.
 *
 * `roundingAt` says how far off by rounding the function's value is near a place: an absolute standard deviation.
 * `isAtCorner` says that at x most of it comes of a corner or a jump, and is less beside it.
 * Central differences over steps a decade apart are extrapolated to h = 0 as polynomials in h² (Richardson; Press et
 * al., Numerical Recipes, section 5.7). Of all extrapolations the one with the smallest uncertainty counts that no
 * smaller step contradicts (as in Lepski's method for choosing a bandwidth), so that a pole, a wiggle or a plateau
 * between large steps cannot pass for the function itself.
 */
export function* estimateDerivative(
  x: number,
  roundingAt: (x: number) => number,
  isAtCorner = false,
): Generator<number, DerivativeEstimate, number> {
  const here = yield x;
  if (!Number.isFinite(here)) return unknown('not-finite');
  const around = new Surroundings(x, here, roundingAt, isAtCorner);
  yield* around.look(ladder(x));
  let estimate = around.judge();
  // Steep, or really a jump: at 0 steps can be as small as one likes.
  if (x === 0 && estimate.kind === 'jump') {
    yield* around.look(decades(-decadesAtZero - 1, -3 * decadesAtZero));
    estimate = around.judge();
  }
  if (isVague(estimate) && estimate.scale !== null) {
    yield* around.look(between(estimate.scale));
    estimate = around.judge();
  }
  // Flat as seen from here: larger steps see more of it.
  if (isVague(estimate)) {
    const top = Math.log10(Math.max(1, Math.abs(x))) + decadesAbove;
    yield* around.look(decades(top + 6, top + 1));
    const fromAfar = around.judge();
    // Where even they show nothing but rounding, they do not know how flat it is here.
    const showsNothing = fromAfar.kind === 'slope' && Math.abs(fromAfar.derivative) <= fromAfar.uncertainty;
    if (!showsNothing || estimate.kind !== 'slope') estimate = fromAfar;
  }
  const { kind, derivative, uncertainty, left, right, reason } = estimate;
  return { kind, derivative, uncertainty, left, right, reason };
}

/** The same of a function that answers at once. */
export function estimateOf(
  x: number,
  f: (x: number) => number,
  roundingAt: (x: number) => number,
  isAtCorner = false,
): DerivativeEstimate {
  const asking = estimateDerivative(x, roundingAt, isAtCorner);
  let asked = asking.next();
  while (asked.done !== true) asked = asking.next(f(asked.value));
  return asked.value;
}

function isVague({ kind, reason, derivative, uncertainty }: DerivativeEstimate): boolean {
  if (kind === 'unknown') return reason === 'rounding';
  return kind === 'slope' && uncertainty > 1e-5 * Math.abs(derivative) && uncertainty > 0;
}

/** Falling steps: what is small for 1, and what is small for x itself. */
function ladder(x: number): number[] {
  const size = Math.abs(x);
  const top = Math.log10(Math.max(1, size)) + decadesAbove;
  if (size === 0) return decades(top, -decadesAtZero);
  const own = Math.log10(size);
  const bottom = own - decadesBelow;
  if (own + 1 >= -decadesAtZero) return decades(top, bottom);
  return [...decades(top, -decadesAtZero), ...decades(own + 1, bottom)];
}

function decades(top: number, bottom: number): number[] {
  return Array.from({ length: Math.floor(top - bottom) + 1 }, (_, i) => 10 ** (top - i));
}

/** Steps between those a decade apart, around the one that told most. */
function between(scale: number): number[] {
  const steps: number[] = [];
  for (let quarter = 3; quarter >= -11; quarter--)
    if (quarter % 4 !== 0) steps.push(scale * 10 ** (quarter / 4));
  return steps;
}
