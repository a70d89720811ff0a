import type { Dialect } from './dialect.ts';
import { CsvReading } from './read-csv.ts';
import { JsonReading, looksLikeJson } from './read-json.ts';
import { Refusal } from './refusal.ts';
import { limits, type Progress, type Reading, type ReadResult } from './result.ts';
import { sampleLength } from './sample.ts';
import { piecesOf, sizeOf, type Source } from './source.ts';

export interface ReadOptions {
  /** Told by how the text begins if left out. */
  readonly format?: 'csv' | 'json';
  /** What is known of the dialect; the rest is guessed. A byte order mark overrules the encoding. */
  readonly dialect?: Partial<Dialect>;
  /** Ends the reading: the next step rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads a table. Every step takes some milliseconds and tells how far it is; the end is the table, or why there is none.
 * Delimited text is read as a stream, and never held as a whole. Rejects where the source itself fails.
 */
export async function* readTable(
  source: Source,
  options: ReadOptions = {},
): AsyncGenerator<Progress, ReadResult, undefined> {
  try {
    return yield* read(source, options);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, message: error.message };
    if (error instanceof RangeError && /alloc|array length/i.test(error.message))
      return {
        ok: false,
        message: 'There is not enough memory for this file. Take a sample of its rows first.',
      };
    throw error;
  }
}

async function* read(source: Source, options: ReadOptions): AsyncGenerator<Progress, ReadResult, undefined> {
  const size = sizeOf(source);
  refuseSize(size ?? 0);
  let head = '';
  let reading: Reading | null = null;
  for await (const piece of piecesOf(source, options.dialect?.encoding, options.signal)) {
    const { text, bytes, isLast, encoding, reason } = piece;
    refuseSize(bytes);
    const share = size === null || size === 0 ? null : bytes / size;
    if (reading !== null) reading.push(text, isLast, share);
    else {
      head += text;
      if (isLast || head.length >= sampleLength) {
        reading = begin(head, isLast, size, share, { ...options.dialect, encoding }, options.format);
        head = '';
      }
    }
    if (isLast && reading !== null) return reading.finish(encoding, reason);
    yield { bytes, size, rows: reading?.rowCount ?? 0 };
  }
  throw new Error('the source ended without its last piece');
}

function begin(
  head: string,
  isWhole: boolean,
  size: number | null,
  share: number | null,
  dialect: Partial<Dialect> & Pick<Dialect, 'encoding'>,
  format: ReadOptions['format'],
): Reading {
  if ((format ?? (looksLikeJson(head) ? 'json' : 'csv')) === 'csv')
    return new CsvReading(head, isWhole, share, dialect);
  const json = new JsonReading(size, dialect.missing);
  json.push(head);
  return json;
}

function refuseSize(bytes: number): void {
  if (bytes > limits.bytes)
    throw new Refusal(
      'The file is larger than 2 GB, the most that can be read. Take a sample first: every tenth line is ' +
        "“awk 'NR == 1 || NR % 10 == 0' file.csv > sample.csv”.",
    );
}
