import { GrowingBuffer } from './buffers.ts';
import type { DeviceResources } from './device-resources.ts';

/** A buffer through which the results of one submission come back. */
export interface StagingSlot {
  readonly buffer: GPUBuffer;
  /** Gives the slot back; its buffer must not be mapped any more. */
  free(): void;
}

/**
 * As many staging buffers as submissions may be under way. A buffer has at most one map pending, and who finds none
 * free drops his frame: nothing queues up behind a GPU that is slower than its callers.
 */
export class StagingRing {
  readonly #buffers: readonly GrowingBuffer[];
  readonly #free: GrowingBuffer[];

  constructor(resources: DeviceResources, size: number) {
    const { MAP_READ, COPY_DST } = GPUBufferUsage;
    this.#buffers = Array.from(
      { length: size },
      (_, i) => new GrowingBuffer(resources, `staging ${i + 1}`, MAP_READ | COPY_DST),
    );
    this.#free = [...this.#buffers];
  }

  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  /** A slot of at least that many bytes, or undefined when all are in use. */
  take(byteLength: number): StagingSlot | undefined {
    // The one that was used last is likeliest to be large enough.
    const owner = this.#free.pop();
    if (owner === undefined) return undefined;
    return { buffer: owner.atLeast(byteLength), free: () => this.#free.push(owner) };
  }

  release(): void {
    for (const buffer of this.#buffers) buffer.release();
  }
}
