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

  /** All in one; lets go of the blocks. */
  take(): A {
    const { length } = this;
    const result = this.#create(length);
    for (const [k, block] of this.#blocks.entries()) {
      const start = k * blockLength;
      result.set(block.subarray(0, Math.min(blockLength, length - start)), start);
    }
    this.#blocks = [];
    this.#last = this.#create(0);
    this.#used = 0;
    return result;
  }
}
