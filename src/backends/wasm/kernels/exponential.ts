import type { Expression, LaneMath } from '../lane-math.ts';

/** Constants of x = n·ln 2 + r: ln 2 in two parts, of which the first times any n is exact. */
const reduction = {
  f32: { ln2High: 0.693359375, ln2Low: -2.1219444e-4, smallest: -104, largest: 89 },
  f64: {
    ln2High: 6.9314718036912381649e-1,
    ln2Low: 1.90821492927058770002e-10,
    smallest: -746,
    largest: 710,
  },
} as const;

/** Cephes expf: e^r = 1 + r + r²·P(r) on |r| ≤ ln 2 / 2. */
const polynomialF32 = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];

/** fdlibm e_exp: r·(e^r + 1)/(e^r - 1) = 2 + r²·P(r²). */
const polynomialF64 = [
  4.13813679705723846039e-8, -1.6533902205465251539e-6, 6.61375632143793436117e-5, -2.77777777770155933842e-3,
  1.66666666666666019037e-1,
];

interface Reduced {
  /** n as a float. */
  readonly n: Expression;
  readonly r: Expression;
}

/** x = n·ln 2 + r with |r| ≤ ln 2 / 2, after x is limited to where e^x neither overflows nor vanishes. */
function reduce(m: LaneMath, x: Expression): Reduced {
  const { ln2High, ln2Low, smallest, largest } = reduction[m.lanes.type];
  const limited = m.let(m.max(m.min(x, m.constant(largest)), m.constant(smallest)));
  const shift = m.constant(m.lanes.roundingShift);
  const n = m.let(m.sub(m.add(m.mul(limited, m.constant(Math.LOG2E)), shift), shift));
  const high = m.add(limited, m.mul(n, m.constant(-ln2High)));
  return { n, r: m.let(m.add(high, m.mul(n, m.constant(-ln2Low)))) };
}

/** 2^n for an n that has been rounded by adding the rounding shift. */
function powerOfTwo(m: LaneMath, shifted: Expression): Expression {
  const { mantissaBits, exponentBias } = m.lanes;
  return m.shiftLeft(m.integerAdd(shifted, m.integer(exponentBias)), mantissaBits);
}

/** value · 2^n in two steps, so that results below the smallest normal and next to overflow come out right. */
function scale(m: LaneMath, value: Expression, n: Expression): Expression {
  const shift = m.constant(m.lanes.roundingShift);
  const half = m.let(m.add(m.mul(n, m.constant(0.5)), shift));
  const rest = m.add(m.sub(n, m.sub(half, shift)), shift);
  return m.mul(m.mul(value, powerOfTwo(m, half)), powerOfTwo(m, rest));
}

/**
 * e^x by Cody–Waite reduction and a polynomial (f32, Cephes) or rational (f64, fdlibm) of the rest.
 * Within 2 ulp where the result is normal; below that, within the smallest subnormal.
 */
export function exp(m: LaneMath, argument: Expression): Expression {
  const { n, r } = reduce(m, argument);
  return scale(m, m.let(m.add(lessOne(m, r), m.constant(1))), n);
}

/** e^r - 1 of a reduced argument. */
function lessOne(m: LaneMath, r: Expression): Expression {
  return m.lanes.type === 'f32'
    ? m.add(r, m.mul(m.let(m.mul(r, r)), m.polynomial(r, polynomialF32)))
    : m.div(m.mul(m.constant(2), r), twoMinusC(m, r));
}

/** e^x - 1: as it comes out of the reduction where that leaves x as it is, else 1 less than e^x. Within 8 ulp. */
export function expm1(m: LaneMath, argument: Expression): Expression {
  const x = m.let(argument);
  const { n, r } = reduce(m, x);
  const near = m.let(lessOne(m, r));
  const one = m.constant(1);
  const far = m.let(m.sub(scale(m, m.let(m.add(near, one)), n), one));
  const value = m.select(m.equal(n, m.constant(0)), near, far);
  // The polynomial makes 0 of -0.
  return m.or(value, m.and(x, m.bits(0x80000000)));
}

/** 2 - (r - r²·P(r²)), so that e^r - 1 = 2r / (it). */
function twoMinusC(m: LaneMath, r: Expression): Expression {
  const square = m.let(m.mul(r, r));
  return m.add(m.sub(m.constant(2), r), m.mul(square, m.polynomial(square, polynomialF64)));
}

/**
 * tanh x in f64 = E / (E + 2) with E = e^{2|x|} - 1 = 2^n·(e^r - 1) + (2^n - 1), one division in all.
 * Within 4 ulp; ±1 from |x| = 20 on.
 */
export function tanhF64(m: LaneMath, argument: Expression): Expression {
  const x = m.let(argument);
  const magnitude = m.let(m.min(m.abs(x), m.constant(20)));
  const { n, r } = reduce(m, m.add(magnitude, magnitude));
  const divisor = m.let(twoMinusC(m, r));
  const power = m.let(powerOfTwo(m, m.add(n, m.constant(m.lanes.roundingShift))));
  const numerator = m.let(m.add(m.mul(power, m.add(r, r)), m.mul(m.sub(power, m.constant(1)), divisor)));
  const result = m.div(numerator, m.add(numerator, m.add(divisor, divisor)));
  return m.or(result, m.and(x, m.bits(0x80000000)));
}

/** 1 / (1 + e^-x), by e^-|x| so that neither side overflows. As exact as `exp`, and 1 ulp. */
export function sigmoid(m: LaneMath, argument: Expression): Expression {
  const x = m.let(argument);
  const e = m.let(exp(m, m.neg(m.abs(x))));
  const numerator = m.select(m.lessThan(x, m.constant(0)), e, m.constant(1));
  return m.div(numerator, m.add(e, m.constant(1)));
}
