import { exponentOf, powerOfTwo } from '../elementary/double-double.ts';

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
 * Distances are taken from a value of the column, then from the mean, in units of about the largest of them: timestamps
 * in milliseconds keep their digits, and numbers of 1e300 or 1e-300 neither overflow nor vanish.
 */
export function momentsOf(values: Float64Array, rows: Uint32Array): Moments {
  // Side by side, so that they are looked up but once.
  const present = new Float64Array(rows.length);
  let count = 0;
  let [smallest, largest] = [Infinity, -Infinity];
  for (const row of rows) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    present[count++] = value;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (count === 0) return { count, mean: NaN, deviation: NaN };
  if (smallest === largest) return { count, mean: smallest, deviation: 0 };

  // A power of two, so that measuring in it loses nothing; the largest distance comes to a few of it.
  const exponent = exponentOf(largest / 2 - smallest / 2);
  const unit = powerOfTwo(Math.max(-1022, Math.min(1023, exponent)));
  // As exact as dividing, and faster.
  const perUnit = 1 / unit;
  const start = smallest * perUnit;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += present[i] * perUnit - start;
  const centre = start + sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const distance = present[i] * perUnit - centre;
    squares += distance * distance;
  }
  return { count, mean: centre * unit, deviation: Math.sqrt(squares / count) * unit };
}
