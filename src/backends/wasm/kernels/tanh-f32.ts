import type { Expression, LaneMath } from '../lane-math.ts';

/** Larger arguments are taken for this one, where tanh is 1 - 2.7e-7. */
const saturation = 7.9;

/**
 * tanh x ≈ x·P(x²)/Q(x²) on |x| ≤ 7.9, fitted for the smallest relative error (6e-9 before rounding) with
 * P(0) = Q(0) = 1, so that the slope at 0 is exact. Highest power first.
 */
const numerator = [
  1.5489712623661944e-8, 2.2066997189540416e-5, 3.581646364182234e-3, 0.13452860713005066, 1,
];
const denominator = [
  8.623750318292878e-7, 3.427989431656897e-4, 2.6202350854873657e-2, 0.46786192059516907, 1,
];

/** tanh x by a rational approximation with one division: within 6 ulp, monotone saturation, |result| < 1. */
export function tanhF32(m: LaneMath, argument: Expression): Expression {
  const x = m.let(m.max(m.min(argument, m.constant(saturation)), m.constant(-saturation)));
  const square = m.let(m.mul(x, x));
  const top = m.mul(x, m.polynomial(square, numerator));
  return m.div(top, m.polynomial(square, denominator));
}
