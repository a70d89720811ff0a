/**
 * The value below which a share `q` (0…1) of ascending values lies, between neighbours in proportion: NumPy's default,
 * Hyndman and Fan's definition 7. NaN without values; of infinite neighbours the larger.
 */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  const { length } = ascending;
  if (length === 0) return NaN;
  const at = q * (length - 1);
  const [low, high] = [ascending[Math.floor(at)], ascending[Math.ceil(at)]];
  if (low === high || at === Math.floor(at)) return low;
  if (!Number.isFinite(high)) return high;
  return low + (high - low) * (at - Math.floor(at));
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Finite values in bins of equal width, on a scale of powers where `isLog` (then only values above 0); empty without values. */
export function binned(values: readonly number[], most: number, isLog = false): readonly Bin[] {
  const scale = isLog ? Math.log : (value: number): number => value;
  const back = isLog ? Math.exp : (value: number): number => value;
  const finite = values.filter((value) => Number.isFinite(scale(value)));
  if (finite.length === 0) return [];
  const scaled = finite.map(scale);
  let [low, high] = [Infinity, -Infinity];
  for (const value of scaled) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low === high) return [{ from: back(low), to: back(high), count: finite.length }];
  const bins = Math.max(1, Math.min(most, Math.ceil(2 * Math.cbrt(finite.length))));
  const counts = new Array<number>(bins).fill(0);
  for (const value of scaled) counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]++;
  const edge = (i: number): number => back(low + ((high - low) * i) / bins);
  return counts.map((count, i) => ({ from: edge(i), to: edge(i + 1), count }));
}

/**
 * Where the share of all lies that `reached` of `count` are a sample of, with 95 % confidence: Wilson's score interval
 * ("Probable inference", JASA 1927).
 */
export function wilson(reached: number, count: number): { readonly low: number; readonly high: number } {
  if (count === 0) return { low: 0, high: 1 };
  const z = 1.959963984540054;
  const share = reached / count;
  const middle = share + (z * z) / (2 * count);
  const reach = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const whole = 1 + (z * z) / count;
  return { low: Math.max(0, (middle - reach) / whole), high: Math.min(1, (middle + reach) / whole) };
}
