import { isBlank, missingTest, missingWords } from './dialect.ts';
import { parseNumber, type Decimal } from './number.ts';
import { fits, layoutOf } from './layout.ts';
import { commonLength, type Sample } from './sample.ts';

type Rows = readonly (readonly string[])[];

const isMissing = missingTest(missingWords);

/** Of a cell: how much it looks like one, from 0 to 1. */
const trust = { number: 1, missing: 0.9, word: 0.8, suspect: 0.3 } as const;
type CellKind = keyof typeof trust;

/** A file with a single column has no delimiter to be found: it counts where no other way of splitting does well. */
const singleColumn = 0.6;
/** A first row of words with more or fewer fields than the others. */
const unfitHeader = 0.5;

/** How well rows are split, from 0 to 1. */
export function judge({ rows, broken }: Sample): number {
  if (rows.length === 0) return 0;
  const layout = layoutOf(rows, false);
  const fitting = rows.filter((row) => fits(row, layout));
  const even = fitting.length / rows.length;
  const whole = 1 - broken / (rows.length + broken) / 2;
  const width = layout.width;
  const cells = meanTrust(fitting, width) * meanHomogeneity(withoutFirst(fitting, rows), width);
  const header = fitting[0] !== rows[0] && rows[0].every((cell) => !isNumber(cell)) ? unfitHeader : 1;
  return even * even * whole * cells * header * (width === 1 ? singleColumn : 1);
}

/** The rows without what may be a header, if others are left. */
function withoutFirst(fitting: Rows, rows: Rows): Rows {
  return fitting.length > 1 && fitting[0] === rows[0] ? fitting.slice(1) : fitting;
}

function meanTrust(rows: Rows, width: number): number {
  let sum = 0;
  for (const row of rows)
    for (let column = 0; column < width; column++) {
      // A whole row that is a number by its comma alone may be two.
      const isTwo = width === 1 && row[column].includes(',') && Number.isNaN(parseNumber(row[column], '.'));
      sum += isTwo ? trust.suspect : trust[kindOf(row[column])];
    }
  return sum / (rows.length * width);
}

/** The share of the commoner kind in a column, numbers or words, as a mean over the columns. */
function meanHomogeneity(rows: Rows, width: number): number {
  let sum = 0;
  for (let column = 0; column < width; column++) {
    let numbers = 0;
    let words = 0;
    for (const row of rows) {
      const kind = kindOf(row[column]);
      if (kind === 'number') numbers++;
      else if (kind !== 'missing') words++;
    }
    sum += numbers + words === 0 ? 1 : Math.max(numbers, words) / (numbers + words);
  }
  return sum / width;
}

function kindOf(cell: string): CellKind {
  const text = cell.trim();
  if (isMissing(text)) return 'missing';
  if (isNumber(text)) return 'number';
  return /[,;\t|]|^(["']).*\1$/s.test(text) ? 'suspect' : 'word';
}

function isNumber(text: string): boolean {
  return !Number.isNaN(parseNumber(text, '.')) || !Number.isNaN(parseNumber(text, ','));
}

/**
 * Whether the first row holds names: it does where it has words above columns of numbers, and not where it has numbers,
 * or words that come again below themselves; numbers that count the columns are names too. Where nothing tells, it does.
 */
export function guessHeader(rows: Rows, decimal: Decimal): boolean {
  if (rows.length === 0) return true;
  const [first, ...others] = rows;
  const width = commonLength(others.length > 0 ? others : rows);
  const fitting = others.filter(({ length }) => length === width);
  const isNumeric = (cell: string): boolean => !Number.isNaN(parseNumber(cell, decimal));
  const counts = countsColumns(first, fitting, isNumeric);
  let balance = counts ? 1 : 0;
  for (const [column, cell] of first.entries()) {
    const name = cell.trim();
    if (isNumeric(name) && !counts) balance--;
    if (isMissing(name)) continue;
    const values = fitting.flatMap((row) =>
      column < row.length && !isMissing(row[column].trim()) ? [row[column].trim()] : [],
    );
    if (values.length === 0) continue;
    const numeric = values.filter(isNumeric).length;
    if (!isNumeric(name)) {
      if (numeric > values.length / 2) balance++;
      else if (values.includes(name)) balance--;
      else if (new Set(values).size < values.length) balance += 0.5;
    }
  }
  return balance > 0 || (balance === 0 && first.some((cell) => !isBlank(cell) && !isNumeric(cell)));
}

/** From 0 or 1 on so many columns are counted, or so many years have one each. */
const leastCounted = 3;
const leastYears = 2;

/** Whether the numbers of the first row go up by one, as a program names columns, and those below do not. */
function countsColumns(
  first: readonly string[],
  others: Rows,
  isNumeric: (cell: string) => boolean,
): boolean {
  const columns = [...first.keys()].filter((column) => isNumeric(first[column].trim()));
  const goesUp = (row: readonly string[]): boolean =>
    columns.every(
      (column, i) =>
        /^\d+$/.test(row[column].trim()) &&
        (i === 0 || Number(row[column]) === Number(row[columns[i - 1]]) + 1),
    );
  const isYears = (row: readonly string[]): boolean => {
    const begin = Number(row[columns[0]]);
    return begin >= 1800 && begin <= 2200;
  };
  if (columns.length < leastYears || others.length === 0 || !goesUp(first)) return false;
  if (isYears(first)) return !others.some((row) => isYears(row) && goesUp(row));
  const isLong = columns.length >= leastCounted && Number(first[columns[0]]) <= 1;
  return isLong && 2 * others.filter(goesUp).length < others.length;
}
