import { squared } from '../elementary/power.ts';
import { encodeTarget } from './encoding.ts';
import { fitEncoding, type EncodingChoice } from './fit-encoding.ts';
import { columnOf, numbersOf, type Table } from './table.ts';

/**
 * The two columns of numbers among the inputs that tell most of the target by themselves: by the share of a column's
 * variance that lies between the classes, or the square of its correlation with the number. The first of equals; a
 * second that hardly differs from the first, as it does where both measure the same, is passed over for the next.
 */
export function tellingColumns(
  table: Table,
  rows: Uint32Array,
  choice: EncodingChoice,
): readonly [string, string] {
  const { target } = fitEncoding(table, rows, { ...choice, inputs: [] }).encoding;
  const truths = encodeTarget(target, table, rows);
  const told = target.kind === 'class' ? betweenClasses : squaredCorrelation;
  const ranked = choice.inputs
    .filter((name) => columnOf(table, name).kind === 'number')
    .map((name) => {
      const column = numbersOf(table, name);
      const values = Float64Array.from(rows, (row) => column[row]);
      return { name, values, share: told(values, truths) };
    })
    .sort((a, b) => b.share - a.share);
  if (ranked.length < 2) throw new RangeError('a slice needs two columns of numbers');
  const [first, ...others] = ranked;
  const second =
    others.find(({ values }) => squaredCorrelation(first.values, values) < mostAlike) ?? others[0];
  return [first.name, second.name];
}

/** Squared correlation beyond which two columns say the same. */
const mostAlike = 0.95;

/** Share of the variance that lies between the classes; 0 for a constant. What is missing is left out. */
function betweenClasses(values: Float64Array, classes: Float64Array): number {
  const sums = new Map<number, { sum: number; count: number }>();
  let [total, squares, count] = [0, 0, 0];
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const own = sums.get(classes[i]) ?? { sum: 0, count: 0 };
    own.sum += value;
    own.count++;
    sums.set(classes[i], own);
    total += value;
    count++;
  });
  const mean = total / count;
  for (const value of values) if (!Number.isNaN(value)) squares += squared(value - mean);
  let between = 0;
  for (const own of sums.values()) between += own.count * squared(own.sum / own.count - mean);
  return squares > 0 ? between / squares : 0;
}

/** 0 where one of them is constant. What is missing in either is left out. */
function squaredCorrelation(a: Float64Array, b: Float64Array): number {
  let [count, sumA, sumB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    count++;
    sumA += a[i];
    sumB += b[i];
  }
  const [meanA, meanB] = [sumA / count, sumB / count];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += squared(a[i] - meanA);
    bb += squared(b[i] - meanB);
  }
  return aa > 0 && bb > 0 ? (ab * ab) / (aa * bb) : 0;
}
