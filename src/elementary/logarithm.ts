import {
  addPairs,
  dividePairs,
  exponentOf,
  fastSum,
  multiplyPairs,
  scaled,
  twoProduct,
  twoSum,
  type Pair,
} from './double-double.ts';
import { ln2Parts } from './exponential.ts';

/** Coefficients of s⁷, s⁹, … of artanh s = Σ s^(2n+1)/(2n+1), the last first; of |s| ≤ 0.172 what is left out is below 2^-70. */
const tail = Array.from({ length: 12 }, (_, i) => 1 / (29 - 2 * i));
const third: Pair = [1 / 3, 1 / 3 / 2 ** 54];
const fifth: Pair = [1 / 5, -1 / 5 / 2 ** 54];

/** ln(high + low) within 2^-66 of itself, for positive finite numbers of full precision. */
export function logOfPair([high, low]: Pair): Pair {
  let k = exponentOf(high);
  if (scaled(high, -k) > Math.SQRT2) k++;
  const m: Pair = [scaled(high, -k), scaled(low, -k)];
  // ln m = 2 artanh s with s = (m - 1) / (m + 1).
  const s = dividePairs(addPairs(m, [-1, 0]), addPairs(m, [1, 0]));
  const square = multiplyPairs(s, s);
  let rest = 0;
  for (const coefficient of tail) rest = rest * square[0] + coefficient;
  const series = addPairs(third, multiplyPairs(square, addPairs(fifth, [rest * square[0], 0])));
  const artanh = addPairs(s, multiplyPairs(s, multiplyPairs(square, series)));
  const whole = addPairs([k * ln2Parts[0], 0], twoProduct(k, ln2Parts[1]));
  return addPairs(addPairs(whole, [2 * artanh[0], 2 * artanh[1]]), [k * ln2Parts[2], 0]);
}

/** Coefficients of s³, s⁵, … of artanh s, the last first; what is left out is below 2^-60. */
const shortTail = Array.from({ length: 10 }, (_, i) => 1 / (21 - 2 * i));

/** ln(x + rest) for positive numbers of full precision, the rest less than the last place of x. */
function logOfSum(x: number, rest: number): number {
  let k = exponentOf(x);
  if (scaled(x, -k) > Math.SQRT2) k++;
  // ln m = 2 artanh s with s = f / (2 + f).
  const f = scaled(x, -k) - 1;
  const [divisor, ofDivisor] = fastSum(2, f);
  const s = f / divisor;
  const [product, ofProduct] = twoProduct(s, divisor);
  const ofS = (f - product - ofProduct - s * ofDivisor) / divisor;
  let series = 0;
  for (const coefficient of shortTail) series = series * s * s + coefficient;
  const ratio = rest / x;
  const small = 2 * (ofS + series * s * s * s) + (ratio - (ratio * ratio) / 2) + k * ln2Parts[1];
  const [sum, error] = fastSum(k * ln2Parts[0], 2 * s);
  return sum + (error + small);
}

/** The natural logarithm within 0.53 units in the last place. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  return logOfSum(x, 0);
}

/** ln(1 + x) with all its digits near 0, within 0.53 units in the last place. */
export function log1p(x: number): number {
  if (Math.abs(x) < 2 ** -54 || !(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x < -1 ? NaN : x;
  return logOfSum(...twoSum(x, 1));
}
