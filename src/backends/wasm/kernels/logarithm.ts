import type { Expression, LaneMath } from '../lane-math.ts';
import { exp } from './exponential.ts';

/** Cephes logf: log(1 + f) = f - f²/2 + f³·P(f). */
const polynomialF32 = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
];

/** fdlibm e_log: log(1 + f) = f - f²/2 + s·(f²/2 + z·P(z)), s = f/(2 + f), z = s². */
const polynomialF64 = [
  1.479819860511658591e-1, 1.531383769920937332e-1, 1.818357216161805012e-1, 2.222219843214978396e-1,
  2.857142874366239149e-1, 3.999999999940941908e-1, 6.66666666666673513e-1,
];

/** ln 2 in two parts, of which the first times any exponent is exact. */
const ln2 = {
  f32: { high: 0.693359375, low: -2.1219444e-4 },
  f64: { high: 6.9314718036912381649e-1, low: 1.90821492927058770002e-10 },
} as const;

/** log x of a normal, finite, positive x = 2^e·(1 + f), √½ ≤ 1 + f < √2. Within 1.5 ulp. */
function logOfNormal(m: LaneMath, x: Expression, exponentCorrection: Expression | null): Expression {
  const { roundingShift, exponentBias, mantissaBits: exponentShift, type } = m.lanes;
  const rootHalf = type === 'f32' ? m.bits(0x3f3504f3) : m.bits(0x3fe6a09e, 0x667f3bcd);
  const one = m.constant(1);
  // The biased exponent of x/√½, which is that of x rounded so that the mantissa straddles 1.
  const biased = m.let(m.shiftRight(m.integerAdd(m.integerSub(x, rootHalf), one), exponentShift));
  const mantissa = m.integerAdd(m.integerSub(x, m.shiftLeft(biased, exponentShift)), one);
  const f = m.let(m.sub(mantissa, m.constant(1)));
  const asFloat = m.sub(
    m.integerAdd(biased, m.constant(roundingShift)),
    m.constant(roundingShift + exponentBias),
  );
  const e = m.let(exponentCorrection === null ? asFloat : m.add(asFloat, exponentCorrection));
  const eHigh = m.mul(e, m.constant(ln2[type].high));
  const eLow = m.mul(e, m.constant(ln2[type].low));
  const square = m.let(m.mul(f, f));
  const half = m.let(m.mul(square, m.constant(0.5)));
  if (type === 'f32') {
    const rest = m.add(m.mul(m.mul(square, f), m.polynomial(f, polynomialF32)), eLow);
    return m.add(m.add(f, m.sub(rest, half)), eHigh);
  }
  const s = m.let(m.div(f, m.add(m.constant(2), f)));
  const z = m.let(m.mul(s, s));
  const rest = m.add(m.mul(s, m.add(half, m.mul(z, m.polynomial(z, polynomialF64)))), eLow);
  return m.add(m.sub(f, m.sub(half, rest)), eHigh);
}

/**
 * log x, by splitting off the exponent: Cephes (f32) or fdlibm (f64) on the mantissa. Within 2 ulp on the whole
 * range, subnormals included; -∞ at 0, NaN below.
 */
export function log(m: LaneMath, argument: Expression): Expression {
  const { smallestNormal, mantissaBits } = m.lanes;
  const x = m.let(argument);
  const small = m.let(m.lessThan(x, m.constant(smallestNormal)));
  const up = mantissaBits + 2;
  const scaled = m.let(m.select(small, m.mul(x, m.constant(2 ** up)), x));
  const regular = logOfNormal(m, scaled, m.and(small, m.constant(-up)));
  const belowInfinity = m.lessThan(x, m.constant(Infinity));
  // ∞ and NaN are their own logarithms; NaN below 0.
  const withInfinity = m.let(m.select(belowInfinity, regular, x));
  const zero = m.constant(0);
  const withZero = m.select(m.equal(x, zero), m.constant(-Infinity), withInfinity);
  return m.select(m.lessThan(x, zero), m.constant(NaN), withZero);
}

/**
 * log(1 + e^x) = max(x, 0) + log1p(u), u = e^-|x|; log1p(u) = log(w) + (u - (w - 1))/w with w = 1 + u rounded.
 * Within 4 ulp.
 */
export function softplus(m: LaneMath, argument: Expression): Expression {
  const x = m.let(argument);
  const u = m.let(exp(m, m.neg(m.abs(x))));
  const w = m.let(m.add(u, m.constant(1)));
  const lost = m.div(m.sub(u, m.sub(w, m.constant(1))), w);
  const log1p = m.add(logOfNormal(m, w, null), lost);
  return m.add(m.max(x, m.constant(0)), log1p);
}
