import type { DataPicture, RowPlace } from '../../../protocol/picture-messages.ts';

type PlacedRows = DataPicture['rows'];

/** The largest number of a row that is used, counted from 1. */
export function lastRow({ train, test }: PlacedRows): number {
  let last = 0;
  for (const rows of [train, test]) for (const row of rows) if (row >= last) last = row + 1;
  return last;
}

/**
 * Where the row of this number (from 1) is, first on the side of the present point. Not every row of a table is used:
 * then the next one that is, in the direction from the present one.
 */
export function placeOfRow(rows: PlacedRows, wanted: number, from: RowPlace): RowPlace {
  const start = (rows[from.split].at(from.index) ?? 0) + 1;
  const direction = wanted < start ? -1 : 1;
  let [best, nearest] = [from, Infinity];
  for (const split of [from.split, from.split === 'train' ? 'test' : 'train'] as const) {
    rows[split].forEach((row, index) => {
      const beyond = (row + 1 - wanted) * direction;
      if (beyond >= 0 && beyond < nearest) [best, nearest] = [{ split, index }, beyond];
    });
  }
  return best;
}
