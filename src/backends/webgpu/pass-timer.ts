import { GrowingBuffer } from './buffers.ts';
import type { DeviceResources } from './device-resources.ts';

const bytesPerTimestamp = 8;
const timestampBytes = 2 * bytesPerTimestamp;

/** Takes the time of compute passes on the GPU's own clock, where the adapter has one to show. */
export class PassTimer {
  readonly #timestamps: GPUQuerySet | null;
  readonly #resolved: GrowingBuffer;

  constructor(resources: DeviceResources) {
    const { QUERY_RESOLVE, COPY_SRC } = GPUBufferUsage;
    this.#timestamps = resources.timestamps;
    this.#resolved = new GrowingBuffer(resources, 'timestamps', QUERY_RESOLVE | COPY_SRC);
  }

  /** Goes into the pass's descriptor. */
  get writes(): Pick<GPUComputePassDescriptor, 'timestampWrites'> {
    const querySet = this.#timestamps;
    if (querySet === null) return {};
    return { timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } };
  }

  /** End, in bytes, of results with the timestamps behind them. */
  end(resultBytes: number): number {
    return this.#timestamps === null ? resultBytes : aligned(resultBytes) + timestampBytes;
  }

  /** Appends the timestamps to what a staging buffer receives. */
  resolve(encoder: GPUCommandEncoder, staging: GPUBuffer, resultBytes: number): void {
    if (this.#timestamps === null) return;
    const resolved = this.#resolved.atLeast(timestampBytes);
    encoder.resolveQuerySet(this.#timestamps, 0, 2, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, aligned(resultBytes), timestampBytes);
  }

  /** Milliseconds of the pass; null where they are not known. Browsers round them to 0.1 ms. */
  read(mapped: ArrayBuffer, resultBytes: number): number | null {
    if (this.#timestamps === null) return null;
    const [begin, end] = new BigInt64Array(mapped, aligned(resultBytes), 2);
    return end >= begin ? Number(end - begin) / 1e6 : null;
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / bytesPerTimestamp) * bytesPerTimestamp;
}
