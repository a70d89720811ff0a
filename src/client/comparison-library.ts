import type { ComparisonShelf, KeptComparison, KeptResults } from './comparison-shelf.ts';

/** So many comparisons are kept, and so much of them together; the oldest go first. */
export const keptLimits: { readonly count: number; readonly bytes: number } = {
  count: 20,
  bytes: 200_000_000,
};

export interface ComparisonLibraryParts {
  readonly shelf: ComparisonShelf;
  /** By the clock of the machine, in ms since 1970. */
  readonly nowMs: () => number;
  /** A name that nobody else has. */
  readonly newId: () => string;
  /** `keptLimits`, unless said otherwise. */
  readonly limits?: typeof keptLimits;
}

/** A comparison that has come to its end, to be kept. */
export type EndedComparison = Omit<KeptComparison, 'id' | 'savedAt' | 'bytes'>;

/** The comparisons that the browser keeps: never more than `keptLimits` say. Its calls reject where it keeps none. */
export class ComparisonLibrary {
  readonly #parts: ComparisonLibraryParts;
  /** One change at a time, so that those that count are all there. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ComparisonLibraryParts) {
    this.#parts = parts;
  }

  get limits(): typeof keptLimits {
    return this.#parts.limits ?? keptLimits;
  }

  /** The latest first. */
  async list(): Promise<readonly KeptComparison[]> {
    const all = await this.#parts.shelf.all();
    return all.toSorted((a, b) => b.savedAt - a.savedAt);
  }

  results(id: string): Promise<KeptResults | null> {
    return this.#parts.shelf.results(id);
  }

  /** Older ones make room for it; false where it is larger than all that is kept together, and then it is not kept. */
  keep(ended: EndedComparison, results: KeptResults): Promise<boolean> {
    const { shelf, nowMs, newId } = this.#parts;
    const bytes = bytesOf(results);
    if (bytes > this.limits.bytes) return Promise.resolve(false);
    return this.#afterThat(async () => {
      await shelf.set({ ...ended, id: newId(), savedAt: nowMs(), bytes }, results);
      await this.#makeRoom();
      return true;
    });
  }

  async #makeRoom(): Promise<void> {
    const { shelf } = this.#parts;
    let [count, bytes] = [0, 0];
    for (const kept of await this.list()) {
      count++;
      bytes += kept.bytes;
      if (count > this.limits.count || bytes > this.limits.bytes) await shelf.delete(kept.id);
    }
  }

  /** As it was, after it had been forgotten. */
  bringBack(about: KeptComparison, results: KeptResults): Promise<void> {
    return this.#afterThat(() => this.#parts.shelf.set(about, results));
  }

  rename(about: KeptComparison, name: string): Promise<void> {
    return this.#afterThat(() => this.#parts.shelf.change({ ...about, name }));
  }

  forget(id: string): Promise<void> {
    return this.#afterThat(() => this.#parts.shelf.delete(id));
  }

  #afterThat<T>(change: () => Promise<T>): Promise<T> {
    const next = this.#last.then(change, change);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

/** Figures, and what a browser adds to each of them. */
const bytesEach = 600;

/** About so much room results take. */
export function bytesOf(results: KeptResults): number {
  let bytes = 0;
  for (const result of results) {
    if (result === null) continue;
    bytes += bytesEach;
    if (typeof result === 'string') continue;
    const { curve, parameters, picture } = result;
    const columns: readonly ArrayBufferView[] = [
      ...[curve.epoch, curve.trainLoss, curve.testLoss, curve.trainingMs],
      parameters,
    ];
    for (const { byteLength } of columns) bytes += byteLength;
    bytes += picture?.byteLength ?? 0;
  }
  return bytes;
}
