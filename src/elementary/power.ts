import { exponentOf, multiplyPairs, scaled, twoProduct, twoSum } from './double-double.ts';
import { expOfPair } from './exponential.ts';
import { logOfPair } from './logarithm.ts';

/** Whole numbers from here on are all even, and halves are none. */
const allEven = 2 ** 53;

/**
 * a to the power of b within 0.6 units in the last place (of subnormal results within one), by e^(b ln a); as IEEE 754
 * has it: 1 to any power is 1, and so is -1 to ±∞.
 */
export function pow(a: number, b: number): number {
  if (b === 0 || a === 1) return 1;
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  const isOdd = Math.abs(b) < allEven && Math.abs(b % 2) === 1;
  const size = Math.abs(a);
  if (a < 0 && size < Infinity && !Number.isInteger(b) && Math.abs(b) !== Infinity) return NaN;
  const sign = (a < 0 || Object.is(a, -0)) && isOdd ? -1 : 1;
  return sign * powerOfSize(size, b);
}

function powerOfSize(size: number, b: number): number {
  if (size === 1) return 1;
  const grows = size > 1 === b > 0;
  if (size === 0 || size === Infinity || Math.abs(b) === Infinity) return grows ? Infinity : 0;
  if (b === 1) return size;
  if (b === 2) return squared(size);
  const logarithm = logOfPair([size, 0]);
  const rough = logarithm[0] * b;
  if (Math.abs(rough) > 800) return grows ? Infinity : 0;
  // Of a tiny exponent the parts would vanish: nothing of it is seen beside 1.
  if (Math.abs(rough) < 2 ** -60) return 1;
  // Products of halves want numbers near 1.
  const shift = exponentOf(b);
  const [high, low] = multiplyPairs(logarithm, [scaled(b, -shift), 0]);
  return expOfPair([scaled(high, shift), scaled(low, shift)]);
}

/** x²: a product is rounded the same everywhere, a power is not. */
export function squared(x: number): number {
  return x * x;
}

/** √(x² + y²) within 0.51 units in the last place, without overflow on the way. */
export function hypot(x: number, y: number): number {
  const [a, b] = [Math.abs(x), Math.abs(y)];
  if (a === Infinity || b === Infinity) return Infinity;
  const most = Math.max(a, b);
  if (most === 0 || Number.isNaN(most)) return most;
  const shift = exponentOf(most);
  const [u, v] = [scaled(a, -shift), scaled(b, -shift)];
  // Beside the larger one it is not seen, and its square would vanish.
  if (Math.min(u, v) < 2 ** -60) return most;
  const [squareU, ofU] = twoProduct(u, u);
  const [squareV, ofV] = twoProduct(v, v);
  const [sum, error] = twoSum(squareU, squareV);
  const root = Math.sqrt(sum);
  const [square, ofSquare] = twoProduct(root, root);
  const rest = sum - square - ofSquare + (error + ofU + ofV);
  return scaled(root + rest / (2 * root), shift);
}
