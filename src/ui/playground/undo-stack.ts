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

/** What changes have ended, newest last. */
export class UndoStack<Entry> {
  readonly #entries: Entry[] = [];
  readonly #capacity: number;
  #last: Change | null = null;

  constructor(capacity = 20) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#entries.length;
  }

  /**
   * Keeps what a change ends. Dragging a slider ends many runs in a moment: of such a series only the first is kept, unless the user
   * has pressed Play or Step since then.
   */
  push(entry: Entry, change: Change): void {
    const last = this.#last;
    this.#last = change;
    const isOneSeries = last?.key === change.key && change.nowMs - last.nowMs < seriesMs;
    if (isOneSeries && change.presses === last.presses) return;
    this.#entries.push(entry);
    if (this.#entries.length > this.#capacity) this.#entries.shift();
  }

  get last(): Entry | null {
    return this.#entries.at(-1) ?? null;
  }

  /** Another entry for the newest that fits; false where none does. */
  replaceLast(fits: (entry: Entry) => boolean, by: (entry: Entry) => Entry): boolean {
    const at = this.#entries.findLastIndex(fits);
    if (at < 0) return false;
    this.#entries[at] = by(this.#entries[at]);
    return true;
  }

  /** Keeps only the entries that `of` makes something of. */
  revise(of: (entry: Entry) => Entry | null): void {
    const kept = this.#entries.map(of).filter((entry) => entry !== null);
    this.#entries.splice(0, Infinity, ...kept);
    this.endSeries();
  }

  clear(): void {
    this.#entries.length = 0;
    this.endSeries();
  }

  /** What comes next is a change of its own. */
  endSeries(): void {
    this.#last = null;
  }

  pop(): Entry | null {
    this.endSeries();
    return this.#entries.pop() ?? null;
  }
}
