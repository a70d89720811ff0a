import type { RowFilter, RowOrder } from '../src/protocol/row-messages.ts';
import { isSameFilter, isSameOrder } from '../src/training/rows/row-order.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { RowEvaluation } from './row-evaluation.ts';

export interface RowTableParts {
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What the rows are listed by. */
export interface Listing {
  readonly order: RowOrder;
  readonly filter: RowFilter;
}

/** A finished table: which rows there are, and in which order. */
export interface RankedRows extends Listing {
  readonly version: number;
  readonly evaluation: RowEvaluation;
  readonly places: Uint32Array;
}

export function isListedBy(a: Listing, b: Listing): boolean {
  return isSameOrder(a.order, b.order) && isSameFilter(a.filter, b.filter);
}
