import { encodeFeatures, type Feature } from './encoding.ts';
import { momentsOf } from './moments.ts';
import type { PointColumns } from './plane-table.ts';
import type { PrincipalComponents } from './principal-components.ts';
import { allRows, columnOf, type Column, type Table } from './table.ts';

/** The part of the plane that is shown. */
export interface PlotWindow {
  readonly x1: readonly [number, number];
  readonly x2: readonly [number, number];
}

/** The part of a table's space that is shown: a plane through it, or the line that is all there is of one input. */
export type Slice = ColumnSlice | ComponentSlice | LineSlice;

/** Over two columns of numbers, everything else as it is in one row. Of a table of two columns that is all there is. */
export interface ColumnSlice {
  readonly kind: 'columns';
  readonly axes: readonly [string, string];
  readonly window: PlotWindow;
  /** One row with every other column; null where there is none. */
  readonly fixed: Table | null;
}

/** Through the mean of all inputs, along the two directions in which they vary most. */
export interface ComponentSlice {
  readonly kind: 'components';
  readonly window: PlotWindow;
  readonly components: PrincipalComponents;
}

/**
 * Over the one column of numbers that the network reads; up is what is predicted, in its own units. Of two classes
 * they are -1 and +1, more lie evenly between. Nothing that the network reads changes upwards.
 */
export interface LineSlice {
  readonly kind: 'line';
  readonly axis: string;
  readonly window: PlotWindow;
}

/** What a network with these features reads in points of the slice: `[feature][point]`. */
export function sliceInputs(
  features: readonly Feature[],
  slice: Slice,
  { x1, x2 }: Pick<PointColumns, 'x1' | 'x2'>,
): readonly Float64Array[] {
  if (slice.kind === 'columns') {
    const table = sliceTable(slice, x1, x2);
    return encodeFeatures(features, table, allRows(table));
  }
  if (slice.kind === 'line') {
    const table: Table = { rowCount: x1.length, columns: [{ name: slice.axis, kind: 'number', values: x1 }] };
    return encodeFeatures(features, table, allRows(table));
  }
  const { mean, directions } = slice.components;
  const [first, second] = directions;
  return features.map((_, i) => x1.map((a, point) => mean[i] + a * first[i] + x2[point] * second[i]));
}

/** Points of the slice as rows of a table; both lists are of the same length. */
export function sliceTable({ axes, fixed }: ColumnSlice, x1: Float64Array, x2: Float64Array): Table {
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

/** A row of the middle: the mean of every column of numbers, 0 of no rows; the most frequent of the categories. */
export function middleRow(table: Table, rows: Uint32Array, names: readonly string[]): Table {
  const columns = names.map((name): Column => {
    const column = columnOf(table, name);
    if (column.kind === 'number')
      return {
        ...column,
        values: Float64Array.of(rows.length > 0 ? momentsOf(column.values, rows).mean : 0),
      };
    const counts = new Uint32Array(column.categories.length);
    for (const row of rows) if (column.codes[row] >= 0) counts[column.codes[row]]++;
    return { ...column, codes: Int32Array.of(counts.indexOf(Math.max(...counts))) };
  });
  return { rowCount: 1, columns };
}

/**
 * Whether a picture can be over a column: numbers near the largest can be farther apart than a number can say, and then
 * nothing lies between them.
 */
export function isAxis(values: Float64Array): boolean {
  const known = axes.get(values);
  if (known !== undefined) return known;
  const [low, high] = rangeAround(values);
  const is = Number.isFinite(high - low);
  axes.set(values, is);
  return is;
}

/** Columns are asked about again and again. */
const axes = new WeakMap<Float64Array, boolean>();

/** Of a column's width, on either side. */
const room = 0.06;

/** All of the numbers, with a little room around them. */
export function rangeAround(...parts: readonly Float64Array[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const values of parts) {
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return [-1, 1];
  const width = high - low || Math.max(1, Math.abs(high));
  return [low - room * width, high + room * width];
}
