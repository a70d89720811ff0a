/** Cells that a column has room for at first. */
const firstCapacity = 1 << 14;
/** From so many on, a column is not copied to be rid of the room that it did not need. */
const longColumn = 100_000;

/**
 * The cells of a column: places in a list of texts, or numbers. There is room for a number in every cell, so that places
 * become numbers where they are. Room that is never written takes no memory; it is made for as many cells as are
 * expected at once, since what was outgrown would stay in memory until the next collection of garbage.
 */
export class CellStore {
  length = 0;
  /** For so many cells in all, seen from the ones that are there. */
  readonly #expected: (length: number) => number;
  #places = new Int32Array();
  #numbers = new Float64Array();

  constructor(expected: (length: number) => number) {
    this.#expected = expected;
  }

  pushPlace(place: number): void {
    if (this.length === this.#numbers.length) this.#grow();
    this.#places[this.length++] = place;
  }

  pushNumber(number: number): void {
    if (this.length === this.#numbers.length) this.#grow();
    this.#numbers[this.length++] = number;
  }

  /** A view, good until the next cell. */
  get places(): Int32Array {
    return this.#places.subarray(0, this.length);
  }

  /** A view, good until the next cell. */
  get numbers(): Float64Array {
    return this.#numbers.subarray(0, this.length);
  }

  /** Puts a number in each cell in place of the place. */
  toNumbers(numberOf: (place: number) => number): void {
    // From the last on: a number takes the room of two places, none of which is still to be read.
    for (let i = this.length - 1; i >= 0; i--) this.#numbers[i] = numberOf(this.#places[i]);
  }

  /** The cells, in a buffer that is not much larger than they are, or nowhere else in use. */
  takePlaces(): Int32Array {
    const { places } = this;
    return this.length < longColumn ? places.slice() : places;
  }

  takeNumbers(): Float64Array {
    const { numbers } = this;
    return this.length < longColumn ? numbers.slice() : numbers;
  }

  #grow(): void {
    const wanted = Math.max(
      firstCapacity,
      this.length === 0 ? 0 : this.#expected(this.length),
      this.length + 1024,
    );
    const numbers = new Float64Array(wanted);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    this.#places = new Int32Array(numbers.buffer);
  }
}
