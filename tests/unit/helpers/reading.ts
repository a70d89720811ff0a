import type { Table } from '../../../src/data/table.ts';
import { readTable, type ReadOptions } from '../../../src/formats/read-table.ts';
import type { Progress, ReadResult, ReadTable } from '../../../src/formats/result.ts';
import type { Source } from '../../../src/formats/source.ts';

/** Takes all steps, and keeps what they told. */
export async function finishReading(
  steps: AsyncGenerator<Progress, ReadResult, undefined>,
): Promise<{ readonly result: ReadResult; readonly progress: readonly Progress[] }> {
  const progress: Progress[] = [];
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return { result: step.value, progress };
    progress.push(step.value);
  }
}

export async function resultOf(source: Source, options?: ReadOptions): Promise<ReadResult> {
  return (await finishReading(readTable(source, options))).result;
}

/** Throws with the message where there is no table. */
export async function tableOf(source: Source, options?: ReadOptions): Promise<ReadTable> {
  return asTable(await resultOf(source, options));
}

export async function refusalOf(source: Source, options?: ReadOptions): Promise<string> {
  const result = await resultOf(source, options);
  if (result.ok) throw new Error(`read ${result.table.rowCount} rows, expected a refusal`);
  return result.message;
}

export function asTable(result: ReadResult): ReadTable {
  if (!result.ok) throw new Error(result.message);
  return result;
}

/** Number, category or null for each row, by column. */
export function cellsOf({ columns }: Table): Record<string, (number | string | null)[]> {
  return Object.fromEntries(
    columns.map((column) => [
      column.name,
      column.kind === 'number'
        ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
        : Array.from(column.codes, (code) => (code < 0 ? null : column.categories[code])),
    ]),
  );
}

/** Problems as “line:column message”. */
export function problemsOf({ problems }: ReadTable): string[] {
  return problems.first.map(
    ({ line, column, message }) => `${line}${column === null ? '' : `:${column}`} ${message}`,
  );
}

/** A stream that hands out bytes in pieces of the given length. */
export function streamOf(bytes: Uint8Array, pieceLength: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += pieceLength)));
    },
  });
}
