import type { Column } from '../data/table.ts';
import { NumberCells, TextCells, type OddCell } from './cells.ts';
import { missing, type CellReading, type Expected } from './dictionary.ts';

/** So many different texts a column may have while it is open whether they are numbers or categories. */
const openTexts = 1000;

/** No more different numbers than these, each about so often, can be names of classes. */
const mostClassNumbers = 20;
const repeats = 5;

/**
 * A column whose kind is decided when all its cells are known. Up to a thousand different texts are kept as they are
 * written, so that any cell can still become either. From there on, a column of mostly numbers keeps their values, and
 * the other cells aside; should those become far more, it turns back, and numbers get their shortest notation as names.
 */
export class GrowingColumn {
  readonly #reading: CellReading;
  readonly #expected: Expected;
  /** Null once there are too many texts to keep. */
  #cells: TextCells | NumberCells | null;

  constructor(reading: CellReading, expected: Expected) {
    this.#reading = reading;
    this.#expected = expected;
    this.#cells = new TextCells(reading, expected);
  }

  push(cell: string): void {
    const cells = this.#cells;
    if (cells === null) return;
    cells.push(cell);
    if (cells.dictionary.texts.length <= openTexts) return;
    if (cells instanceof TextCells) {
      if (cells.numeric > cells.verbal) this.#cells = numberCells(cells, this.#reading, this.#expected);
    } else if (cells.verbal > 2 * cells.numeric)
      this.#cells = textCells(cells, this.#reading, this.#expected);
    if (this.#cells?.dictionary.isFull === true) this.#cells = null;
  }

  /** Whether every cell so far is missing. */
  get isEmpty(): boolean {
    return this.#cells !== null && this.#cells.numeric + this.#cells.verbal === 0;
  }

  /**
   * Ends it, and lets go of what was kept; null for a column with too many different texts. Tells of every cell that is
   * no number in a column of numbers: NaN stands for it there.
   */
  finish(name: string, onOdd: (cell: OddCell) => void): Column | null {
    let cells = this.#cells;
    this.#cells = null;
    if (cells instanceof NumberCells && cells.verbal > cells.numeric)
      cells = textCells(cells, this.#reading, this.#expected);
    if (cells === null || cells.dictionary.isFull) return null;
    if (cells instanceof TextCells && isCategory(cells)) {
      const codes = cells.store.takePlaces();
      return { name, kind: 'category', codes, categories: cells.dictionary.texts };
    }
    for (const cell of cells.oddCells()) onOdd(cell);
    return { name, kind: 'number', values: valuesOf(cells) };
  }
}

function valuesOf(cells: TextCells | NumberCells): Float64Array {
  if (cells instanceof TextCells) cells.store.toNumbers((place) => cells.valueAt(place));
  return cells.store.takeNumbers();
}

/** Whether texts are categories: most are no numbers, or the numbers come back as the words beside them do. */
function isCategory({ dictionary, numeric, verbal }: TextCells): boolean {
  if (verbal === 0) return false;
  if (verbal >= numeric) return true;
  const words = dictionary.numbers.filter(Number.isNaN).length;
  const numbers = new Set(dictionary.numbers.filter((number) => !Number.isNaN(number))).size;
  return numbers <= mostClassNumbers && numeric >= repeats * numbers && verbal >= repeats * words;
}

function numberCells(cells: TextCells, reading: CellReading, expected: Expected): NumberCells {
  const { texts, numbers } = cells.dictionary;
  const result = new NumberCells(reading, expected);
  for (const place of cells.store.places) {
    if (place === missing || Number.isNaN(numbers[place])) result.push(place === missing ? '' : texts[place]);
    else result.pushNumber(numbers[place]);
  }
  return result;
}

function textCells(cells: NumberCells, reading: CellReading, expected: Expected): TextCells {
  const result = new TextCells(reading, expected);
  const odd = cells.oddCells();
  let next = odd.next();
  let row = 0;
  for (const value of cells.store.numbers) {
    if (!next.done && next.value.row === row) {
      result.push(next.value.text);
      next = odd.next();
    } else result.push(Number.isNaN(value) ? '' : String(value).replace('.', reading.decimal));
    row++;
  }
  return result;
}
