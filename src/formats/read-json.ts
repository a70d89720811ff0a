import { missingWords } from './dialect.ts';
import { cellReading } from './dictionary.ts';
import { uniqueNames } from './names.ts';
import { shorten } from './number.ts';
import { Problems } from './problems.ts';
import { Refusal } from './refusal.ts';
import { limits, type Reading, type ReadResult } from './result.ts';
import { count, refuseTooManyColumns, TableBuilder } from './table-builder.ts';

type Fields = Readonly<Record<string, unknown>>;

const expected = 'Expected rows, [{"x": 1, "kind": "a"}, …], or columns, {"x": [1, …], "kind": ["a", …]}.';

/** Whether a text that nobody named begins like JSON: no table of rows does. */
export function looksLikeJson(head: string): boolean {
  return /^\s*(?:\{\s*["}]|\[\s*[[{\]"\d-])/.test(head);
}

/** JSON, which has to be complete before anything of it is known, becomes a table. Its rows count as lines. */
export class JsonReading implements Reading {
  readonly rowCount = 0;
  readonly #missing: readonly string[];
  readonly #parts: string[] = [];
  #length = 0;

  /** The size of the whole in bytes, where it is known. */
  constructor(size: number | null, missing: readonly string[] = missingWords) {
    this.#missing = missing;
    refuseSize(size ?? 0);
  }

  push(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    refuseSize(this.#length);
  }

  finish(): ReadResult {
    const text = this.#parts.join('');
    this.#parts.length = 0;
    if (text.trim() === '') throw new Refusal('The file is empty.');
    const value = parse(text);
    const { names, rowCount, cell } = Array.isArray(value) ? rowsOf(value) : columnsOf(value);
    if (names.length === 0 || rowCount === 0) throw new Refusal('There are no rows in the file.');
    refuseTooManyColumns(names.length);
    const problems = new Problems();
    const { names: own, renamed } = uniqueNames(names);
    for (const { column, message } of renamed)
      problems.add({ kind: 'name', line: 1, column: column + 1, message });
    const builder = new TableBuilder(
      own,
      own.map(() => true),
      cellReading({ decimal: '.', missing: this.#missing }),
    );
    for (let row = 0; row < rowCount; row++)
      builder.add(
        names.map((name) => cellText(cell(row, name), name, row)),
        row + 1,
      );
    const finished = builder.finish(problems);
    if (finished.table.columns.length === 0)
      throw new Refusal(`There is no column that can be read. ${finished.notes.join(' ')}`);
    return { ok: true, ...finished, rowsLeftOut: 0, problems: problems.report(), dialect: null };
  }
}

function refuseSize(length: number): void {
  if (length > limits.jsonBytes)
    throw new Refusal(
      'JSON is read at once, so it may have up to 50 MB, and this is more. ' +
        'Save it as CSV, which is read as a stream, or take a sample of its rows.',
    );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const rows = rowsByLine(text);
    if (rows !== null) return rows;
    throw new Refusal(`This is not JSON: ${error.message}.`);
  }
}

/** The objects of a text that has one in each line; null where the first line is none, and there are no others. */
function rowsByLine(text: string): unknown[] | null {
  const rows: unknown[] = [];
  for (const [k, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      rows.push(JSON.parse(line));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      if (rows.length === 0) return null;
      throw new Refusal(`This is not JSON, in line ${count(k + 1)}: ${error.message}.`);
    }
    if (!isObject(rows[0])) return null;
  }
  return rows;
}

interface Cells {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly cell: (row: number, name: string) => unknown;
}

function rowsOf(rows: readonly unknown[]): Cells {
  const names = new Set<string>();
  const fields = rows.map((row, k): Fields => {
    if (!isObject(row)) throw new Refusal(`Row ${count(k + 1)} is ${kindOf(row)}. ${expected}`);
    for (const name of Object.keys(row)) names.add(name);
    return row;
  });
  const cell = (row: number, name: string): unknown =>
    Object.hasOwn(fields[row], name) ? fields[row][name] : null;
  return { names: [...names], rowCount: rows.length, cell };
}

function columnsOf(value: unknown): Cells {
  if (!isObject(value)) throw new Refusal(`The file holds ${kindOf(value)}. ${expected}`);
  const columns = new Map<string, readonly unknown[]>();
  for (const [name, column] of Object.entries(value)) {
    if (!Array.isArray(column)) throw new Refusal(`“${shorten(name)}” is ${kindOf(column)}. ${expected}`);
    columns.set(name, column);
  }
  const [first = ['', []] as const] = columns;
  for (const [name, { length }] of columns)
    if (length !== first[1].length)
      throw new Refusal(
        `“${shorten(name)}” has ${count(length)} values and “${shorten(first[0])}” ${count(first[1].length)}: ` +
          'the columns of a table are equally long.',
      );
  return {
    names: [...columns.keys()],
    rowCount: first[1].length,
    cell: (row, name) => columns.get(name)?.[row],
  };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As it would stand in a file of delimited text. */
function cellText(value: unknown, name: string, row: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return '';
  throw new Refusal(
    `“${shorten(name)}” in row ${count(row + 1)} is ${kindOf(value)}: a cell of a table holds one number or one text. ` +
      'Leave it out, or give each of its parts a column.',
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
