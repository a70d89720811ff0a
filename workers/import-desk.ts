import { mayBeClasses } from '../src/data/categories.ts';
import { missingIn } from '../src/data/encoding.ts';
import { prepareFile } from '../src/data/file-data-set.ts';
import { keptRows, leftOutRows, usedColumns, withoutRows, type LeftOutRows } from '../src/data/left-out.ts';
import { suggestChoice, suggestedKind } from '../src/data/suggest-choice.ts';
import { allRows, type Column, type Table } from '../src/data/table.ts';
import { usableRows } from '../src/data/fit-encoding.ts';
import { inputName } from '../src/data/encoding.ts';
import { formatOfName } from '../src/formats/format-of-name.ts';
import { packTable, tableId } from '../src/formats/packed-table.ts';
import { readTable } from '../src/formats/read-table.ts';
import type { Progress, ReadTable } from '../src/formats/result.ts';
import type { Clock } from '../src/timing/clock.ts';
import type {
  ColumnSummary,
  ColumnValue,
  ImportApi,
  LeftOutReason,
  NotPrepared,
  Prepared,
  PrepareRequest,
  PreviewRow,
  Reading,
  ReadRequest,
  Taken,
} from '../src/protocol/import-messages.ts';

const previewRows = 8;
/** Of a column with more values nobody chooses one by one. */
const mostValues = 12;
/** A step takes a millisecond: told of each, the page would draw nothing but how far it is. */
const progressEveryMs = 50;
/** Messages are let in so often while a file is read. */
const hearEveryMs = 4;
/** Different values are counted up to this. */
const mostDistinct = 1000;

interface KeptRows {
  readonly table: Table;
  readonly lines: Uint32Array;
  /** The rows of the file that are not there, ascending. */
  readonly without: Uint32Array;
}

/** Ways to let others work, each until its promise resolves. */
interface Pauses {
  readonly nextTask: () => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads one file at a time, and makes of it what is chosen. */
export class ImportDesk implements ImportApi {
  readonly #now: Clock;
  readonly #pauses: Pauses;
  #restsUntil = -Infinity;
  #read: ReadTable | null = null;
  /** What remained of it for the last choice: most others leave out the same rows. */
  #kept: KeptRows | null = null;
  /** What came of the last choice: it is mostly the one that is taken. */
  #last: { readonly request: string; readonly prepared: Prepared } | null = null;

  /** Where nobody sends messages, `nextTask` has none to let in. */
  constructor(now: Clock = () => performance.now(), pauses: Partial<Pauses> = {}) {
    this.#now = now;
    this.#pauses = { nextTask: () => Promise.resolve(), wait, ...pauses };
  }

  rest(ms: number): Promise<void> {
    this.#restsUntil = Math.max(this.#restsUntil, this.#now() + ms);
    return Promise.resolve();
  }

  /** Lets messages in, and has rested for as long as they said. */
  async #rested(): Promise<void> {
    const { nextTask, wait } = this.#pauses;
    await nextTask();
    for (let left = this.#restsUntil - this.#now(); left > 0; left = this.#restsUntil - this.#now())
      await wait(left);
  }

  async read(
    { source, name = '', dialect }: ReadRequest,
    onProgress: (progress: Progress) => void,
  ): Promise<Reading> {
    this.#read = null;
    this.#kept = null;
    this.#last = null;
    const format = formatOfName(name);
    const steps = readTable(source, { ...(format === undefined ? {} : { format }), dialect });
    let step = await steps.next();
    let toldAt = -Infinity;
    let heardAt = this.#now();
    while (!step.done) {
      if (this.#now() - heardAt >= hearEveryMs) {
        await this.#rested();
        heardAt = this.#now();
      }
      const now = this.#now();
      if (now - toldAt >= progressEveryMs) {
        toldAt = now;
        onProgress(step.value);
      }
      step = await steps.next();
    }
    const result = step.value;
    // What is shown of it is work for the page.
    await this.#rested();
    if (!result.ok) return result;
    this.#read = result;
    const { table, rowsLeftOut, faulty, problems, notes } = result;
    return {
      ok: true,
      rows: table.rowCount,
      columns: table.columns.map(summarizeColumn),
      dialect: result.dialect,
      raggedRows: rowsLeftOut,
      faultyRows: faulty.rows.length,
      problems,
      notes,
      preview: preview(result),
      suggestion: suggestChoice(table),
    };
  }

