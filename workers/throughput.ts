/** Work per second of the time spent on it, over the last second of wall-clock time. */
export class Throughput {
  readonly #windowMs: number;
  readonly #entries: { at: number; amount: number; spentMs: number }[] = [];

  constructor(windowMs = 1000) {
    this.#windowMs = windowMs;
  }

  add(at: number, amount: number, spentMs: number): void {
    this.#entries.push({ at, amount, spentMs });
    this.#forget(at);
  }

  /** null when nothing was done in the window. */
  perSecond(at: number): number | null {
    this.#forget(at);
    let amount = 0;
    let spentMs = 0;
    for (const entry of this.#entries) {
      amount += entry.amount;
      spentMs += entry.spentMs;
    }
    return spentMs > 0 ? (amount / spentMs) * 1000 : null;
  }

  #forget(at: number): void {
    while (this.#entries.length > 0 && this.#entries[0].at < at - this.#windowMs) this.#entries.shift();
  }
}
