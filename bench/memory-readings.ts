import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Engine } from '../src/backends/wasm/engine.ts';

/** In bytes, after a collection of garbage. */
export interface Reading {
  readonly heap: number;
  /** Array buffers outside the heap, of JavaScript and of wasm. */
  readonly buffers: number;
  /** Memories of the wasm instances that are alive. */
  readonly wasm: number;
  /** The whole process. */
  readonly resident: number;
}

/** How much more a later reading may hold than an earlier one, beyond a tenth of it. */
export const slackBytes: Readonly<Record<keyof Reading, number>> = {
  heap: 2 ** 20,
  buffers: 2 ** 20,
  // One network's memory is some pages more than another's.
  wasm: 2 ** 18,
  // Holds freed memory that was not given back, and the engine's own threads and caches.
  resident: 32 * 2 ** 20,
};

/** The global engine, keeping weak hold of the memory of each instance. */
export class WatchedEngine {
  readonly engine: Engine;
  #memories: WeakRef<WebAssembly.Memory>[] = [];

  constructor() {
    const watch = (memory: WebAssembly.Memory): void => {
      this.#memories.push(new WeakRef(memory));
    };
    class WatchedInstance extends WebAssembly.Instance {
      constructor(module: WebAssembly.Module, imports: WebAssembly.Imports) {
        super(module, imports);
        const { memory } = this.exports;
        if (memory instanceof WebAssembly.Memory) watch(memory);
      }
    }
    this.engine = {
      Module: WebAssembly.Module,
      Instance: WatchedInstance,
      validate: (bytes) => WebAssembly.validate(bytes),
    };
  }

  /** Bytes of the memories that are still alive. */
  get aliveBytes(): number {
    this.#memories = this.#memories.filter((memory) => memory.deref() !== undefined);
    return this.#memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
  }
}

export async function readMemory(watched: WatchedEngine): Promise<Reading> {
  // Twice, with a task in between: what a weak reference was asked for stays until the task ends.
  for (let k = 0; k < 2; k++) {
    await nextTask();
    collectGarbage();
  }
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers, wasm: watched.aliveBytes, resident: rss };
}

export function nextTask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') throw new TypeError('this Node cannot be asked to collect garbage');
  Reflect.apply(gc, undefined, []);
}

/** What the last third of the readings holds more than the second third, in words; empty where nothing grew. */
export function growthOf(readings: readonly Reading[]): string[] {
  const third = Math.floor(readings.length / 3);
  const most = (part: readonly Reading[], key: keyof Reading): number =>
    part.reduce((largest, reading) => Math.max(largest, reading[key]), 0);
  return keysOf(slackBytes).flatMap((key) => {
    const before = most(readings.slice(third, -third), key);
    const after = most(readings.slice(-third), key);
    return after > 1.1 * before + slackBytes[key]
      ? [`${key} grew from ${megabytes(before)} to ${megabytes(after)}`]
      : [];
  });
}

export function describeReading(reading: Reading): string {
  return keysOf(slackBytes)
    .map((key) => `${key} ${megabytes(reading[key])}`)
    .join('  ');
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(table) as K[];
}
