import { sin } from '../elementary/trigonometric.ts';
import { finish, type Steps } from '../autograd/steps.ts';
import { categoriesOf, columnOf, numbersOf, type Column, type Table } from './table.ts';

/** One input of a network, as it is computed of a row. */
export type Feature =
  | ValueFeature
  | { readonly as: 'square' | 'sine'; readonly of: string }
  | { readonly as: 'product'; readonly of: readonly [string, string] }
  | OneHotFeature
  /** 1 where the column, of numbers or categories, has nothing, 0 elsewhere. */
  | { readonly as: 'missing'; readonly of: string };

/** A number, less `shift` (0 if not given), in units of `scale` (1 if not given). */
export interface ValueFeature extends Partial<Scale> {
  readonly as: 'value';
  readonly of: string;
  /** What stands for a number that is not there, in the column's own units; by default such a row cannot be encoded. */
  readonly missing?: 'drop' | number;
}

/** 1 where the column has this category, 0 elsewhere: in rows of categories that the encoding does not know, too. */
export interface OneHotFeature {
  readonly as: 'one-hot';
  readonly of: string;
  readonly category: string;
  /** A row without a category is 0 for all of them, or cannot be encoded. */
  readonly missing: 'drop' | 'zero';
}

/** From a column's own units: (x - shift) / scale. */
export interface Scale {
  readonly shift: number;
  readonly scale: number;
}

/** What is to be predicted: a number, scaled if so said, or one of the classes by its place among them. */
export type Target =
  | ({ readonly kind: 'number'; readonly column: string } & Partial<Scale>)
  | { readonly kind: 'class'; readonly column: string; readonly classes: readonly string[] };

/** From a table's rows to what a network reads: the one place where a sample is encoded. */
export interface Encoding {
  readonly features: readonly Feature[];
  readonly target: Target;
}

/** Rows in columns of equal length. */
export interface EncodedRows {
  readonly count: number;
  /** `[feature][row]`. */
  readonly inputs: readonly Float64Array[];
  /** The number, or the place of the class. */
  readonly target: Float64Array;
}

/**
 * Encodes rows of a table, in the order given. Throws a RangeError for a row without a target, for a class that is
 * none of the encoding's, and for a row without a value that a feature needs: `usableRows` leaves such rows out.
 */
export function encode(encoding: Encoding, table: Table, rows: Uint32Array): EncodedRows {
  return finish(encodeSteps(encoding, table, rows));
}

/** As `encode`, an input at a time. */
export function* encodeSteps(
  { features, target }: Encoding,
  table: Table,
  rows: Uint32Array,
): Steps<EncodedRows> {
  const inputs: Float64Array[] = [];
  for (const feature of features) {
    inputs.push(encodeFeature(feature, table, rows));
    yield;
  }
  return { count: rows.length, inputs, target: encodeTarget(target, table, rows) };
}

/** The inputs alone, for rows that have no target: `[feature][row]`. */
export function encodeFeatures(
  features: readonly Feature[],
  table: Table,
  rows: Uint32Array,
): readonly Float64Array[] {
  return features.map((feature) => encodeFeature(feature, table, rows));
}

function encodeFeature(feature: Feature, table: Table, rows: Uint32Array): Float64Array {
  if (feature.as === 'one-hot') return encodeCategory(feature, table, rows);
  if (feature.as === 'missing') {
    const isMissing = missingIn(columnOf(table, feature.of));
    return forRows(rows, (row) => Number(isMissing(row)));
  }
  if (feature.as === 'product') {
    const [a, b] = feature.of.map((name) => numbersOf(table, name));
    return forRows(rows, (row) => a[row] * b[row]);
  }
  const values = numbersOf(table, feature.of);
  if (feature.as !== 'value') {
    const change = changeOf(feature);
    return forRows(rows, (row) => change(values[row]));
  }
  const encoded = encodeNumbers(feature, values, rows);
  return feature.missing === 'drop' ? complete(encoded, feature.of, rows) : encoded;
}

/** As `changeOf` says, of all the rows in one loop: tables are made of little else. */
function encodeNumbers(
  { shift = 0, scale = 1, missing }: ValueFeature,
  values: Float64Array,
  rows: Uint32Array,
): Float64Array {
  const instead = typeof missing === 'number' ? missing : NaN;
  const encoded = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    encoded[i] = scaled(Number.isNaN(value) ? instead : value, shift, scale);
  }
  return encoded;
}

