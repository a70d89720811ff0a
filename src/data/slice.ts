import { columnOf, numbersOf, type Column, type Table } from './table.ts';

/** The part of the plane that is shown. */
export interface PlotWindow {
  readonly x1: readonly [number, number];
  readonly x2: readonly [number, number];
}

/**
 * The part of a table's space that is shown: a plane over two columns of numbers, everything else as it is in one
 * row. Of a table of two columns that is all there is.
 */
export interface Slice {
  readonly axes: readonly [string, string];
  readonly window: PlotWindow;
  /** One row with every other column; null where there is none. */
  readonly fixed: Table | null;
}

/** Points of the slice as rows of a table; both lists are of the same length. */
export function sliceTable({ axes, fixed }: Slice, x1: Float64Array, x2: Float64Array): Table {
  const rowCount = x1.length;
  const onAxes: Column[] = [
    { name: axes[0], kind: 'number', values: x1 },
    { name: axes[1], kind: 'number', values: x2 },
  ];
  const others = (fixed?.columns ?? [])
    .filter(({ name }) => !axes.includes(name))
    .map((column): Column =>
      column.kind === 'number'
        ? { ...column, values: new Float64Array(rowCount).fill(column.values[0]) }
        : { ...column, codes: new Int32Array(rowCount).fill(column.codes[0]) },
    );
  return { rowCount, columns: [...onAxes, ...others] };
}

/** A row of the middle: the mean of every column of numbers, the most frequent of the categories. */
export function middleRow(table: Table, rows: Uint32Array, names: readonly string[]): Table {
  const columns = names.map((name): Column => {
    const column = columnOf(table, name);
    if (column.kind === 'number') return { ...column, values: Float64Array.of(meanOf(column.values, rows)) };
    const counts = new Uint32Array(column.categories.length);
    for (const row of rows) if (column.codes[row] >= 0) counts[column.codes[row]]++;
    return { ...column, codes: Int32Array.of(counts.indexOf(Math.max(...counts))) };
  });
  return { rowCount: 1, columns };
}

/** Of what is there; NaN if nothing is. */
function meanOf(values: Float64Array, rows: Uint32Array): number {
  let [sum, count] = [0, 0];
  for (const row of rows) {
    if (Number.isNaN(values[row])) continue;
    sum += values[row];
    count++;
  }
  return sum / count;
}

/** All of the rows' values on both axes, with a little room around them. */
export function windowAround(table: Table, rows: Uint32Array, axes: Slice['axes']): PlotWindow {
  return { x1: rangeOf(numbersOf(table, axes[0]), rows), x2: rangeOf(numbersOf(table, axes[1]), rows) };
}

/** Of a column's width, on either side. */
const room = 0.06;

function rangeOf(values: Float64Array, rows: Uint32Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) {
    if (Number.isNaN(values[row])) continue;
    low = Math.min(low, values[row]);
    high = Math.max(high, values[row]);
  }
  if (low > high) return [-1, 1];
  const width = high - low || Math.max(1, Math.abs(high));
  return [low - room * width, high + room * width];
}
