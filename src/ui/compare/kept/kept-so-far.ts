import type { ToKeep } from '../started.ts';
import type { KeptComparisons } from './kept-comparisons.ts';

export interface KeptSoFarParts {
  /** Of the comparison that is under way; null while nothing is known of any run. */
  readonly known: () => ToKeep | null;
  readonly kept: Pick<KeptComparisons, 'keepSoFar'>;
  readonly now: () => number;
  /** Calls back after that time; what it returns takes that back. */
  readonly after?: (ms: number, callback: () => void) => () => void;
}

/** What was known a little while ago is there after a reload; */
const firstMs = 2000;
/** what has come since then is written at most as often, and less often where that takes long: */
const leastMs = 5000;
const mostOfTime = 0.02;

/** Keeps what is known of a comparison from time to time while it is under way: the page may be gone before its end. */
export class KeptSoFar {
  readonly #parts: KeptSoFarParts;
  #cancel: () => void = () => undefined;
  #isUnderWay = false;
  #isWriting = false;
  #written = 0;

  constructor(parts: KeptSoFarParts) {
    this.#parts = parts;
  }

  begin(): void {
    this.#isUnderWay = true;
    this.#written = 0;
    this.#later(firstMs);
  }

  /** Before its time too: a page that is hidden may not come back. */
  async write(): Promise<void> {
    if (!this.#isUnderWay || this.#isWriting) return;
    this.#cancel();
    const { known, kept, now } = this.#parts;
    const toKeep = known();
    const begunAt = now();
    if (toKeep !== null && toKeep.ended.done !== this.#written) {
      this.#written = toKeep.ended.done;
      this.#isWriting = true;
      await kept.keepSoFar(toKeep);
      this.#isWriting = false;
    }
    if (this.#isUnderWay) this.#later(Math.max(leastMs, (now() - begunAt) / mostOfTime));
  }

  /** What is kept now is kept for good, in the place of what was known so far. */
  end(): void {
    this.#isUnderWay = false;
    this.#cancel();
  }

  #later(ms: number): void {
    this.#cancel();
    const { after = afterTimeout } = this.#parts;
    this.#cancel = after(ms, () => void this.write());
  }
}

function afterTimeout(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => {
    clearTimeout(timer);
  };
}
