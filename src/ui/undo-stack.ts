import type { Checkpoint } from '../protocol/messages.ts';

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
   * Keeps a run. Dragging a slider ends many runs in a moment, each hardly trained: of a quick series with the
   * same `key` only the first one is kept.
   */
  push(checkpoint: Checkpoint, key: string, nowMs: number): void {
    const sameSeries = key === this.#lastKey && nowMs - this.#lastAt < 1500;
    this.#lastKey = key;
    this.#lastAt = nowMs;
    if (sameSeries) return;
    this.#entries.push(checkpoint);
    if (this.#entries.length > this.#capacity) this.#entries.shift();
  }

  pop(): Checkpoint | null {
    this.#lastKey = '';
    return this.#entries.pop() ?? null;
  }
}
