/** Rows in columns: what generators, drawn points, formulas and files all give. */
export interface Table {
  readonly rowCount: number;
  /** Each of `rowCount` entries, no two of the same name. */
  readonly columns: readonly Column[];
}

export type Column = NumberColumn | CategoryColumn;

export interface NumberColumn {
  readonly name: string;
  readonly kind: 'number';
  /** NaN where there is none. */
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly name: string;
  readonly kind: 'category';
  /** Places in `categories`; -1 where there is none. */
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

/** The numbers of a column. Throws a RangeError if there is no such column of numbers. */
export function numbersOf(table: Table, name: string): Float64Array {
  const column = columnOf(table, name);
  if (column.kind !== 'number') throw new RangeError(`column “${name}” holds categories, expected numbers`);
  return column.values;
}

/** A column of categories. Throws a RangeError if there is no such column. */
export function categoriesOf(table: Table, name: string): CategoryColumn {
  const column = columnOf(table, name);
  if (column.kind !== 'category') throw new RangeError(`column “${name}” holds numbers, expected categories`);
  return column;
}

/** A column of either kind. Throws a RangeError if there is none of this name. */
export function columnOf({ columns }: Table, name: string): Column {
  const column = columns.find((other) => other.name === name);
  if (column === undefined) {
    const names = columns.map((other) => `“${other.name}”`).join(', ');
    throw new RangeError(`there is no column “${name}”: the table has ${names || 'none'}`);
  }
  return column;
}

/** Every row of a table, in its order. */
export function allRows({ rowCount }: Table): Uint32Array {
  const rows = new Uint32Array(rowCount);
  for (let row = 0; row < rowCount; row++) rows[row] = row;
  return rows;
}
