/** Work that a first chunk may hold, in multiplications and additions: nobody knows yet how fast the adapter is. */
const firstOperations = 2 ** 22;
/** Long enough to keep a GPU busy, short enough for a picture to come in between. */
const aimMs = 50;
const largestGrowth = 4;

/** Cuts long work into chunks of about 50 ms, learning from each how long the next may be. */
export class ChunkSizer {
  readonly #largest: number;
  #next: number;
  /** Items since the clock was last seen to move. */
  #untimed = 0;

  /** @param largest number of items in a chunk, whatever time it takes */
  constructor(largest: number, operationsPerItem: number) {
    this.#largest = Math.max(1, Math.floor(largest));
    this.#next = this.#clamped(firstOperations / operationsPerItem);
  }

  /** Items of the next chunk, at least one. */
  get next(): number {
    return this.#next;
  }

  /** Tells how long a chunk of so many items took. The step of a coarse clock is the time of all chunks since the last. */
  took(count: number, elapsedMs: number): void {
    this.#untimed += count;
    if (elapsedMs <= 0) return;
    this.#next = this.#clamped(Math.min(largestGrowth * count, (aimMs * this.#untimed) / elapsedMs));
    this.#untimed = 0;
  }

  #clamped(count: number): number {
    return Math.min(this.#largest, Math.max(1, Math.floor(count)));
  }
}
