import { vectorBytes, type MemoryLayout } from '../memory-layout.ts';
import type { Row } from '../structure/row-program.ts';

/** Two lane groups, computed side by side so that a weight is fetched once for both. */
export const pairBytes = 2 * vectorBytes;

/**
 * Where rows stand in memory: [pair of lane groups][member][group of the pair], one vector each, so that the
 * members of a pair follow each other.
 */
export class RowMemory {
  readonly #layout: MemoryLayout;
  readonly #pairs: number;
  readonly #addresses = new Map<number, number>();

  constructor(layout: MemoryLayout, pairsPerChunk: number) {
    this.#layout = layout;
    this.#pairs = pairsPerChunk;
  }

  /** Of the row's first member in the first pair. Reserved when first asked for. */
  addressOf(row: Row): number {
    const known = this.#addresses.get(row.id);
    if (known !== undefined) return known;
    const address = this.#layout.allocate(pairStride(row) * this.#pairs);
    this.#addresses.set(row.id, address);
    return address;
  }
}

/** Bytes from one pair to the next. */
export function pairStride(row: Row): number {
  return row.length * pairBytes;
}
