/** Where progress is shown. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barWidth = 24;
const everyMs = 100;

/** A line that is written over; nothing at all where nobody looks. */
export class Progress {
  readonly #terminal: Terminal | null;
  readonly #now: () => number;
  #shownAt = -Infinity;
  #isShown = false;

  constructor(terminal: Terminal, isWanted: boolean, now: () => number) {
    this.#terminal = isWanted && terminal.isTTY === true ? terminal : null;
    this.#now = now;
  }

  /** `note` is asked for only where it is shown. */
  show(done: number, total: number, note: () => string = () => ''): void {
    if (this.#terminal === null || this.#now() - this.#shownAt < everyMs) return;
    this.#shownAt = this.#now();
    this.#isShown = true;
    const filled = Math.round((barWidth * Math.min(done, total)) / Math.max(1, total));
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    const line = `${bar} ${done} / ${total} ${note()}`.slice(0, (this.#terminal.columns ?? 80) - 1);
    this.#terminal.write(`\r\x1b[2K${line}`);
  }

  /** The line is free again. */
  end(): void {
    if (this.#isShown) this.#terminal?.write('\r\x1b[2K');
    this.#isShown = false;
  }
}
