import type { Column } from '../data/table.ts';
import type { Feature } from '../data/encoding.ts';
import type { FileChoice } from '../data/file-data-set.ts';
import type { FileData } from '../experiment/file-data.ts';
import type { Dialect } from '../formats/dialect.ts';
import type { Problem, ProblemReport } from '../formats/problems.ts';
import type { Progress as ReadProgress } from '../formats/result.ts';

/** A table as one piece, to be kept and sent. */
export interface PackedTable {
  /** Of its content. */
  readonly id: string;
  readonly blob: Blob;
}

/** What reads files: a worker of its own, so that training goes on. One file at a time. */
export interface ImportApi {
  /** Reads all of it. Tells how far it is at once, and then twenty times a second at most. */
  read(request: ReadRequest, onProgress: (progress: ReadProgress) => void): Promise<Reading>;
  /** What would be trained with this choice. */
  prepare(request: PrepareRequest): Promise<Prepared>;
  /** The table, and the choice as a setting. */
  take(request: PrepareRequest): Promise<Taken>;
  /** Reads on so many milliseconds later, and leaves the processor to others until then. */
  rest(ms: number): Promise<void>;
}

export type { Dialect, Problem, ReadProgress };

export interface ReadRequest {
  readonly source: Blob | string;
  /** It may tell what the file is. */
  readonly name?: string;
  /** What the user said of it; the rest is guessed. */
  readonly dialect: Partial<Dialect>;
}

export type Reading = ReadFile | Refused;

/** Sentences that say what is wrong and what to do. */
export interface Refused {
  readonly ok: false;
  readonly message: string;
}

export interface ReadFile {
  readonly ok: true;
  /** Of the table. */
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  /** null for JSON. */
  readonly dialect: Dialect | null;
  /** Rows of the file whose fields are not those of the columns: they are not in the table. */
  readonly raggedRows: number;
  /** Rows of the table with a cell that is no number in a column of numbers. */
  readonly faultyRows: number;
  readonly problems: ProblemReport;
  readonly notes: readonly string[];
  /** The first rows: by column, null for what is missing. */
  readonly preview: readonly PreviewRow[];
  /** What seems to be meant. */
  readonly suggestion: FileChoice;
}

export interface PreviewRow {
  /** In the file, from 1. */
  readonly line: number;
  readonly cells: readonly (string | null)[];
}

export interface ColumnSummary {
  readonly name: string;
  readonly kind: Column['kind'];
  readonly missing: number;
  /** Different values, counted up to a thousand. */
  readonly distinct: number;
  /** What is predicted of it unless the user says otherwise. */
  readonly asTarget: 'class' | 'number';
  /** Of numbers: whole and so few that they may mean classes. */
  readonly mayBeClasses: boolean;
  /** Its different values, where those are few: numbers ascending, others as they come. */
  readonly values: readonly ColumnValue[];
}

export interface ColumnValue {
  readonly text: string;
  /** Rows that have it. */
  readonly count: number;
}

export interface PrepareRequest {
  readonly choice: FileChoice;
  readonly trainShare: number;
  readonly dataSeed: number;
  /** What becomes of rows with a cell that is no number where one is expected. */
  readonly faulty: 'leave-out' | 'as-missing';
}

export type Prepared = PreparedSummary | NotPrepared;

/** Data that cannot be trained on. */
export interface NotPrepared extends Refused {
  /** That would be used. */
  readonly rows: number;
  readonly leftOut: number;
  readonly reasons: readonly LeftOutReason[];
}

export interface PreparedSummary {
  readonly ok: true;
  readonly rows: number;
  readonly trainRows: number;
  /** Of the rows of the file. */
  readonly leftOut: number;
  /** Why they were, in words, with their lines. */
  readonly reasons: readonly LeftOutReason[];
  readonly inputs: readonly { readonly name: string; readonly feature: Feature }[];
  readonly classes: readonly string[];
  readonly notes: readonly string[];
}

export interface LeftOutReason {
  readonly reason: string;
  readonly count: number;
  /** The first twenty. */
  readonly lines: readonly number[];
}

export type Taken =
  | { readonly ok: true; readonly table: PackedTable; readonly file: Omit<FileData, 'name' | 'reading'> }
  | Refused;
