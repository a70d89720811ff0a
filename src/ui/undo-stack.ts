import type { Checkpoint } from '../protocol/messages.ts';

/** Less training than this is no loss when a slider is dragged on. */
const hardlyTrainedMs = 200;

/** Runs that changes have ended, newest last. */
export class UndoStack {
  readonly #entries: Checkpoint[] = [];
  readonly #capacity: number;
  #lastKey = '';
  #lastAt = -Infinity;

  constructor(capacity = 20) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#entries.length;
  }

  /**
   * Keeps a run. Dragging a slider ends many runs in a moment: of a quick series with the same `key` those that
   * were hardly trained are not kept.
   */
  push(checkpoint: Checkpoint, key: string, nowMs: number): void {
    const sameSeries = key === this.#lastKey && nowMs - this.#lastAt < 1500;
    this.#lastKey = key;
    this.#lastAt = nowMs;
    if (sameSeries && checkpoint.trainingMs < hardlyTrainedMs) return;
    this.#entries.push(checkpoint);
    if (this.#entries.length > this.#capacity) this.#entries.shift();
  }

  clear(): void {
    this.#entries.length = 0;
  }

  pop(): Checkpoint | null {
    this.#lastKey = '';
    return this.#entries.pop() ?? null;
  }
}
