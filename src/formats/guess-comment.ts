import type { Dialect, Quoting } from './dialect.ts';
import { missingTest, missingWords } from './dialect.ts';
import { parseNumber } from './number.ts';
import { commonLength, sampleRows } from './sample.ts';

const isMissing = missingTest(missingWords);

/**
 * Whether lines that begin with `#` are none of the data. They are rows if most of them have a row's fields: as many,
 * with numbers where the others have numbers, and without a space after the sign.
 */
export function guessComment(text: string, quoting: Quoting, isWhole: boolean): Dialect['comment'] {
  const all = sampleRows(text, { ...quoting, comment: null }, isWhole).rows;
  const marked = all.filter(([first]) => first.startsWith('#'));
  if (marked.length === 0) return null;
  const others = all.filter(([first]) => !first.startsWith('#'));
  if (others.length === 0) return '#';
  const width = commonLength(others);
  const numeric = Array.from({ length: width }, (_, column) => isNumericColumn(others, column));
  const isRow = (row: readonly string[]): boolean =>
    row.length === width &&
    !/^#\s/.test(row[0]) &&
    row.every((cell, column) => column === 0 || !numeric[column] || isValue(cell));
  const isHeader =
    all[0] === marked[0] && isNamesRow(all[0], width) && others.every((row) => !isNamesRow(row, width));
  if (isHeader && marked.length === 1) return null;
  return marked.filter(isRow).length > marked.length / 2 && width > 1 ? null : '#';
}

function isNumericColumn(rows: readonly (readonly string[])[], column: number): boolean {
  const cells = rows.flatMap((row) => (column < row.length ? [row[column]] : []));
  return cells.filter(isValue).length > cells.length / 2;
}

function isValue(cell: string): boolean {
  return (
    isMissing(cell.trim()) || !Number.isNaN(parseNumber(cell, '.')) || !Number.isNaN(parseNumber(cell, ','))
  );
}

function isNamesRow(row: readonly string[], width: number): boolean {
  return width > 1 && row.length === width && row.every((cell) => !isValue(cell));
}