function encodeCategory(
  { of, category, missing }: OneHotFeature,
  table: Table,
  rows: Uint32Array,
): Float64Array {
  const { codes, categories } = categoriesOf(table, of);
  const code = categories.indexOf(category);
  const none = missing === 'drop' ? NaN : 0;
  const encoded = forRows(rows, (row) => (codes[row] < 0 ? none : Number(codes[row] === code)));
  return complete(encoded, of, rows);
}

/** The target alone: the number, scaled, or the place of the class. */
export function encodeTarget(target: Target, table: Table, rows: Uint32Array): Float64Array {
  if (target.kind === 'number') {
    const values = numbersOf(table, target.column);
    const change = scaling(target);
    return complete(
      forRows(rows, (row) => change(values[row])),
      target.column,
      rows,
    );
  }
  const { codes, categories } = categoriesOf(table, target.column);
  const places = categories.map((category) => target.classes.indexOf(category));
  return forRows(rows, (row) => {
    const place = places[codes[row]] ?? -1;
    if (place < 0) {
      const given = codes[row] < 0 ? 'no class' : `class “${categories[codes[row]]}”`;
      throw new RangeError(`row ${row} has ${given}, expected one of ${target.classes.join(', ')}`);
    }
    return place;
  });
}

/** A prediction of a number in the units of its column. */
export function inOwnUnits({ shift = 0, scale = 1 }: Partial<Scale>, output: number): number {
  return output * scale + shift;
}

/** How an input is called: “length”, “kind = dog”, “length × width”. */
export function inputName(feature: Feature): string {
  switch (feature.as) {
    case 'value':
      return feature.of;
    case 'square':
      return `${feature.of}²`;
    case 'sine':
      return `sin ${feature.of}`;
    case 'product':
      return feature.of.join(' × ');
    case 'one-hot':
      return `${feature.of} = ${feature.category}`;
    case 'missing':
      return `${feature.of} missing`;
  }
}

/** Whether a row of the column has nothing. */
export function missingIn(column: Column): (row: number) => boolean {
  return column.kind === 'number'
    ? (row) => Number.isNaN(column.values[row])
    : (row) => column.codes[row] < 0;
}

/** What was encoded, or a RangeError for the first row that had nothing: whose number is none either. */
function complete(encoded: Float64Array, name: string, rows: Uint32Array): Float64Array {
  for (let i = 0; i < encoded.length; i++)
    if (Number.isNaN(encoded[i])) throw new RangeError(`row ${rows[i]} has no “${name}”`);
  return encoded;
}

/** As `Float64Array.from`, without its iterator. */
function forRows(rows: Uint32Array, of: (row: number) => number): Float64Array {
  const column = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) column[i] = of(rows[i]);
  return column;
}

type Change = (x: number) => number;

const same: Change = (x) => x;
const one: Change = () => 1;

/** From the number of a column to the input. */
function changeOf(feature: Extract<Feature, { readonly as: 'value' | 'square' | 'sine' }>): Change {
  if (feature.as !== 'value') return feature.as === 'sine' ? sin : (x) => x * x;
  const change = scaling(feature);
  const { missing } = feature;
  return typeof missing === 'number' ? (x) => change(Number.isNaN(x) ? missing : x) : change;
}

function scaling({ shift = 0, scale = 1 }: Partial<Scale>): Change {
  if (shift === 0 && scale === 1) return same;
  return (x) => scaled(x, shift, scale);
}

function scaled(x: number, shift: number, scale: number): number {
  const distance = x - shift;
  // Numbers near the largest can be farther apart than a number can say.
  return Math.abs(distance) === Infinity ? x / scale - shift / scale : distance / scale;
}

/**
 * What a feature's dependence on one column of numbers comes to as a factor, the feature being the product of all its
 * columns' factors: over a grid two short columns then say as much as all its cells. Throws a RangeError for a
 * feature of categories, which lie on no axis.
 */
export function factorOf(feature: Feature, column: string): Change {
  if (feature.as === 'product') return feature.of.includes(column) ? same : one;
  if (feature.of !== column) return one;
  if (feature.as === 'missing') return (x) => Number(Number.isNaN(x));
  if (feature.as === 'one-hot') throw new RangeError(`“${column}” holds categories, which lie on no axis`);
  return changeOf(feature);
}
