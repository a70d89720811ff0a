import type { Table } from '../data/table.ts';
import type { Encoding, EncodingReason } from './decode.ts';
import type { Dialect } from './dialect.ts';
import type { FaultyCells } from './faulty-cells.ts';
import type { ProblemReport } from './problems.ts';

/** How far the reading is. */
export interface Progress {
  /** Of the source, in the units of its size. */
  readonly bytes: number;
  /** Null where the source does not tell. */
  readonly size: number | null;
  readonly rows: number;
}

/** A format that is read piece by piece. Every step may throw a Refusal. */
export interface Reading {
  readonly rowCount: number;
  /** The share is how much of the source that makes, with all before; null where nobody knows. */
  push(text: string, isLast: boolean, share: number | null): void;
  finish(encoding: Encoding, reason: EncodingReason): ReadResult;
}

export type ReadResult = ReadTable | NotRead;

export interface ReadTable {
  readonly ok: true;
  readonly table: Table;
  /** Of each row of the table: the physical line in which it begins, counted from 1; in JSON the row, counted from 1. */
  readonly lines: Uint32Array;
  readonly faulty: FaultyCells;
  /** Rows of the file that are not in the table, since their fields are not those of the columns. */
  readonly rowsLeftOut: number;
  readonly problems: ProblemReport;
  /** What else was done to the file, in sentences. */
  readonly notes: readonly string[];
  /** By which it was read; null for JSON. */
  readonly dialect: Dialect | null;
}

export interface NotRead {
  readonly ok: false;
  /** Sentences for the user: what is wrong, and what to do. */
  readonly message: string;
}

export const limits = {
  rows: 1_000_000,
  columns: 256,
  bytes: 2 * 2 ** 30,
  /** JSON is read at once, all of it. */
  jsonBytes: 50 * 2 ** 20,
} as const;
