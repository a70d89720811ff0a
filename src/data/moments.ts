/** What a column's numbers come to in the rows that have one. */
export interface Moments {
  /** Rows with a number. */
  readonly count: number;
  readonly mean: number;
  /** Of the population: the root of the mean squared distance from the mean. Exactly 0 if all are the same. */
  readonly deviation: number;
}

/**
 * Mean and standard deviation of rows of a column, without those that are NaN; NaN both if there is no other.
 * Distances are taken from a value of the column, then from the mean, and each sum is corrected by what its centre was
 * off: timestamps in milliseconds keep their digits, and numbers of 1e300 or 1e-300 neither overflow nor vanish.
 */
export function momentsOf(values: Float64Array, rows: Uint32Array): Moments {
  let count = 0;
  let [smallest, largest] = [Infinity, -Infinity];
  for (const row of rows) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    count++;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (count === 0) return { count, mean: NaN, deviation: NaN };
  if (smallest === largest) return { count, mean: smallest, deviation: 0 };
  // A power of two, so that dividing by it loses nothing; the largest distance comes to a few of it.
  const exponent = Math.floor(Math.log2(largest / 2 - smallest / 2));
  const unit = 2 ** Math.max(-1022, Math.min(1023, exponent));
  let centre = smallest / unit;
  for (let pass = 0; pass < 2; pass++)
    centre += sumOf(values, rows, (value) => value / unit - centre) / count;
  const off = sumOf(values, rows, (value) => value / unit - centre) / count;
  const squares = sumOf(values, rows, (value) => (value / unit - centre) ** 2) / count;
  return { count, mean: centre * unit, deviation: Math.sqrt(Math.max(0, squares - off * off)) * unit };
}

function sumOf(values: Float64Array, rows: Uint32Array, of: (value: number) => number): number {
  let sum = 0;
  for (const row of rows) if (!Number.isNaN(values[row])) sum += of(values[row]);
  return sum;
}
