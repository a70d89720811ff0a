import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { OpenedPoint } from './opened-point.ts';

/** A point of the data by its number in the table of all rows, as that gives it: 'test row 73'. */
export function rowName(rows: DataPicture['rows'] | null | undefined, { split, index }: OpenedPoint): string {
  const row = rows?.[split].at(index);
  return row === undefined ? `${split} row` : `${split} row ${row + 1}`;
}
