import { missingTest, type Dialect } from './dialect.ts';
import { parseNumber, type Decimal } from './number.ts';

/** A column with more different texts, or longer ones, is left out: nothing could be learnt from it. */
const mostTexts = 100_000;
const mostCharacters = 16_000_000;

/** How the cells of a file become values. */
export interface CellReading {
  readonly decimal: Decimal;
  /** Takes trimmed texts. */
  readonly isMissing: (text: string) => boolean;
  /** Numbers that stand for a missing value, however they are written. */
  readonly missingNumbers: ReadonlySet<number>;
}

/** How many cells a column will have, seen from the ones that are there. */
export type Expected = (length: number) => number;

export function cellReading({ decimal, missing }: Pick<Dialect, 'decimal' | 'missing'>): CellReading {
  const numbers = missing.map((word) => parseNumber(word, decimal)).filter((number) => !Number.isNaN(number));
  return { decimal, isMissing: missingTest(missing), missingNumbers: new Set(numbers) };
}

/** The place of a text that stands for a missing value. */
export const missing = -1;

/** The different texts of a column, trimmed, in the order in which they come. */
export class Dictionary {
  readonly texts: string[] = [];
  /** Of each text; NaN if it is none. */
  readonly numbers: number[] = [];
  readonly #reading: CellReading;
  readonly #places = new Map<string, number>();
  #characters = 0;

  constructor(reading: CellReading) {
    this.#reading = reading;
  }

  get isFull(): boolean {
    return this.texts.length > mostTexts || this.#characters > mostCharacters;
  }

  /** Its place in `texts`, or `missing`. */
  placeOf(cell: string): number {
    return this.#places.get(cell) ?? this.#add(cell);
  }

  #add(cell: string): number {
    const text = cell.trim();
    if (text !== cell) return this.placeOf(text);
    const own = ownCopy(text);
    const number = parseNumber(own, this.#reading.decimal);
    const isMissing = this.#reading.isMissing(own) || this.#reading.missingNumbers.has(number);
    const place = isMissing ? missing : this.texts.length;
    this.#places.set(own, place);
    this.#characters += own.length;
    if (isMissing) return missing;
    this.texts.push(own);
    this.numbers.push(number);
    return place;
  }
}

/** A part of a text keeps all of it in memory, from some length on; this copy does not. */
function ownCopy(text: string): string {
  return text.length > 12 ? text.split('').join('') : text;
}