  prepare(request: PrepareRequest): Promise<Prepared> {
    return Promise.resolve(this.#prepared(request));
  }

  #prepared(request: PrepareRequest): Prepared {
    const asked = JSON.stringify(request);
    if (this.#last?.request !== asked) this.#last = { request: asked, prepared: this.#prepare(request) };
    return this.#last.prepared;
  }

  #prepare(request: PrepareRequest): Prepared {
    const read = this.#read;
    if (read === null) return notPrepared('There is no file that was read.');
    try {
      return this.#prepareOf(read, request);
    } catch (error) {
      // A choice that was made of other columns.
      if (error instanceof RangeError) return notPrepared(asSentence(error.message));
      throw error;
    }
  }

  #prepareOf(read: ReadTable, request: PrepareRequest): Prepared {
    const { choice } = request;
    const [column, ...others] = read.table.columns;
    if (others.length === 0)
      return notPrepared(
        `There is one column only, “${column.name}”: something has to be predicted from something else. ${whatParts(column)}`,
      );
    const { table: kept, lines } = this.#keptOf(read, request);
    const prepared = prepareFile(choice, kept, request);
    const dropped = droppedReasons(read, request);
    if (!prepared.ok) {
      const usable = usableRows(kept, { ...choice });
      const reasons = [
        ...dropped,
        ...missingReasons(leftOutRows(kept, { train: usable, test: usable }, choice), lines),
      ];
      return {
        ok: false,
        message: prepared.message,
        rows: usable.length,
        leftOut: totalOf(reasons),
        reasons,
      };
    }
    const { encoding, rows, notes, table } = prepared;
    const reasons = [...dropped, ...missingReasons(leftOutRows(table, rows, choice), lines)];
    return {
      ok: true,
      rows: rows.train.length + rows.test.length,
      trainRows: rows.train.length,
      leftOut: totalOf(reasons),
      reasons,
      inputs: encoding.features.map((feature) => ({ name: inputName(feature), feature })),
      classes: encoding.target.kind === 'class' ? encoding.target.classes : [],
      notes: notes.map(({ message }) => message),
    };
  }

  take(request: PrepareRequest): Promise<Taken> {
    const prepared = this.#prepared(request);
    const read = this.#read;
    if (!prepared.ok || read === null)
      return Promise.resolve({ ok: false, message: prepared.ok ? '' : prepared.message });
    const { table } = this.#keptOf(read, request);
    const id = tableId(table);
    return Promise.resolve({
      ok: true,
      table: { id, blob: packTable(table) },
      file: {
        ...request.choice,
        id,
        rows: table.rowCount,
        dropped: read.rowsLeftOut + read.table.rowCount - table.rowCount,
        classes: [...prepared.classes],
      },
    });
  }

  /** What is wrong with a cell of a column that nobody reads is no reason to leave out its row. */
  #keptOf(read: ReadTable, { choice, faulty }: PrepareRequest): KeptRows {
    const without = faulty === 'leave-out' ? read.faulty.rowsOf(usedColumns(choice)) : new Uint32Array();
    if (this.#kept === null || !isEqual(this.#kept.without, without))
      this.#kept = {
        table: withoutRows(read.table, without),
        lines:
          without.length === 0
            ? read.lines
            : keptRows(read.table.rowCount, without).map((row) => read.lines[row]),
        without,
      };
    return this.#kept;
  }
}

function notPrepared(message: string): NotPrepared {
  return { ok: false, message, rows: 0, leftOut: 0, reasons: [] };
}

