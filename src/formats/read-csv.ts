import type { Encoding, EncodingReason } from './decode.ts';
import { isBlank, separatorLine, type Dialect } from './dialect.ts';
import { cellReading } from './dictionary.ts';
import { ambiguousNumber } from './guess-decimal.ts';
import { guessDialect } from './guess-dialect.ts';
import { fits, layoutOf, type Layout } from './layout.ts';
import { uniqueNames } from './names.ts';
import { parseNumber } from './number.ts';
import { Problems } from './problems.ts';
import { Records, type Rows } from './records.ts';
import { Refusal } from './refusal.ts';
import type { Reading, ReadResult } from './result.ts';
import { sampleRows } from './sample.ts';
import { count, refuseTooManyColumns, TableBuilder } from './table-builder.ts';

/** Delimited text, piece by piece, becomes a table. What cannot be split is left out and told; nothing is shifted. */
export class CsvReading implements Reading {
  readonly #dialect: Dialect;
  readonly #layout: Layout;
  readonly #problems = new Problems();
  readonly #records: Records;
  /** What was done to the file as it was guessed, in sentences. */
  readonly #notes: string[] = [];
  #builder: TableBuilder | null = null;
  #rowsLeftOut = 0;

  /** The head is what the dialect is guessed from, and the first piece. */
  constructor(
    head: string,
    isWhole: boolean,
    share: number | null,
    chosen: Partial<Dialect> & Pick<Dialect, 'encoding'>,
  ) {
    refuseUnreadable(head);
    this.#dialect = { ...guessDialect(head, isWhole, chosen), encoding: chosen.encoding };
    const separator = separatorLine(head);
    const body = separator === null ? head : head.slice(separator.length);
    const { rows } = sampleRows(body, this.#dialect, isWhole);
    if (isWhole && isBlank(body)) throw new Refusal('The file is empty.');
    if (chosen.decimal === undefined) this.#notes.push(...decimalNotes(rows, this.#dialect));
    this.#layout = rows.length === 0 ? { width: 1, fullWidth: 1 } : layoutOf(rows, this.#dialect.header);
    this.#records = new Records(this.#dialect, this.#problems, separator === null ? 1 : 2);
    if (!this.#dialect.header)
      this.#builder = this.#begin(
        Array.from({ length: this.#layout.width }, () => ''),
        null,
      );
    this.push(body, isWhole, share);
  }

  get rowCount(): number {
    return this.#builder?.rowCount ?? 0;
  }

  push(text: string, isLast: boolean, share: number | null): void {
    if (this.#builder !== null) this.#builder.share = share;
    const rows = this.#records.push(text, isLast);
    if (rows === null) return;
    for (let i = 0; i < rows.fields.length; i++) {
      const row = rows.fields[i];
      if (row.length === 1 && rows.hasBlankLines && isBlank(row[0])) continue;
      if (this.#builder === null) {
        this.#builder = this.#begin(row.slice(0, this.#layout.width), rows.lineOf(i));
        this.#builder.share = share;
      } else if (row.length === this.#layout.width || fits(row, this.#layout))
        this.#builder.add(row, rows.lineOf(i));
      else this.#leaveOut(row, rows, i);
    }
  }

  finish(encoding: Encoding, reason: EncodingReason): ReadResult {
    const leftOut = this.#rowsLeftOut + this.#records.leftOut;
    if (this.#builder === null || this.#builder.rowCount === 0) return this.#withoutRows(leftOut);
    const { table, lines, faulty, notes } = this.#builder.finish(this.#problems);
    if (table.columns.length === 0)
      return { ok: false, message: `There is no column that can be read. ${notes.join(' ')}`.trim() };
    return {
      ok: true,
      table,
      lines,
      faulty,
      rowsLeftOut: leftOut,
      problems: this.#problems.report(),
      notes: [...notesOf(encoding, reason, this.#records), ...this.#notes, ...notes],
      dialect: { ...this.#dialect, encoding },
    };
  }

  #begin(header: readonly string[], line: number | null): TableBuilder {
    refuseTooManyColumns(header.length);
    const { names, renamed } = uniqueNames(header);
    if (line !== null)
      for (const { column, message } of renamed)
        this.#problems.add({ kind: 'name', line, column: column + 1, message });
    const hasName = header.map((name) => line === null || !isBlank(name));
    return new TableBuilder(names, hasName, cellReading(this.#dialect));
  }

  #leaveOut(row: readonly string[], rows: Rows, i: number): void {
    this.#rowsLeftOut++;
    const message = `${fieldCount(row.length)}, expected ${this.#layout.width}`;
    this.#problems.add({ kind: 'ragged', line: rows.lineOf(i), column: null, message });
  }

  #withoutRows(leftOut: number): ReadResult {
    const [first] = this.#problems.first;
    if (leftOut > 0)
      return {
        ok: false,
        message:
          `${leftOut === 1 ? 'The only row cannot be read' : `None of the ${count(leftOut)} rows can be read`}. ` +
          `Line ${count(first.line)}: ${first.message}. ` +
          'Look at the delimiter, the quotes and the header.',
      };
    const message =
      this.#builder === null
        ? 'There is nothing but comments in the file.'
        : 'There are no rows under the header.';
    return { ok: false, message };
  }
}

function fieldCount(fields: number): string {
  return fields === 1 ? '1 field' : `${count(fields)} fields`;
}

/** A text in quotes of more lines may have no end where it was meant to have one. */
const usualLines = 20;

function notesOf(
  encoding: Encoding,
  reason: EncodingReason,
  { comments, longest }: Pick<Records, 'comments' | 'longest'>,
): string[] {
  const notes: string[] = [];
  if (encoding === 'windows-1252' && reason === 'guess')
    notes.push('The bytes are no UTF-8, so they are read as Windows-1252.');
  if (comments > 0)
    notes.push(
      comments === 1
        ? 'One line begins with “#” and is passed over as a comment.'
        : `${count(comments)} lines begin with “#” and are passed over as comments.`,
    );
  if (longest.lines > usualLines)
    notes.push(
      `One row has ${count(longest.lines)} lines, from line ${count(longest.line)} on: a text in quotes goes on so long. If that is not meant, look for a quote too many there.`,
    );
  return notes;
}

/** Of numbers that may as well be a thousand times as large. */
function decimalNotes(rows: readonly (readonly string[])[], { decimal }: Pick<Dialect, 'decimal'>): string[] {
  const text = decimal === ',' ? ambiguousNumber(rows, decimal) : null;
  if (text === null) return [];
  return [
    `“${text}” is read as ${parseNumber(text, decimal)}, with a decimal comma. If thousands are meant, take the commas out of the file.`,
  ];
}

/** Other kinds of files, by how they begin. */
function refuseUnreadable(head: string): void {
  if (head.startsWith('PK\u0003\u0004'))
    throw new Refusal('This is a workbook or an archive, not text. Save the sheet as CSV and open that.');
  const start = head.slice(0, 1000);
  const nuls = start.split('\0').length - 1;

  const controls = start.match(/[\0-\x08\x0e-\x1f]/g)?.length ?? 0;
  if (nuls > 20 || controls > Math.max(5, start.length / 20) || head.startsWith('%PDF-'))
    throw new Refusal('This is not a text file: a table is read from CSV, TSV or JSON.');
}
