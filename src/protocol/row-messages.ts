/** The rows of the present data set as a table, window by window. Types only. */
import type { RowEntry } from '../training/rows/read-rows.ts';
import type { RowFilter, RowOrder } from '../training/rows/row-order.ts';
import type { RunId } from './run-id.ts';

export type { Cell, RowEntry } from '../training/rows/read-rows.ts';
export type { RowFilter, RowKey, RowOrder } from '../training/rows/row-order.ts';

export interface RowRequest {
  readonly order: RowOrder;
  readonly filter: RowFilter;
  /** The first of the wanted rows among those that match, from 0, and how many: at most 500 are given. 0: nobody looks any more. */
  readonly from: number;
  readonly count: number;
  /** Version of the table that this very window was received of; 0 for none. */
  readonly version: number;
}

export interface RowAnswer {
  readonly runId: RunId;
  /** null where there is none yet, and where there is none newer than the one that the page has. */
  readonly window: RowWindow | null;
  /** A newer one, or the first in this order, is being made: ask again. */
  readonly pending: boolean;
  /** Rows evaluated, of all, for the one that is being made; null where none is. */
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** Some rows of a table; all of it is of one moment of the training. */
export interface RowWindow {
  /** Grows with every table, over all runs. */
  readonly version: number;
  /** As in `Inspection`. */
  readonly epoch: number;
  readonly order: RowOrder;
  readonly filter: RowFilter;
  readonly totalRows: number;
  readonly matchingRows: number;
  readonly columns: readonly RowColumn[];
  /** Columns beside the target, those that are not sent included. */
  readonly columnCount: number;
  /** What `RowEntry.certainty` is; null where there is none. */
  readonly certainty: 'probability' | 'output' | null;
  /** Of what is predicted. */
  readonly targetName: string;
  readonly from: number;
  readonly rows: readonly RowEntry[];
}

export interface RowColumn {
  readonly name: string;
  readonly kind: 'number' | 'category';
  /** Whether there are numbers of eight to fifteen digits, which three digits may not tell from the next ones. */
  readonly isLong?: true;
}

export type RowExportRequest =
  /** All rows that match, in this order, of the table as it is held. */
  | { readonly kind: 'start'; readonly order: RowOrder; readonly filter: RowFilter }
  | { readonly kind: 'look' }
  | { readonly kind: 'cancel' };

export type RowExport =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  /** Given away once. */
  | { readonly kind: 'done'; readonly file: Blob; readonly name: string; readonly rows: number };
