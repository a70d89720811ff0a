/** The only places where GPU buffers are made, and where they are given back. */

/** A buffer that is kept while it is large enough and replaced when it is not. Owned by whoever made this. */
export class GrowingBuffer {
  readonly #device: GPUDevice;
  readonly #label: string;
  readonly #usage: GPUBufferUsageFlags;
  #buffer: GPUBuffer | undefined;

  constructor(device: GPUDevice, label: string, usage: GPUBufferUsageFlags) {
    this.#device = device;
    this.#label = label;
    this.#usage = usage;
  }

  /** A buffer of at least that many bytes, valid until the next call or `release`. Its content is not kept. */
  atLeast(byteLength: number): GPUBuffer {
    if (this.#buffer !== undefined && this.#buffer.size >= byteLength) return this.#buffer;
    this.release();
    this.#buffer = this.#device.createBuffer({ label: this.#label, size: byteLength, usage: this.#usage });
    return this.#buffer;
  }

  /** A buffer that begins with these bytes. Needs COPY_DST among the usages. */
  holding(data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): GPUBuffer {
    const buffer = this.atLeast(data.byteLength);
    this.#device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  }

  /** Destroys the buffer; a pending map of it is aborted. Can be used again afterwards. */
  release(): void {
    this.#buffer?.destroy();
    this.#buffer = undefined;
  }
}

interface FeatureSet {
  readonly columns: readonly Float64Array[];
  readonly sampleCount: number;
  readonly buffer: GrowingBuffer;
}

/**
 * Features on the GPU by the identity of their columns, so that a grid that does not move is uploaded once. Keeps
 * the few sets used last (a grid and the neuron maps take turns).
 */
export class FeatureCache {
  readonly #device: GPUDevice;
  readonly #capacity: number;
  /** Used last comes last. */
  #sets: FeatureSet[] = [];

  constructor(device: GPUDevice, capacity: number) {
    this.#device = device;
    this.#capacity = capacity;
  }

  /** @param pack called only if these columns are not on the GPU yet */
  bufferFor(
    columns: readonly Float64Array[],
    sampleCount: number,
    pack: (columns: readonly Float64Array[], sampleCount: number) => Float32Array<ArrayBuffer>,
  ): GPUBuffer {
    const known = this.#sets.find((set) => set.sampleCount === sampleCount && isSame(set.columns, columns));
    if (known !== undefined) {
      this.#sets = [...this.#sets.filter((set) => set !== known), known];
      return known.buffer.atLeast(0);
    }
    const oldest = this.#sets.length < this.#capacity ? undefined : this.#sets.shift();
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const buffer = oldest?.buffer ?? new GrowingBuffer(this.#device, 'features', usage);
    // A copy of the list: the caller may reuse its own for other columns.
    this.#sets.push({ columns: [...columns], sampleCount, buffer });
    return buffer.holding(pack(columns, sampleCount));
  }

  /** Forgets all sets and destroys their buffers; what is asked for next is uploaded anew. */
  release(): void {
    for (const { buffer } of this.#sets) buffer.release();
    this.#sets = [];
  }
}

function isSame(a: readonly Float64Array[], b: readonly Float64Array[]): boolean {
  return a.length === b.length && a.every((column, i) => column === b[i]);
}
