/** From here on the continued fraction is short; from `end` on erf is ±1 in double precision. */
const middle = 1.25;
const end = 6;
/** By as many terms, less by the square of x, the fraction's error is below e^-42 of it. */
const fractionTerms = 220;

type Exponential = (x: number) => number;

/**
 * erf(x) = 2/√π ∫₀ˣ e^-t² dt, within 1e-15 of it: near 0 by Kummer's series, whose terms all have one sign, and further
 * out by the continued fraction of the rest to 1 (Abramowitz and Stegun, 7.1.6 and 7.1.14).
 * `exp` computes powers of e.
 */
export function erf(x: number, exp: Exponential = Math.exp): number {
  const size = Math.abs(x);
  if (size < middle) return series(x, exp);
  if (size >= end) return Math.sign(x);
  return Number.isNaN(x) ? x : Math.sign(x) * (1 - remainder(size, exp));
}

/** 2/√π e^-x² Σ 2ⁿx²ⁿ⁺¹ / (1·3·…·(2n + 1)). */
function series(x: number, exp: Exponential): number {
  const square = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n++) {
    term *= square / (n + 0.5);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * exp(-square) * sum;
}

/** 1 - erf(x) = e^-x²/√π · 1/(x + ½/(x + 1/(x + 1½/(x + …)))). */
function remainder(x: number, exp: Exponential): number {
  let denominator = x;
  for (let n = Math.ceil(fractionTerms / (x * x)); n > 0; n--) denominator = x + n / 2 / denominator;
  return exp(-x * x) / (Math.sqrt(Math.PI) * denominator);
}
