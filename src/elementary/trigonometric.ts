import { exponentOf, fastSum, scaled, twoProduct, twoSum, type Pair } from './double-double.ts';

/** π/2 in four parts; the first three have 33 bits, so that their products with whole numbers below 2^20 are exact. */
const quarterParts = [
  1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21, 8.4784276603689e-32,
] as const;
const quarters = 2 / Math.PI;
/** Beyond it an argument is reduced in whole numbers of any length. */
const mostQuarters = 2 ** 19;

/** Coefficients of Σ (-1)ⁿ x^(2n+1)/(2n+1)! from x³ on, and of Σ (-1)ⁿ x^2n/(2n)! from x⁴ on, the last first. */
const sineTail = alternating([19, 17, 15, 13, 11, 9, 7, 5, 3]);
const cosineTail = alternating([20, 18, 16, 14, 12, 10, 8, 6, 4]);

function alternating(powers: readonly number[]): readonly number[] {
  return powers.map((power) => {
    let factorial = 1;
    for (let n = 2; n <= power; n++) factorial *= n;
    return (power % 4 < 2 ? 1 : -1) / factorial;
  });
}

interface Reduced {
  /** x less so many quarters of a turn, from -π/4 to π/4. */
  readonly rest: Pair;
  /** Modulo 4. */
  readonly quarter: number;
}

function reduced(x: number): Reduced {
  const n = Math.round(x * quarters);
  if (n === 0) return { rest: [x, 0], quarter: 0 };
  if (Math.abs(n) > mostQuarters) return reducedExactly(x);
  const [second, ofSecond] = twoSum(x - n * quarterParts[0], -n * quarterParts[1]);
  const [third, ofThird] = twoSum(second, -n * quarterParts[2]);
  const [high, low] = twoSum(third, ofSecond);
  return { rest: fastSum(high, low + (ofThird - n * quarterParts[3])), quarter: n & 3 };
}

/** Bits behind the point: of the largest argument, less quarters of a turn, still more than 100 are right. */
const fractionBits = 1200n;
let quarterTurn = 0n;

/** π/2 · 2^fractionBits, by Machin's 4 artan 1/5 - artan 1/239 = π/4, with bits to spare. */
function quarterTurnOf(): bigint {
  if (quarterTurn !== 0n) return quarterTurn;
  const spare = 32n;
  const one = 1n << (fractionBits + spare);
  const arctanOfInverse = (n: bigint): bigint => {
    let [sum, term] = [0n, one / n];
    for (let k = 1n; term !== 0n; k += 2n) {
      sum += (k % 4n === 1n ? term : -term) / k;
      term /= n * n;
    }
    return sum;
  };
  quarterTurn = (2n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n))) >> spare;
  return quarterTurn;
}

function reducedExactly(x: number): Reduced {
  const exponent = exponentOf(x) - 52;
  const turn = quarterTurnOf();
  const whole = BigInt(scaled(Math.abs(x), -exponent)) << (BigInt(exponent) + fractionBits);
  let quarter = whole / turn;
  let rest = whole - quarter * turn;
  if (2n * rest > turn) {
    rest -= turn;
    quarter += 1n;
  }
  const kept = 220n;
  const bits = rest >> (fractionBits - kept);
  const high = Number(bits);
  const low = Number(bits - BigInt(high));
  const sign = x < 0 ? -1 : 1;
  const pair: Pair = [sign * scaled(high, -Number(kept)), sign * scaled(low, -Number(kept))];
  return { rest: pair, quarter: Number(quarter & 3n) * sign };
}

function sineOf([x, low]: Pair): number {
  const square = x * x;
  let rest = 0;
  for (const coefficient of sineTail) rest = rest * square + coefficient;
  const [sum, error] = fastSum(x, rest * square * x);
  return sum + (error + low * (1 - square / 2));
}

function cosineOf([x, low]: Pair): number {
  const [square, ofSquare] = twoProduct(x, x);
  let rest = 0;
  for (const coefficient of cosineTail) rest = rest * square + coefficient;
  const [sum, error] = fastSum(1, -square / 2);
  return sum + (error - ofSquare / 2 + rest * square * square - x * low);
}

/** The sine of an angle in radians, within 0.55 units in the last place, however large it is. */
export function sin(x: number): number {
  if (Math.abs(x) < 2 ** -27) return x;
  if (!Number.isFinite(x)) return NaN;
  const { rest, quarter } = reduced(x);
  const value = (quarter & 1) === 0 ? sineOf(rest) : cosineOf(rest);
  return (quarter & 2) === 0 ? value : -value;
}

/** The cosine, as `sin`. */
export function cos(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  if (Math.abs(x) < 2 ** -27) return 1;
  const { rest, quarter } = reduced(x);
  const value = (quarter & 1) === 0 ? cosineOf(rest) : sineOf(rest);
  return ((quarter + 1) & 2) === 0 ? value : -value;
}
