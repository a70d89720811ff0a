/** What is known of a change when it is made. */
export interface Change {
  /** What was changed. */
  readonly key: string;
  /** How often the user had pressed Play or Step before it. */
  readonly presses: number;
  readonly nowMs: number;
}

/** Changes of the same thing that come so soon after one another are one change. */
const seriesMs = 1500;

/** What there was before each change, newest last. */
export class UndoStack<Entry> {
  #entries: Entry[] = [];
  readonly #capacity: number;
  #last: Change | null = null;

  constructor(capacity = 100) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#entries.length;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /**
   * Whether this change goes on with the one before it: dragging a slider makes many in a moment, unless the user has
   * pressed Play or Step since then.
   */
  isSeries({ key, presses, nowMs }: Change): boolean {
    const last = this.#last;
    return last?.key === key && nowMs - last.nowMs < seriesMs && presses === last.presses;
  }

  /** Keeps what there was before a change; of a series, what there was before all of it, as `joined` with the latest. */
  push(entry: Entry, change: Change, joined: (first: Entry, latest: Entry) => Entry): void {
    const isSeries = this.isSeries(change) && this.#entries.length > 0;
    this.#last = change;
    if (isSeries)
      this.#entries[this.#entries.length - 1] = joined(this.#entries[this.#entries.length - 1], entry);
    else this.#entries.push(entry);
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
    this.#entries = this.#entries.map(of).filter((entry) => entry !== null);
    this.endSeries();
  }

  /** The oldest is no longer kept. */
  dropOldest(): void {
    this.#entries.shift();
  }

  clear(): void {
    this.#entries = [];
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
