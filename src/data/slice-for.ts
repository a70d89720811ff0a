import type { EncodingChoice } from './fit-encoding.ts';
import type { ShownSlice } from './data-set-types.ts';
import {
  isOverLine,
  sliceableColumns,
  sliceOverColumns,
  sliceOverComponents,
  sliceOverLine,
  type SlicedRows,
} from './shown-slice.ts';
import { tellingColumns } from './telling-columns.ts';

/**
 * What a table is first shown over: the two columns that tell most, or what varies most where numbers are too few; the
 * only input as a line, with what is predicted upwards.
 */
export function sliceFor(data: SlicedRows, choice: EncodingChoice): ShownSlice {
  const { table, rows } = data;
  if (isOverLine(data.encoding)) return sliceOverLine(data);
  const columns = sliceableColumns(data);
  return columns.length > 1
    ? sliceOverColumns(data, tellingColumns(table, rows.train, { ...choice, inputs: columns }))
    : sliceOverComponents(data);
}
