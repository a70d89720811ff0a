import { finish, type Steps } from '../autograd/steps.ts';
import type { DataSet } from './data-set-types.ts';
import type { Encoding, Feature } from './encoding.ts';
import { planeTarget } from './plane-table.ts';
import { middleRow } from './slice.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from './table.ts';

/** One row's values by the names of its columns: numbers in their own units, categories, null where there is nothing. */
export type Row = Readonly<Record<string, number | string | null>>;

/** A column that the network's inputs are made of, as it is asked for. */
export type AskedColumn = AskedNumber | AskedCategory;

export interface AskedNumber {
  readonly name: string;
  readonly kind: 'number';
  /** Whether the network answers without it, too. */
  readonly mayBeMissing: boolean;
  /** The mean of the rows that train. */
  readonly middle: number;
  /** Of all rows that are used. */
  readonly range: readonly [number, number];
}

export interface AskedCategory {
  readonly name: string;
  readonly kind: 'category';
  readonly mayBeMissing: boolean;
  /** The most frequent among the rows that train. */
  readonly middle: string;
  readonly categories: readonly string[];
}

/** The columns behind the network's inputs, in the order in which it reads them; of the plane both, whatever is chosen. */
export function columnsBehind({ encoding, table, classNames }: DataSet): readonly Column[] {
  if (encoding === null) {
    const target = planeTarget(classNames).column;
    return table.columns.filter(({ name }) => name !== target);
  }
  const names = new Set(encoding.features.flatMap(({ of }) => of));
  return [...names].flatMap((name) => table.columns.filter((column) => column.name === name));
}

/** Of data sets that have been asked for. */
const known = new WeakMap<DataSet, readonly AskedColumn[]>();

/** What a form needs to know of the columns behind the inputs. */
export function askedColumns(dataSet: DataSet): readonly AskedColumn[] {
  return finish(askedColumnSteps(dataSet));
}

/** As `askedColumns`, a column at a time, and at once where it is known already. */
export function* askedColumnSteps(dataSet: DataSet): Steps<readonly AskedColumn[]> {
  const before = known.get(dataSet);
  if (before !== undefined) return before;
  const { table, encoding } = dataSet;
  // In the table's order the middle is that of the encoding, to the bit, and rows are read faster.
  const rows = { train: dataSet.rows.train.slice().sort(), test: dataSet.rows.test.slice().sort() };
  const asked: AskedColumn[] = [];
  for (const column of columnsBehind(dataSet)) {
    const mayBeMissing = encoding !== null && toleratesMissing(encoding, column.name);
    const inRows = askedColumn(column, mayBeMissing, table, rows);
    const isBare = dataSet.name === 'draw' && encoding !== null && rows.train.length === 0;
    asked.push(isBare ? onPlane(dataSet, inRows) : inRows);
    yield;
  }
  known.set(dataSet, asked);
  return asked;
}

function askedColumn(
  column: Column,
  mayBeMissing: boolean,
  table: Table,
  rows: DataSet['rows'],
): AskedColumn {
  const { name } = column;
  const [inMiddle] = middleRow(table, rows.train, [name]).columns;
  if (column.kind === 'number') {
    const mean = inMiddle.kind === 'number' ? inMiddle.values[0] : NaN;
    return { name, kind: 'number', mayBeMissing, middle: mean, range: rangeOf(column, rows) };
  }
  const { categories } = column;
  const code = inMiddle.kind === 'category' ? inMiddle.codes[0] : 0;
  return { name, kind: 'category', mayBeMissing, middle: categories[code], categories };
}

/** Before anything is drawn that trains, the whole plane, and its middle. */
function onPlane({ slice }: DataSet, asked: AskedColumn): AskedColumn {
  if (asked.kind !== 'number' || slice.kind !== 'columns') return asked;
  const range = slice.axes[0] === asked.name ? slice.window.x1 : slice.window.x2;
  return { ...asked, middle: (range[0] + range[1]) / 2, range };
}

function toleratesMissing({ features }: Encoding, name: string): boolean {
  const tolerates = (feature: Feature): boolean => {
    if (feature.as === 'missing') return true;
    if (feature.as === 'one-hot') return feature.missing === 'zero';
    return feature.as === 'value' && typeof feature.missing === 'number';
  };
  return features
    .filter(({ of }) => (typeof of === 'string' ? of === name : of.includes(name)))
    .every(tolerates);
}

/** [0, 1] where there is no number. */
function rangeOf({ values }: NumberColumn, rows: DataSet['rows']): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const side of [rows.train, rows.test]) {
    for (const row of side) {
      if (values[row] < low) low = values[row];
      if (values[row] > high) high = values[row];
    }
  }
  return low > high ? [0, 1] : [low, high];
}

/** What the columns behind the inputs hold in a row of the table. */
export function rowAt(columns: readonly Column[], row: number): Row {
  return Object.fromEntries(
    columns.map((column): [string, Row[string]] => {
      if (column.kind === 'category') return [column.name, column.categories[column.codes[row]] ?? null];
      const value = column.values[row];
      return [column.name, Number.isNaN(value) ? null : value];
    }),
  );
}

export type RowTable =
  | { readonly ok: true; readonly table: Table }
  /** A sentence that says what was wrong and what was expected. */
  | { readonly ok: false; readonly message: string };

/** A table of this one row; every column needs a value, except where the network answers without one. */
export function tableOfRow(dataSet: DataSet, row: Row): RowTable {
  const columns = columnsBehind(dataSet);
  const stranger = Object.keys(row).find((name) => columns.every((column) => column.name !== name));
  if (stranger !== undefined) {
    const names = columns.map(({ name }) => `“${name}”`);
    return { ok: false, message: `There is no input “${stranger}”: expected ${shortList(names)}.` };
  }
  const made: Column[] = [];
  for (const column of columns) {
    const value = Object.hasOwn(row, column.name) ? row[column.name] : null;
    const { encoding } = dataSet;
    if (value === null && !(encoding !== null && toleratesMissing(encoding, column.name))) {
      return { ok: false, message: `“${column.name}” has no value: expected ${expected(column)}.` };
    }
    const one = column.kind === 'number' ? numberColumn(column, value) : categoryColumn(column, value);
    if (one === null) {
      const given = typeof value === 'string' ? `“${value.slice(0, 60)}”` : String(value);
      return { ok: false, message: `“${column.name}” is ${given}: expected ${expected(column)}.` };
    }
    made.push(one);
  }
  return { ok: true, table: { rowCount: 1, columns: made } };
}

function numberColumn({ name, kind }: NumberColumn, value: Row[string]): NumberColumn | null {
  if (value === null) return { name, kind, values: Float64Array.of(NaN) };
  const isNumber = typeof value === 'number' && Number.isFinite(value);
  return isNumber ? { name, kind, values: Float64Array.of(value) } : null;
}

function categoryColumn(
  { name, kind, categories }: CategoryColumn,
  value: Row[string],
): CategoryColumn | null {
  const code = typeof value === 'string' ? categories.indexOf(value) : -1;
  return value !== null && code < 0 ? null : { name, kind, categories, codes: Int32Array.of(code) };
}

function expected(column: Column): string {
  if (column.kind === 'number') return 'a finite number';
  return `one of ${shortList(column.categories.map((category) => `“${category}”`))}`;
}

const longestList = 12;

/** “a, b and c”; of a long list the beginning and how many there are. */
function shortList(items: readonly string[]): string {
  if (items.length > longestList) {
    return `${items.slice(0, longestList).join(', ')} … (${items.length} in all)`;
  }
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
