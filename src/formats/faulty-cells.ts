/** Which cells of a table are no numbers in a column of numbers: NaN stands for them there. A bit for each of its rows. */
export class FaultyCells {
  readonly #rowCount: number;
  readonly #marks = new Map<string, Uint8Array>();

  constructor(rowCount: number) {
    this.#rowCount = rowCount;
  }

  add(column: string, row: number): void {
    const marks = this.#marks.get(column) ?? new Uint8Array(Math.ceil(this.#rowCount / 8));
    marks[row >> 3] |= 1 << (row & 7);
    this.#marks.set(column, marks);
  }

  /** Those that have any. */
  get columns(): readonly string[] {
    return [...this.#marks.keys()];
  }

  /** Rows with such a cell in any of these columns, ascending. */
  rowsOf(columns: readonly string[]): Uint32Array {
    const all = columns.flatMap((column) => this.#marks.get(column) ?? []);
    if (all.length === 0) return new Uint32Array();
    const any = all[0].map((_, byte) => all.reduce((bits, marks) => bits | marks[byte], 0));
    const rows: number[] = [];
    for (let row = 0; row < this.#rowCount; row++)
      if (((any[row >> 3] >> (row & 7)) & 1) === 1) rows.push(row);
    return Uint32Array.from(rows);
  }

  /** Rows with such a cell anywhere, ascending. */
  get rows(): Uint32Array {
    return this.rowsOf(this.columns);
  }
}
