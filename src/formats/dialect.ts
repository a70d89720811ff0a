import type { Encoding } from './decode.ts';
import type { Decimal } from './number.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** How a text is to be read: a plain value, guessed from the beginning of the text, and changeable in every part. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly decimal: Decimal;
  /** Whether the first row holds the names of the columns. */
  readonly header: boolean;
  /** What stands around a text that may hold delimiters and line ends; null where quotes are letters like others. */
  readonly quote: '"' | "'" | null;
  /** What a line begins with that is none of the data; null where there are no such lines. */
  readonly comment: '#' | null;
  /** Texts that stand for a value that is not there, whatever their case. Blank ones always do. */
  readonly missing: readonly string[];
}

export type Quoting = Pick<Dialect, 'delimiter' | 'quote' | 'comment'>;

export const missingWords: readonly string[] = ['na', 'n/a', '#n/a', 'nan', 'null', '-', '?'];

export function isBlank(text: string): boolean {
  return text === '' || text.trim() === '';
}

/** Tells texts that stand for a missing value; takes them trimmed. */
export function missingTest(words: readonly string[]): (trimmed: string) => boolean {
  const known = new Set(['', ...words.map((word) => word.trim().toLowerCase())]);
  const longest = Math.max(...Array.from(known, (word) => word.length));
  return (trimmed) => trimmed.length <= longest && known.has(trimmed.toLowerCase());
}

/** The line by which Excel is told the delimiter, or null where a text does not begin with one. */
export function separatorLine(
  text: string,
): { readonly delimiter: Delimiter | null; readonly length: number } | null {
  const match = /^"?sep=([^\n])"?[,;\t| ]*(?:\n|$)/i.exec(text.slice(0, 100));
  if (match === null) return null;
  return {
    delimiter: delimiters.find((delimiter) => delimiter === match[1]) ?? null,
    length: match[0].length,
  };
}
