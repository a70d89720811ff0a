import { categoriesOf, numbersOf, type Table } from './table.ts';

/** One input of a network, as it is computed of a row's numbers. */
export type Feature =
  | { readonly as: 'value' | 'square' | 'sine'; readonly of: string }
  | { readonly as: 'product'; readonly of: readonly [string, string] };

/** What is to be predicted: a number, or one of the classes by its place among them. */
export type Target =
  | { readonly kind: 'number'; readonly column: string }
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

/** Encodes rows of a table, in the order given. Throws a RangeError for a class that is none of the encoding's. */
export function encode({ features, target }: Encoding, table: Table, rows: Uint32Array): EncodedRows {
  return {
    count: rows.length,
    inputs: encodeFeatures(features, table, rows),
    target: encodeTarget(target, table, rows),
  };
}

/** The inputs alone, for rows that have no target: `[feature][row]`. */
export function encodeFeatures(
  features: readonly Feature[],
  table: Table,
  rows: Uint32Array,
): readonly Float64Array[] {
  return features.map((feature) => {
    if (feature.as === 'product') {
      const [a, b] = feature.of.map((name) => numbersOf(table, name));
      return forRows(rows, (row) => a[row] * b[row]);
    }
    const values = numbersOf(table, feature.of);
    const change = changes[feature.as];
    return forRows(rows, (row) => change(values[row]));
  });
}

function encodeTarget(target: Target, table: Table, rows: Uint32Array): Float64Array {
  if (target.kind === 'number') {
    const values = numbersOf(table, target.column);
    return forRows(rows, (row) => values[row]);
  }
  const { codes, categories } = categoriesOf(table, target.column);
  return forRows(rows, (row) => {
    const place = target.classes.indexOf(categories[codes[row]]);
    if (place < 0) {
      const given = codes[row] < 0 ? 'no class' : `class “${categories[codes[row]]}”`;
      throw new RangeError(`row ${row} has ${given}, expected one of ${target.classes.join(', ')}`);
    }
    return place;
  });
}

/** As `Float64Array.from`, without its iterator. */
function forRows(rows: Uint32Array, of: (row: number) => number): Float64Array {
  const column = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) column[i] = of(rows[i]);
  return column;
}

type Change = (x: number) => number;

const changes: Readonly<Record<Exclude<Feature['as'], 'product'>, Change>> = {
  value: (x) => x,
  square: (x) => x * x,
  sine: Math.sin,
};

/**
 * What a feature's dependence on one column comes to as a factor, the feature being the product of all its columns'
 * factors: over a grid two short columns then say as much as all its cells.
 */
export function factorOf(feature: Feature, column: string): Change {
  if (feature.as === 'product') return feature.of.includes(column) ? changes.value : one;
  return feature.of === column ? changes[feature.as] : one;
}

const one: Change = () => 1;
