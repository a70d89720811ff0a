import { isBlank, type Quoting } from './dialect.ts';
import { Problems } from './problems.ts';
import { Records } from './records.ts';

/** The rows at the beginning of a text. */
export interface Sample {
  readonly rows: readonly (readonly string[])[];
  /** Records that cannot be split. */
  readonly broken: number;
}

/** So many characters at the beginning of a text are enough for a guess, unless its first line is longer. */
export const sampleLength = 1 << 16;
const sampledRows = 1000;

export function sampleRows(text: string, quoting: Quoting, isWhole: boolean): Sample {
  const isCut = text.length > sampleLength && text.lastIndexOf('\n', sampleLength) > 0;
  const records = new Records(quoting, new Problems(), 1);
  const found = isCut ? records.push(text.slice(0, sampleLength), false) : records.push(text, isWhole);
  const rows = (found?.fields ?? []).slice(0, sampledRows);
  const isRow = (row: readonly string[]): boolean => row.length > 1 || !isBlank(row[0]);
  return { rows: found?.hasBlankLines === false ? rows : rows.filter(isRow), broken: records.leftOut };
}

/** The number of fields that most rows have. */
export function commonLength(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  let best = 0;
  for (const { length } of rows) {
    const count = (counts.get(length) ?? 0) + 1;
    counts.set(length, count);
    if (best === 0 || count > (counts.get(best) ?? 0)) best = length;
  }
  return best;
}
