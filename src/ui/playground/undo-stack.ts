import type { Checkpoint } from '../../protocol/messages.ts';

/** What is known of a change that has ended a run. */
export interface Change {
  /** What was changed. */
  readonly key: string;
  /** How often the user had pressed Play or Step before it. */
  readonly presses: number;
  readonly nowMs: number;
}

/** Changes of the same thing that come so soon after one another are one change. */
const seriesMs = 1500;

/** Runs that changes have ended, newest last. */
export class UndoStack {
  readonly #entries: Checkpoint[] = [];
  readonly #capacity: number;
  #last: Change | null = null;

  constructor(capacity = 20) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#entries.length;
  }

  /**
   * Keeps a run. Dragging a slider ends many runs in a moment: of such a series only the first is kept, unless the user
   * has pressed Play or Step since then.
   */
  push(checkpoint: Checkpoint, change: Change): void {
    const last = this.#last;
    this.#last = change;
    const isOneSeries = last?.key === change.key && change.nowMs - last.nowMs < seriesMs;
    if (isOneSeries && change.presses === last.presses) return;
    this.#entries.push(checkpoint);
    if (this.#entries.length > this.#capacity) this.#entries.shift();
  }

  clear(): void {
    this.#entries.length = 0;
    this.endSeries();
  }

  /** What comes next is a change of its own. */
  endSeries(): void {
    this.#last = null;
  }

  pop(): Checkpoint | null {
    this.endSeries();
    return this.#entries.pop() ?? null;
  }
}
