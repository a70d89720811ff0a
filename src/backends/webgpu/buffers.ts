import type { DeviceResources } from './device-resources.ts';
import { packColumns } from './pack.ts';
import type { SampleSource } from './requests.ts';

type Words = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** A buffer that is kept while it is large enough and replaced when it is not. */
export class GrowingBuffer {
  readonly #resources: DeviceResources;
  readonly #label: string;
  readonly #usage: GPUBufferUsageFlags;
  #buffer: GPUBuffer | undefined;

  constructor(resources: DeviceResources, label: string, usage: GPUBufferUsageFlags) {
    this.#resources = resources;
    this.#label = label;
    this.#usage = usage;
  }

  /** A buffer of at least that many bytes, valid until the next call or `release`. Its content may be lost. */
  atLeast(byteLength: number): GPUBuffer {
    if (this.#buffer !== undefined && this.#buffer.size >= byteLength) return this.#buffer;
    this.release();
    this.#buffer = this.#resources.createBuffer(this.#label, byteLength, this.#usage);
    return this.#buffer;
  }

  release(): void {
    if (this.#buffer !== undefined) this.#resources.destroyBuffer(this.#buffer);
    this.#buffer = undefined;
  }
}

/** A buffer whose content is uploaded only when it differs from what was uploaded last. */
export class UploadedBuffer {
  readonly #resources: DeviceResources;
  readonly #buffer: GrowingBuffer;
  #last: Words | undefined;

  /** `usage` beside COPY_DST. */
  constructor(resources: DeviceResources, label: string, usage: GPUBufferUsageFlags) {
    this.#resources = resources;
    this.#buffer = new GrowingBuffer(resources, label, usage | GPUBufferUsage.COPY_DST);
  }

  /** A buffer that begins with these words, which must not be written to afterwards. */
  holding(words: Words): GPUBuffer {
    const isThere = this.#last !== undefined && isEqual(this.#last, words);
    const buffer = this.#buffer.atLeast(words.byteLength);
    if (!isThere) this.#resources.device.queue.writeBuffer(buffer, 0, words);
    this.#last = words;
    return buffer;
  }

  release(): void {
    this.#buffer.release();
    this.#last = undefined;
  }
}

function isEqual(a: Words, b: Words): boolean {
  if (a === b) return true;
  if (a.length !== b.length || a.constructor !== b.constructor) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * Samples on the GPU by the identity of their source, so that a grid that does not move is uploaded once. Keeps the
 * few that were used last; the buffer of the oldest serves the next.
 */
export class SampleCache {
  readonly #resources: DeviceResources;
  readonly #capacity: number;
  /** Used last comes last. */
  readonly #buffers = new Map<SampleSource, UploadedBuffer>();

  constructor(resources: DeviceResources, capacity: number) {
    this.#resources = resources;
    this.#capacity = capacity;
  }

  bufferFor(source: SampleSource): GPUBuffer {
    const packed = packedSamples(source);
    const buffer = this.#buffers.get(source) ?? this.#next();
    this.#buffers.delete(source);
    this.#buffers.set(source, buffer);
    return buffer.holding(packed);
  }

  #next(): UploadedBuffer {
    if (this.#buffers.size < this.#capacity) {
      return new UploadedBuffer(this.#resources, 'samples', GPUBufferUsage.STORAGE);
    }
    const [[oldest, buffer]] = this.#buffers;
    this.#buffers.delete(oldest);
    return buffer;
  }

  release(): void {
    for (const buffer of this.#buffers.values()) buffer.release();
    this.#buffers.clear();
  }
}

const packed = new WeakMap<SampleSource, Float32Array<ArrayBuffer>>();

/** Sources do not change, so each is packed once. */
function packedSamples(source: SampleSource): Float32Array<ArrayBuffer> {
  let words = packed.get(source);
  if (words === undefined) {
    words =
      source.kind === 'columns'
        ? packColumns(source.columns, source.count)
        : packColumns(
            source.columns.flatMap((factors, input) => [factors, source.rows[input]]),
            source.resolution,
          );
    packed.set(source, words);
  }
  return words;
}
