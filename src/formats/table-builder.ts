import type { Column, Table } from '../data/table.ts';
import { Blocks } from './blocks.ts';
import type { CellReading } from './dictionary.ts';
import { FaultyCells } from './faulty-cells.ts';
import { GrowingColumn } from './growing-column.ts';
import { sayLikeNumbers } from './like-numbers.ts';
import { sayLongNumbers } from './long-numbers.ts';
import { whyNoNumber } from './number.ts';
import type { Problems } from './problems.ts';
import { Refusal } from './refusal.ts';
import { limits } from './result.ts';

/** Takes rows of texts, and makes a table of them when all are there. */
export class TableBuilder {
  /** How much of the source the rows so far are of; null where nobody knows. */
  share: number | null = null;
  readonly #names: readonly string[];
  readonly #hasOwnName: readonly boolean[];
  readonly #columns: readonly GrowingColumn[];
  readonly #lines = new Blocks((length) => new Uint32Array(length));
  readonly #reading: CellReading;

  /** `hasOwnName` tells the columns whose names were made up: without any value they are no columns. */
  constructor(names: readonly string[], hasOwnName: readonly boolean[], reading: CellReading) {
    this.#names = names;
    this.#hasOwnName = hasOwnName;
    this.#reading = reading;
    this.#columns = names.map(() => new GrowingColumn(reading, (rows) => this.#expectedRows(rows)));
  }

  /** A little more than there are if they go on as they began. */
  #expectedRows(rows: number): number {
    const expected = this.share === null ? limits.rows : Math.ceil((rows / this.share) * 1.1);
    return Math.min(limits.rows, expected);
  }

  get rowCount(): number {
    return this.#lines.length;
  }

  /** A row of at least as many cells as there are columns, and the line in which it begins. */
  add(row: readonly string[], line: number): void {
    if (this.#lines.length === limits.rows)
      throw new Refusal(
        `There are more than ${count(limits.rows)} rows; up to ${count(limits.rows)} can be read. Take a sample first: ` +
          "every tenth line is “awk 'NR == 1 || NR % 10 == 0' file.csv > sample.csv”.",
      );
    const columns = this.#columns;
    for (let k = 0; k < columns.length; k++) columns[k].push(row[k]);
    this.#lines.push(line);
  }

  /** The table, each column where its cells are. */
  finish(problems: Problems): {
    readonly table: Table;
    readonly lines: Uint32Array;
    readonly faulty: FaultyCells;
    readonly notes: readonly string[];
  } {
    const rowCount = this.#lines.length;
    const lines = this.#lines.take();
    const faulty = new FaultyCells(rowCount);
    const notes: string[] = [];
    const ofColumns: string[] = [];
    const columns = this.#columns.flatMap((growing, k): Column[] => {
      const name = this.#names[k];
      if (!this.#hasOwnName[k] && growing.isEmpty) return [];
      const column = growing.finish(name, ({ row, text }) => {
        faulty.add(name, row);
        problems.add({
          kind: 'number',
          line: lines[row],
          column: k + 1,
          message: whyNoNumber(text, this.#reading.decimal),
        });
      });
      if (column === null)
        notes.push(`“${name}” is left out: it has too many different texts to learn from.`);
      else {
        const said =
          column.kind === 'category'
            ? sayLikeNumbers(name, column.categories, this.#reading.decimal)
            : sayLongNumbers(name, column.values);
        if (said !== null) ofColumns.push(said);
      }
      return column === null ? [] : [column];
    });
    notes.push(...shortened(ofColumns));
    return { table: { rowCount, columns }, lines, faulty, notes };
  }
}

/** Of a table of dates nobody reads a sentence for each column. */
function shortened(said: readonly string[]): readonly string[] {
  const most = 6;
  if (said.length <= most) return said;
  return [...said.slice(0, most), `Something like this holds for ${said.length - most} more columns.`];
}

export function count(value: number): string {
  return value.toLocaleString('en');
}

/** Before names are made for them: a hostile file has a hundred thousand of the same name. */
export function refuseTooManyColumns(columns: number): void {
  if (columns > limits.columns)
    throw new Refusal(
      `There are ${count(columns)} columns; up to ${count(limits.columns)} can be read. ` +
        'Keep the ones that matter in the program that the file comes from, or with “cut -d, -f1-100 file.csv”.',
    );
}
