import type { Encoding, EncodingReason } from './decode.ts';
import { isBlank, missingTest, separatorLine, type Dialect } from './dialect.ts';
import type { CellReading } from './dictionary.ts';
import { guessDialect, guessLength } from './guess-dialect.ts';
import { fits, layoutOf, type Layout } from './layout.ts';
import { uniqueNames } from './names.ts';
import { parseNumber } from './number.ts';
import { Problems } from './problems.ts';
import { Records, type Rows } from './records.ts';
import { Refusal } from './refusal.ts';
import { limits, type Progress, type ReadResult } from './result.ts';
import { sampleRows } from './sample.ts';
import { piecesOf, sizeOf, type Source } from './source.ts';
import { count, TableBuilder } from './table-builder.ts';

export interface ReadOptions {
  /** What is known of the dialect; the rest is guessed. A byte order mark overrules the encoding. */
  readonly dialect?: Partial<Dialect>;
  /** Ends the reading: the next step rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads delimited text as a stream. Every step takes some milliseconds and tells how far it is; the end is a table, or
 * why there is none. What cannot be read as it should is counted and told by its line; no row is ever shifted.
 */
export async function* readCsv(
  source: Source,
  options: ReadOptions = {},
): AsyncGenerator<Progress, ReadResult, undefined> {
  try {
    return yield* read(source, options);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, message: error.message };
    if (error instanceof RangeError && /alloc|array buffer|array length/i.test(error.message))
      return {
        ok: false,
        message: 'There is not enough memory for this file. Take a sample of its rows first.',
      };
    throw error;
  }
}

async function* read(
  source: Source,
  { dialect: chosen = {}, signal }: ReadOptions,
): AsyncGenerator<Progress, ReadResult, undefined> {
  const size = sizeOf(source);
  refuseSize(size ?? 0);
  let head = '';
  let reading: CsvReading | null = null;
  for await (const { text, bytes, isLast, encoding, reason } of piecesOf(source, chosen.encoding, signal)) {
    refuseSize(bytes);
    if (reading === null) {
      head += text;
      if (isLast || head.length >= guessLength) {
        reading = new CsvReading(head, isLast, { ...chosen, encoding });
        reading.push(reading.body, isLast);
        head = '';
      }
    } else reading.push(text, isLast);
    if (isLast && reading !== null) return reading.finish(encoding, reason);
    yield { bytes, size, rows: reading?.rowCount ?? 0 };
  }
  throw new Error('the source ended without its last piece');
}

function refuseSize(bytes: number): void {
  if (bytes > limits.bytes)
    throw new Refusal(
      'The file is larger than 2 GB, the most that can be read. Take a sample first: every tenth line is ' +
        "“awk 'NR == 1 || NR % 10 == 0' file.csv > sample.csv”.",
    );
}

class CsvReading {
  /** The head without a line that tells the delimiter. */
  readonly body: string;
  readonly #dialect: Dialect;
  readonly #layout: Layout;
  readonly #problems = new Problems();
  readonly #records: Records;
  #builder: TableBuilder | null = null;
  #rowsLeftOut = 0;

  constructor(head: string, isWhole: boolean, chosen: Partial<Dialect> & Pick<Dialect, 'encoding'>) {
    refuseUnreadable(head);
    this.#dialect = { ...guessDialect(head, isWhole, chosen), encoding: chosen.encoding };
    const separator = separatorLine(head);
    this.body = separator === null ? head : head.slice(separator.length);
    const { rows } = sampleRows(this.body, this.#dialect, isWhole);
    if (isWhole && isBlank(this.body)) throw new Refusal('The file is empty.');
    this.#layout = rows.length === 0 ? { width: 1, fullWidth: 1 } : layoutOf(rows, this.#dialect.header);
    this.#records = new Records(this.#dialect, this.#problems, separator === null ? 1 : 2);
    if (!this.#dialect.header)
      this.#builder = this.#begin(
        Array.from({ length: this.#layout.width }, () => ''),
        null,
      );
  }

  get rowCount(): number {
    return this.#builder?.rowCount ?? 0;
  }

  push(text: string, isLast: boolean): void {
    const rows = this.#records.push(text, isLast);
    if (rows === null) return;
    for (let i = 0; i < rows.fields.length; i++) {
      const row = rows.fields[i];
      if (row.length === 1 && rows.hasBlankLines && isBlank(row[0])) continue;
      if (this.#builder === null)
        this.#builder = this.#begin(row.slice(0, this.#layout.width), rows.lineOf(i));
      else if (row.length === this.#layout.width || fits(row, this.#layout))
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
      notes: [...notesOf(encoding, reason, this.#records.comments), ...notes],
      dialect: { ...this.#dialect, encoding },
    };
  }

  #begin(header: readonly string[], line: number | null): TableBuilder {
    const { names, renamed } = uniqueNames(header);
    if (line !== null)
      for (const { column, message } of renamed)
        this.#problems.add({ kind: 'name', line, column: column + 1, message });
    const hasName = header.map((name) => line === null || !isBlank(name));
    return new TableBuilder(names, hasName, readingOf(this.#dialect));
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
          `None of the ${count(leftOut)} rows can be read: in line ${count(first.line)} there is ${first.message}. ` +
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

function readingOf({ decimal, missing }: Dialect): CellReading {
  const numbers = missing.map((word) => parseNumber(word, decimal)).filter((number) => !Number.isNaN(number));
  return { decimal, isMissing: missingTest(missing), missingNumbers: new Set(numbers) };
}

function notesOf(encoding: Encoding, reason: EncodingReason, comments: number): string[] {
  const notes: string[] = [];
  if (encoding === 'windows-1252' && reason === 'guess')
    notes.push('The bytes are no UTF-8, so they are read as Windows-1252.');
  if (comments > 0)
    notes.push(
      comments === 1
        ? 'One line begins with “#” and is passed over as a comment.'
        : `${count(comments)} lines begin with “#” and are passed over as comments.`,
    );
  return notes;
}

/** Other kinds of files, by how they begin. */
function refuseUnreadable(head: string): void {
  if (head.startsWith('PK\u0003\u0004'))
    throw new Refusal('This is a workbook or an archive, not text. Save the sheet as CSV and open that.');
  const nuls = head.slice(0, 1000).split('\0').length - 1;
  if (nuls > 20 || head.startsWith('%PDF-'))
    throw new Refusal('This is not a text file: a table is read from CSV, TSV or JSON.');
}
