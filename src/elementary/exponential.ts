import {
  addPairs,
  dividePairs,
  fastSum,
  powerOfTwo,
  scaled,
  twoProduct,
  twoSum,
  type Pair,
} from './double-double.ts';

/** ln 2 in three parts: the first has 38 bits, so that its products with exponents are exact. */
export const ln2Parts = [0.6931471805582987, 1.646594958289708e-12, 1.011689003775276e-28] as const;
const overflows = 709.782712893384;
/** Below it even the smallest subnormal is too large. */
const vanishes = -745.2;

/** Coefficients of x³, x⁴, … of Σ xⁿ/n!, the last first; of |x| ≤ ln 2 / 2 what is left out is below 2^-60. */
const tail = Array.from({ length: 14 }, (_, i) => 1 / factorial(16 - i));

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** e^(high + low) - 1 = 2^k (1 + p) - 1: k, and p within 2^-57 of 1. For |high| ≤ 750 and a far smaller low. */
function reduced([high, low]: Pair): { readonly k: number; readonly p: Pair } {
  const k = Math.round(high / ln2Parts[0]);
  const [x, error] = twoSum(high - k * ln2Parts[0], low - k * ln2Parts[1]);
  const [square, ofSquare] = twoProduct(x, x);
  let rest = 0;
  for (const coefficient of tail) rest = rest * x + coefficient;
  const [sum, ofSum] = fastSum(x, square / 2);
  return { k, p: fastSum(sum, ofSum + (ofSquare / 2 + rest * square * x) + error * (1 + x)) };
}

/** e^(high + low) within 0.53 units in the last place. */
export function expOfPair(pair: Pair): number {
  const [high] = pair;
  if (Number.isNaN(high)) return high;
  if (high > overflows + 1) return Infinity;
  if (high < vanishes) return 0;
  const { k, p } = reduced(pair);
  const [sum, error] = fastSum(1, p[0]);
  return scaled(sum + (error + p[1]), k);
}

/** e^x within 0.53 units in the last place; of subnormal results within one. */
export function exp(x: number): number {
  return expOfPair([x, 0]);
}

/** e^x - 1 for x from -50 to 50, as a pair. */
function expm1Pair(x: number): Pair {
  const { k, p } = reduced([x, 0]);
  if (k === 0) return p;
  const unit = powerOfTwo(k);
  return addPairs(twoSum(unit, -1), [unit * p[0], unit * p[1]]);
}

/** e^x - 1 with all its digits near 0, within 0.6 units in the last place. */
export function expm1(x: number): number {
  if (Math.abs(x) < 2 ** -54) return x;
  if (x > 50) return exp(x);
  if (x < -50) return -1;
  return expm1Pair(x)[0];
}

/** The hyperbolic tangent within 0.6 units in the last place: t / (t + 2) with t = e^2x - 1. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -28 || Number.isNaN(x)) return x;
  if (size > 22) return Math.sign(x);
  const t = expm1Pair(2 * size);
  const [sum, error] = twoSum(t[0], 2);
  const [high, low] = dividePairs(t, fastSum(sum, error + t[1]));
  return Math.sign(x) * (high + low);
}
