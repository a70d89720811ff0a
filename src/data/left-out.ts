import { missingIn } from './encoding.ts';
import type { FileChoice } from './file-data-set.ts';
import type { Split } from './split.ts';
import { columnOf, type Table } from './table.ts';

/** Rows that are not used for one reason. */
export interface LeftOutRows {
  /** The column in which they have nothing; null where that is not why. */
  readonly column: string | null;
  readonly count: number;
  /** The first ones. */
  readonly rows: readonly number[];
}

const listed = 20;

/** The columns that a choice reads, the target first. */
export function usedColumns({ target, split, inputs }: FileChoice): readonly string[] {
  return [target.column, ...(split === null ? [] : [split.column]), ...inputs];
}

/** Rows of a table on neither side, each by the first column of the choice in which it has nothing. */
export function leftOutRows(
  table: Table,
  { train, test }: Split,
  choice: FileChoice,
): readonly LeftOutRows[] {
  const used = new Uint8Array(table.rowCount);
  for (const side of [train, test]) for (const row of side) used[row] = 1;
  // No row is left out for what none has.
  const inputs = choice.inputs.filter((name) => hasAny(table, name));
  const names = usedColumns({ ...choice, inputs });
  const lacks = names.map((name) => ({ name, isMissing: missingIn(columnOf(table, name)) }));
  const found = new Map<string | null, { count: number; rows: number[] }>();
  for (let row = 0; row < table.rowCount; row++) {
    if (used[row] === 1) continue;
    const column = lacks.find(({ isMissing }) => isMissing(row))?.name ?? null;
    const own = found.get(column) ?? { count: 0, rows: [] };
    own.count++;
    if (own.rows.length < listed) own.rows.push(row);
    found.set(column, own);
  }
  return Array.from(found, ([column, own]) => ({ column, ...own }));
}

function hasAny(table: Table, name: string): boolean {
  const isMissing = missingIn(columnOf(table, name));
  for (let row = 0; row < table.rowCount; row++) if (!isMissing(row)) return true;
  return false;
}

/** The table without some of its rows, given in ascending order. */
export function withoutRows(table: Table, rows: Uint32Array): Table {
  if (rows.length === 0) return table;
  const kept = keptRows(table.rowCount, rows);
  return {
    rowCount: kept.length,
    columns: table.columns.map((column) =>
      column.kind === 'number'
        ? { ...column, values: Float64Array.from(kept, (row) => column.values[row]) }
        : { ...column, codes: Int32Array.from(kept, (row) => column.codes[row]) },
    ),
  };
}

/** All rows but some, which are given in ascending order. */
export function keptRows(rowCount: number, without: Uint32Array): Uint32Array {
  const kept = new Uint32Array(rowCount - without.length);
  let next = 0;
  for (let row = 0, place = 0; row < rowCount; row++) {
    if (without[next] === row) next++;
    else kept[place++] = row;
  }
  return kept;
}
