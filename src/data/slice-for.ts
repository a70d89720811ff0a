import type { EncodingChoice } from './fit-encoding.ts';
import type { ShownSlice } from './data-set-types.ts';
import { sampledRows } from './sampled-rows.ts';
import {
  canBeLine,
  sliceableColumns,
  sliceOverColumns,
  sliceOverComponents,
  sliceOverLine,
  type SlicedRows,
} from './shown-slice.ts';
import { tellingColumns } from './telling-columns.ts';

const mostTelling = 5000;

/**
 * What a table is first shown over: the two columns that tell most, or what varies most where numbers are too few; the
 * only input as a line, with what is predicted upwards.
 */
export function sliceFor(data: SlicedRows, choice: EncodingChoice): ShownSlice {
  const { table } = data;
  if (canBeLine(data)) return sliceOverLine(data);
  // The first ones of very many tell as much.
  const rows = sampledRows(data.rows, mostTelling);
  const columns = sliceableColumns(data);
  return columns.length > 1
    ? sliceOverColumns(data, tellingColumns(table, rows.train, { ...choice, inputs: columns }))
    : sliceOverComponents(data);
}
