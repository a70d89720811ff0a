import { delimiters, missingWords, type Dialect } from '../../../src/formats/dialect.ts';
import type { Uniform } from '../../../src/nn/initializers.ts';
import { uniformOf } from './problems.ts';

export type Cell = number | string | null;

/** A table as a program of some kind would have written it. */
export interface PrintedCsv {
  readonly text: string;
  readonly dialect: Omit<Dialect, 'encoding'>;
  /** As `cellsOf` tells it. */
  readonly cells: Readonly<Record<string, readonly Cell[]>>;
  /** The physical line of each row. */
  readonly lines: readonly number[];
}

/** How a program writes beyond what a dialect says. */
interface Style {
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly quotes: 'needed' | 'texts' | 'all';
  readonly missing: string;
  readonly padding: string;
  readonly trailing: boolean;
  readonly separatorLine: boolean;
  readonly blankLines: number;
}

const words = [
  'oak',
  'Ash',
  'süß',
  'red fox',
  'class A',
  'x',
  'maybe',
  'O’Neil',
  'beta-2',
  'Ω',
  'item 7',
  '日本',
];
const troubled = [
  'a, b',
  'c;d',
  'tab\there',
  'say "hi"',
  "it's",
  'two\nlines',
  'p|q',
  '"',
  'end,',
  '#tag',
  'a\n\n#b',
];
const names = [
  'x',
  'y',
  'height',
  'Größe',
  'label',
  'sepal length',
  'kind',
  'T (°C)',
  'id',
  'w/h',
  'p|q',
  'a, b',
  'first\nname',
];
const comments = ['made by hand', 'x,y;z', '1,2,3', 'an "open quote', '', "don't"];

/**
 * A random table in a random dialect: 1 to 8 columns of which one at least holds numbers, since without numbers nothing
 * tells a header from a row; 3 to 40 rows.
 */
export function printedCsv(seed: number): PrintedCsv {
  const uniform = uniformOf(seed);
  const dialect = randomDialect(uniform);
  const style = randomStyle(uniform, dialect);
  const rowCount = 3 + Math.floor(uniform() * 38);
  const columnCount = uniform() < 0.05 ? 1 : 2 + Math.floor(uniform() * 7);
  const numeric = Math.floor(uniform() * columnCount);
  const columns = Array.from({ length: columnCount }, (_, k) =>
    withMissing(k === numeric ? numbers(uniform, rowCount) : anyColumn(uniform, rowCount), uniform),
  );
  const titles = shuffled(names, uniform).slice(0, columnCount);
  const rows = Array.from({ length: rowCount }, (_, row) => columns.map((column) => column[row]));
  const printed = print(dialect.header ? [titles, ...rows] : rows, dialect, style, uniform);
  return {
    text: printed.text,
    dialect,
    cells: Object.fromEntries(
      columns.map((column, k) => [dialect.header ? titles[k] : `column ${k + 1}`, column]),
    ),
    lines: dialect.header ? printed.lines.slice(1) : printed.lines,
  };
}

function randomDialect(uniform: Uniform): Omit<Dialect, 'encoding'> {
  return {
    delimiter: oneOf(delimiters, uniform),
    decimal: uniform() < 0.3 ? ',' : '.',
    header: uniform() < 0.7,
    quote: uniform() < 0.8 ? '"' : "'",
    comment: uniform() < 0.2 ? '#' : null,
    missing: missingWords,
  };
}

function randomStyle(uniform: Uniform, { delimiter }: Pick<Dialect, 'delimiter'>): Style {
  return {
    lineEnd: oneOf(['\n', '\r\n', '\n', '\r\n', '\r'] as const, uniform),
    quotes: oneOf(['needed', 'needed', 'texts', 'all'] as const, uniform),
    missing: oneOf(['', 'NA', 'n/a', 'NaN', '?', '-', 'null'], uniform),
    padding: uniform() < 0.1 ? (delimiter === '\t' ? ' ' : oneOf([' ', '  ', '\t'], uniform)) : '',
    trailing: uniform() < 0.1,
    separatorLine: uniform() < 0.1,
    blankLines: uniform() < 0.15 ? 1 + Math.floor(uniform() * 3) : 0,
  };
}

