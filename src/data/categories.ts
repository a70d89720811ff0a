import { inNameOrder } from './fit-encoding.ts';
import type { CategoryColumn, NumberColumn, Table } from './table.ts';

/** A column with at most this many distinct whole numbers may well mean classes. */
const fewNumbers = 10;

/** Whether the numbers of a column are whole and so few that they may be meant as classes. */
export function mayBeClasses({ values }: NumberColumn): boolean {
  const distinct = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return false;
    distinct.add(value);
    if (distinct.size > fewNumbers) return false;
  }
  return distinct.size > 0;
}

/** Numbers as categories, named as they are written and in the order of their size; 0 and -0 are one. */
export function categoriesOfNumbers({ name, values }: NumberColumn): CategoryColumn {
  const written = (value: number): string => String(value);
  const distinct = new Set(values.filter((value) => !Number.isNaN(value)));
  const categories = inNameOrder([...distinct].map(written));
  const codes = new Map(categories.map((category, code) => [category, code]));
  return {
    name,
    kind: 'category',
    categories,
    codes: Int32Array.from(values, (value) => codes.get(written(value)) ?? -1),
  };
}

/** The table with these columns of numbers as categories; all others are the very same. */
export function withCategories({ rowCount, columns }: Table, names: readonly string[]): Table {
  return {
    rowCount,
    columns: columns.map((column) =>
      column.kind === 'number' && names.includes(column.name) ? categoriesOfNumbers(column) : column,
    ),
  };
}
