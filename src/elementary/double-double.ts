/** A number as a double and what is left of it: `high + low`, with twice the digits. */
export type Pair = readonly [high: number, low: number];

/** a + b without an error (Knuth, The Art of Computer Programming, 4.2.2). */
export function twoSum(a: number, b: number): Pair {
  const sum = a + b;
  const ofB = sum - a;
  return [sum, a - (sum - ofB) + (b - ofB)];
}

/** The same where |a| ≥ |b|, or a is 0. */
export function fastSum(a: number, b: number): Pair {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

/** Cuts a double into halves of 26 bits. */
const splitter = 2 ** 27 + 1;

/** a · b without an error, by halves that have exact products (Dekker 1971); for |a|, |b| from 2^-480 to 2^480, or 0. */
export function twoProduct(a: number, b: number): Pair {
  const product = a * b;
  const [wideA, wideB] = [splitter * a, splitter * b];
  const a1 = wideA - (wideA - a);
  const b1 = wideB - (wideB - b);
  const [a2, b2] = [a - a1, b - b1];
  return [product, a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2)];
}

/** Within some 2^-104 of the sum of both. */
export function addPairs([a, ofA]: Pair, [b, ofB]: Pair): Pair {
  const [sum, error] = twoSum(a, b);
  const [low, lower] = twoSum(ofA, ofB);
  const [high, rest] = fastSum(sum, error + low);
  return fastSum(high, rest + lower);
}

/** Within some 2^-102 of the product of both. */
export function multiplyPairs([a, ofA]: Pair, [b, ofB]: Pair): Pair {
  const [product, error] = twoProduct(a, b);
  return fastSum(product, error + (a * ofB + ofA * b));
}

/** Within some 2^-102 of the quotient of both. */
export function dividePairs(a: Pair, [b, ofB]: Pair): Pair {
  const first = a[0] / b;
  const [product, error] = twoProduct(first, b);
  const rest = a[0] - product - error + (a[1] - first * ofB);
  return fastSum(first, rest / b);
}

const view = new DataView(new ArrayBuffer(8));

/** 2^n for whole n from -1022 to 1023. */
export function powerOfTwo(n: number): number {
  view.setUint32(0, (n + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** The whole number n with 2^n ≤ |x| < 2^(n + 1), as C's logb: -Infinity of 0; x is finite. */
export function exponentOf(x: number): number {
  if (x === 0) return -Infinity;
  view.setFloat64(0, x);
  const biased = (view.getUint32(0) >>> 20) & 0x7ff;
  return biased === 0 ? exponentOf(x * powerOfTwo(60)) - 60 : biased - 1023;
}

/** x · 2^n, rounded once, for whole n from -2100 to 2100. */
export function scaled(x: number, n: number): number {
  if (n > 1023) return scaled(x * powerOfTwo(1023), n - 1023);
  // Until the last factor nothing leaves the range of full precision.
  return n < -1022 ? scaled(x * powerOfTwo(-900), n + 900) : x * powerOfTwo(n);
}
