/** Live objects of a device, for those who watch over its memory. */
export interface ResourceCounts {
  readonly buffers: number;
  readonly bufferBytes: number;
  /** Compiled, or being compiled. */
  readonly pipelines: number;
}

/** Owns a device and every buffer made on it: what was not given back by the end is destroyed with the device. */
export class DeviceResources {
  readonly device: GPUDevice;
  readonly #buffers = new Set<GPUBuffer>();
  #querySet: GPUQuerySet | null = null;

  constructor(device: GPUDevice) {
    this.device = device;
  }

  get bufferCount(): number {
    return this.#buffers.size;
  }

  get bufferBytes(): number {
    return [...this.#buffers].reduce((sum, { size }) => sum + size, 0);
  }

  createBuffer(label: string, size: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.device.createBuffer({ label, size, usage });
    this.#buffers.add(buffer);
    return buffer;
  }

  /** Destroys a buffer of this device; a pending map of it is aborted. */
  destroyBuffer(buffer: GPUBuffer): void {
    this.#buffers.delete(buffer);
    buffer.destroy();
  }

  /** Begin and end of a pass, or null where the adapter does not tell the time. */
  get timestamps(): GPUQuerySet | null {
    if (!this.device.features.has('timestamp-query')) return null;
    this.#querySet ??= this.device.createQuerySet({ label: 'timestamps', type: 'timestamp', count: 2 });
    return this.#querySet;
  }

  /** Destroys everything, and the device last. */
  dispose(): void {
    for (const buffer of this.#buffers) buffer.destroy();
    this.#buffers.clear();
    this.#querySet?.destroy();
    this.#querySet = null;
    this.device.destroy();
  }
}
