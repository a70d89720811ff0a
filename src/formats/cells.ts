import { Blocks } from './blocks.ts';
import { CellStore } from './cell-store.ts';
import { Dictionary, missing, type CellReading, type Expected } from './dictionary.ts';
import { parseNumber } from './number.ts';

/** A cell that is no number in a column of numbers. */
export interface OddCell {
  readonly row: number;
  readonly text: string;
}

/** The cells of a column as they are written: each as the place of its text. */
export class TextCells {
  readonly dictionary: Dictionary;
  readonly store: CellStore;
  /** Cells that are numbers, and cells that are something else. */
  numeric = 0;
  verbal = 0;

  constructor(reading: CellReading, expected: Expected) {
    this.store = new CellStore(expected);
    this.dictionary = new Dictionary(reading);
  }

  push(cell: string): void {
    const place = this.dictionary.placeOf(cell);
    this.store.pushPlace(place);
    if (place === missing) return;
    if (Number.isNaN(this.dictionary.numbers[place])) this.verbal++;
    else this.numeric++;
  }

  /** The value of the text at a place; NaN where there is none. */
  valueAt(place: number): number {
    return place === missing ? NaN : this.dictionary.numbers[place];
  }

  *oddCells(): Generator<OddCell, undefined> {
    const { texts, numbers } = this.dictionary;
    if (this.verbal === 0) return;
    let row = 0;
    for (const place of this.store.places) {
      if (place !== missing && Number.isNaN(numbers[place])) yield { row, text: texts[place] };
      row++;
    }
  }
}

/** The cells of a column of very many different numbers, and, aside, those that are none. */
export class NumberCells {
  readonly store: CellStore;
  readonly #reading: CellReading;
  readonly #odd: Dictionary;
  readonly #oddRows = new Blocks((length) => new Uint32Array(length));
  readonly #oddPlaces = new Blocks((length) => new Int32Array(length));
  numeric = 0;
  verbal = 0;

  constructor(reading: CellReading, expected: Expected) {
    this.store = new CellStore(expected);
    this.#reading = reading;
    this.#odd = new Dictionary(reading);
  }

  get dictionary(): Dictionary {
    return this.#odd;
  }

  push(cell: string): void {
    const { decimal, missingNumbers } = this.#reading;
    const value = parseNumber(cell, decimal);
    if (value === value && !(missingNumbers.size > 0 && missingNumbers.has(value))) this.pushNumber(value);
    else this.#pushOdd(cell);
  }

  pushNumber(value: number): void {
    this.store.pushNumber(value);
    this.numeric++;
  }

  #pushOdd(cell: string): void {
    const row = this.store.length;
    this.store.pushNumber(NaN);
    const place = this.#odd.placeOf(cell);
    if (place === missing) return;
    this.#oddRows.push(row);
    this.#oddPlaces.push(place);
    this.verbal++;
  }

  *oddCells(): Generator<OddCell, undefined> {
    const places = this.#oddPlaces[Symbol.iterator]();
    for (const row of this.#oddRows) {
      const place = places.next();
      if (!place.done) yield { row, text: this.#odd.texts[place.value] };
    }
  }
}