/** What to do about a single column: its texts may be rows of several, parted by spaces. */
function whatParts(column: Column): string {
  const texts = column.kind === 'category' ? [column.name, ...column.categories.slice(0, 100)] : [];
  const counts = new Set(texts.map((text) => text.trim().split(/\s+/).length));
  const [parts] = counts;
  return counts.size === 1 && parts > 1
    ? `Each of its rows has ${parts} parts with spaces between them: if those are the columns, put commas or tabs there first.`
    : 'Say what stands between the columns, or add one.';
}

function isEqual(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((row, i) => row === b[i]);
}

function asSentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

function totalOf(reasons: readonly LeftOutReason[]): number {
  return reasons.reduce((sum, { count }) => sum + count, 0);
}

function droppedReasons(
  { rowsLeftOut, problems, faulty, lines }: ReadTable,
  { choice, faulty: treated }: PrepareRequest,
): LeftOutReason[] {
  const reasons: LeftOutReason[] = [];
  if (rowsLeftOut > 0) {
    const isOfRow = new Set(['ragged', 'open-quote', 'after-quote']);
    const known = problems.first.filter(({ kind }) => isOfRow.has(kind)).map(({ line }) => line);
    reasons.push({
      reason: 'fields that are not those of the columns',
      count: rowsLeftOut,
      lines: [...new Set(known)],
    });
  }
  if (treated === 'as-missing') return reasons;
  // Each row by the first column of the choice in which it has such a cell.
  const told = new Set<number>();
  for (const column of usedColumns(choice)) {
    const rows = faulty.rowsOf([column]).filter((row) => !told.has(row));
    if (rows.length === 0) continue;
    for (const row of rows) told.add(row);
    reasons.push({
      reason: `no number in “${column}”`,
      count: rows.length,
      lines: Array.from(rows.subarray(0, 20), (row) => lines[row]),
    });
  }
  return reasons;
}

function missingReasons(found: readonly LeftOutRows[], lines: Uint32Array): LeftOutReason[] {
  return found.map(({ column, count, rows }) => ({
    reason: column === null ? 'not chosen' : `nothing in “${column}”`,
    count,
    lines: rows.map((row) => lines[row]),
  }));
}

function preview({ table, lines }: ReadTable): PreviewRow[] {
  const rows = allRows(table).subarray(0, previewRows);
  return Array.from(rows, (row) => ({
    line: lines[row],
    cells: table.columns.map((column) => shortened(cellText(column, row))),
  }));
}

/** As it is understood; null for what is missing. */
function cellText(column: Column, row: number): string | null {
  if (column.kind === 'category') return column.codes[row] < 0 ? null : column.categories[column.codes[row]];
  return Number.isNaN(column.values[row]) ? null : String(column.values[row]);
}

/** What a cell of the preview has room for. */
const shownLength = 200;

function shortened(text: string | null): string | null {
  return text === null || text.length <= shownLength ? text : `${text.slice(0, shownLength - 1)}…`;
}

function summarizeColumn(column: Column): ColumnSummary {
  const isMissing = missingIn(column);
  const cells = column.kind === 'number' ? column.values : column.codes;
  const counts = new Map<number, number>();
  let missing = 0;
  for (let row = 0; row < cells.length; row++) {
    if (isMissing(row)) missing++;
    else if (counts.size < mostDistinct || counts.has(cells[row]))
      counts.set(cells[row], (counts.get(cells[row]) ?? 0) + 1);
  }
  return {
    name: column.name,
    kind: column.kind,
    missing,
    distinct: counts.size,
    asTarget: suggestedKind(column),
    mayBeClasses: column.kind === 'number' && mayBeClasses(column),
    values: counts.size > mostValues ? [] : valuesOf(column, counts),
  };
}

function valuesOf(column: Column, counts: ReadonlyMap<number, number>): ColumnValue[] {
  if (column.kind === 'category')
    return Array.from(counts, ([code, count]) => ({ text: column.categories[code], count }));
  const ascending = [...counts].sort(([a], [b]) => a - b);
  return ascending.map(([value, count]) => ({ text: String(value), count }));
}
