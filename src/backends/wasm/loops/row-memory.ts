import { vectorBytes, type MemoryLayout } from '../memory-layout.ts';
import type { Row } from '../structure/row-program.ts';

/** Where rows stand in memory: [lane group][member], one vector each. */
export class RowMemory {
  readonly #layout: MemoryLayout;
  readonly #groups: number;
  readonly #addresses = new Map<number, number>();

  constructor(layout: MemoryLayout, groupsPerChunk: number) {
    this.#layout = layout;
    this.#groups = groupsPerChunk;
  }

  /** Of the row's first member in the first group. Reserved when first asked for. */
  addressOf(row: Row): number {
    const known = this.#addresses.get(row.id);
    if (known !== undefined) return known;
    const address = this.#layout.allocate(groupStride(row) * this.#groups);
    this.#addresses.set(row.id, address);
    return address;
  }
}

/** Lengths at multiples of which all lane groups of a member would compete for few places in the cache. */
const collidingLength = 32;
const cacheLineVectors = 4;

/** Vectors from one lane group to the next. */
export function groupVectors(length: number): number {
  return length % collidingLength === 0 ? length + cacheLineVectors : length;
}

/** Bytes from one lane group to the next. */
export function groupStride({ length }: Pick<Row, 'length'>): number {
  return groupVectors(length) * vectorBytes;
}
