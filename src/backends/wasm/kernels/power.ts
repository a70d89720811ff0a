import type { Expression, LaneMath } from '../lane-math.ts';
import { perLane } from './per-lane.ts';

const largestUnrolled = 8;

/**
 * x to a constant exponent. Whole exponents up to ±8 by repeated squaring, within 8 ulp (x^-n is 1/x^n and so is
 * infinite already where x^n vanishes); every other exponent by Math.pow, lane by lane.
 */
export function pow(m: LaneMath, argument: Expression, exponent: number): Expression {
  if (exponent === 1) return argument;
  const x = m.let(argument);
  if (exponent === 2) return m.mul(x, x);
  const count = Math.abs(exponent);
  if (!Number.isInteger(exponent) || count > largestUnrolled || count === 0) {
    return perLane(m, x, m.scalars.pow, [exponent]);
  }
  const power = wholePower(m, x, count);
  return exponent < 0 ? m.div(m.constant(1), power) : power;
}

/** x to a power that differs from lane to lane, by Math.pow, lane by lane: as exact as it, and rare. */
export function power(m: LaneMath, argument: Expression, exponent: Expression): Expression {
  return perLane(m, m.let(argument), m.scalars.pow, [m.let(exponent)]);
}

function wholePower(m: LaneMath, x: Expression, count: number): Expression {
  if (count === 1) return x;
  const root = m.let(wholePower(m, x, count >> 1));
  const square = m.mul(root, root);
  return count % 2 === 0 ? square : m.mul(square, x);
}
