import { isTellable } from '../src/timing/clock.ts';

/** What is older says nothing of how fast it goes now, however short the time since then was. */
const oldestMs = 60_000;
/** Entries that lie closer together are one. */
const grainMs = 50;

/** Work per second of the time spent on it, over the last second of wall-clock time. */
export class Throughput {
  readonly #windowMs: number;
  readonly #entries: { at: number; latest: number; amount: number; spentMs: number }[] = [];

  constructor(windowMs = 1000) {
    this.#windowMs = windowMs;
  }

  add(at: number, amount: number, spentMs: number): void {
    const last = this.#entries.at(-1);
    if (last !== undefined && at - last.at < grainMs) {
      last.latest = at;
      last.amount += amount;
      last.spentMs += spentMs;
    } else this.#entries.push({ at, latest: at, amount, spentMs });
    while (this.#entries[0].latest < at - oldestMs) this.#entries.shift();
  }

  /**
   * null when nothing was done in the window. Where the time spent in it is too short for a clock with this step,
   * earlier work counts as well; null when that is not enough.
   */
  perSecond(at: number, stepMs = 0): number | null {
    let amount = 0;
    let spentMs = 0;
    const from = at - this.#windowMs;
    if ((this.#entries.at(-1)?.latest ?? -Infinity) < from) return null;
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i];
      if (entry.latest < from && isTellable(spentMs, stepMs)) break;
      amount += entry.amount;
      spentMs += entry.spentMs;
    }
    return spentMs > 0 && isTellable(spentMs, stepMs) ? (amount / spentMs) * 1000 : null;
  }
}
