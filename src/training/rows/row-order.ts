/** By what the rows of a table are sorted; rows that are equal in it stay in the order of the table. */
export interface RowOrder {
  readonly by: RowKey;
  /** The name of the column, where rows are sorted by one; else ''. */
  readonly column: string;
  /** Rows that have nothing to be sorted by come last in both directions. */
  readonly descending: boolean;
}

export type RowKey = 'row' | 'side' | 'verdict' | 'loss' | 'truth' | 'answer' | 'certainty' | 'column';

/** Which rows are listed: those that pass all three. */
export interface RowFilter {
  readonly side: 'all' | 'train' | 'test';
  /** Where a number is predicted nothing is right or wrong, and all rows pass. */
  readonly verdict: 'all' | 'right' | 'wrong';
  /** True classes by their places, or null for all; of no meaning where a number is predicted. */
  readonly classes: readonly number[] | null;
}

export function isSameOrder(a: RowOrder, b: RowOrder): boolean {
  return a.by === b.by && a.column === b.column && a.descending === b.descending;
}

export function isSameFilter(a: RowFilter, b: RowFilter): boolean {
  const places = (filter: RowFilter): string => filter.classes?.join() ?? 'all';
  return a.side === b.side && a.verdict === b.verdict && places(a) === places(b);
}
