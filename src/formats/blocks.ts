type Numbers = Float64Array | Int32Array | Uint32Array;

const blockLength = 4096;

/** Numbers in blocks: they grow without being copied, and no more than a block is empty. */
export class Blocks<A extends Numbers> {
  readonly #create: (length: number) => A;
  #blocks: A[] = [];
  #last: A;
  #used = 0;

  constructor(create: (length: number) => A) {
    this.#create = create;
    this.#last = create(0);
  }

  get length(): number {
    return Math.max(0, this.#blocks.length - 1) * blockLength + this.#used;
  }

  push(value: number): void {
    if (this.#used === this.#last.length) {
      this.#last = this.#create(blockLength);
      this.#blocks.push(this.#last);
      this.#used = 0;
    }
    this.#last[this.#used++] = value;
  }

  *[Symbol.iterator](): Generator<number, undefined> {
    const { length } = this;
    for (const [k, block] of this.#blocks.entries()) {
      const end = Math.min(blockLength, length - k * blockLength);
      for (let i = 0; i < end; i++) yield block[i];
    }
  }

  /** All in one, converted on the way; lets go of the blocks, one after the other. */
  take<B extends Numbers>(result: B, convert: (value: number) => number = (value) => value): B {
    const { length } = this;
    for (let start = 0; start < length; start += blockLength) {
      const block = this.#blocks[start / blockLength];
      const end = Math.min(blockLength, length - start);
      for (let i = 0; i < end; i++) result[start + i] = convert(block[i]);
    }
    this.#blocks = [];
    this.#last = this.#create(0);
    this.#used = 0;
    return result;
  }
}