function anyColumn(uniform: Uniform, rowCount: number): Cell[] {
  const kind = uniform();
  if (kind < 0.55) return numbers(uniform, rowCount);
  if (kind < 0.7) return Array.from({ length: rowCount }, () => Math.floor(uniform() * 3));
  const choice = shuffled(kind < 0.9 ? words : [...words.slice(0, 4), ...troubled], uniform);
  const categories = choice.slice(0, 2 + Math.floor(uniform() * 5));
  return Array.from({ length: rowCount }, () => oneOf(categories, uniform));
}

function numbers(uniform: Uniform, rowCount: number): number[] {
  const scale = 10 ** Math.floor(uniform() * 8 - 3);
  const digits = Math.floor(uniform() * 5);
  const isFull = uniform() < 0.2;
  const isTime = uniform() < 0.1;
  return Array.from({ length: rowCount }, () => {
    if (isTime) return 1_700_000_000_000 + Math.floor(uniform() * 1e9);
    const value = (uniform() - 0.4) * scale;
    return isFull ? value : Number(value.toFixed(digits));
  });
}

/** With holes in a fifth of the columns, though not everywhere. */
function withMissing(column: readonly Cell[], uniform: Uniform): Cell[] {
  const share = uniform() < 0.2 ? uniform() * 0.4 : 0;
  const kept = Math.floor(uniform() * column.length);
  return column.map((cell, row) => (row !== kept && uniform() < share ? null : cell));
}

function print(
  rows: readonly (readonly Cell[])[],
  dialect: Omit<Dialect, 'encoding'>,
  style: Style,
  uniform: Uniform,
): { readonly text: string; readonly lines: readonly number[] } {
  const { delimiter, comment } = dialect;
  let text = style.separatorLine ? `sep=${delimiter}\n` : '';
  const lines: number[] = [];
  const lineCount = (): number => text.split('\n').length;
  for (const [k, row] of rows.entries()) {
    if (comment !== null && (k === 1 || uniform() < 0.05)) text += `${comment} ${oneOf(comments, uniform)}\n`;
    if (k > 0 && uniform() < 0.05 && style.blankLines > 0) text += '\n';
    lines.push(lineCount());
    const cells = row.map((cell) => printCell(cell, dialect, style, row.length === 1));
    text += `${cells.join(delimiter)}${style.trailing ? delimiter : ''}\n`;
  }
  text += '\n'.repeat(style.blankLines);
  if (style.blankLines === 0 && uniform() < 0.3) text = text.slice(0, -1);
  return { text: text.replaceAll('\n', style.lineEnd), lines };
}

function printCell(cell: Cell, dialect: Omit<Dialect, 'encoding'>, style: Style, isAlone: boolean): string {
  const { delimiter, decimal, quote, comment } = dialect;
  const text =
    cell === null ? style.missing : typeof cell === 'number' ? numberText(cell).replace('.', decimal) : cell;
  const needs =
    [delimiter, quote ?? '"', '\n'].some((sign) => text.includes(sign)) ||
    (comment !== null && text.startsWith(comment)) ||
    (isAlone && text === '');
  const isQuoted = needs || style.quotes === 'all' || (style.quotes === 'texts' && typeof cell === 'string');
  const padded =
    isQuoted && quote !== null ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}` : text;
  return isAlone ? padded : `${style.padding}${padded}${style.padding}`;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function oneOf<T>(choice: readonly T[], uniform: Uniform): T {
  return choice[Math.floor(uniform() * choice.length)];
}

function shuffled<T>(values: readonly T[], uniform: Uniform): T[] {
  return values
    .map((value) => ({ value, key: uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
