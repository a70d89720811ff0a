import { isTellable, learnStep, type Clock } from './clock.ts';

/** Spans of fewer steps than this are short for their clock: each is seen a step too long or too short, by chance. */
const shortSpan = 4;
/** Their sum is right in the mean only, and wants so many times more steps. */
const moreOfShortSpans = 4;

/**
 * How fast work goes, by a clock that may be coarse: gathers spans until together they are long enough to be told,
 * and then begins anew.
 */
export class Meter {
  readonly #now: Clock;
  #amount = 0;
  #ms = 0;
  #spans = 0;
  #msPerUnit: number | null = null;

  /** @param now the clock that the spans are taken by */
  constructor(now: Clock) {
    this.#now = now;
  }

  /** So much was done in a span between two readings of the clock, or in several that are so many ms together. */
  add(amount: number, ms: number, spans = 1): void {
    const step = learnStep(this.#now, spans === 1 ? ms : 0);
    this.#amount += amount;
    this.#ms += ms;
    this.#spans += spans;
    const isShort = this.#ms < shortSpan * this.#spans * step;
    if (this.#amount <= 0 || !isTellable(this.#ms, isShort ? moreOfShortSpans * step : step)) return;
    this.#msPerUnit = this.#ms / this.#amount;
    this.#amount = this.#ms = this.#spans = 0;
  }

  /** Milliseconds that a unit takes, by the last spans that were long enough; null before there were any. */
  get msPerUnit(): number | null {
    return this.#msPerUnit;
  }

  get perSecond(): number | null {
    return this.#msPerUnit === null ? null : 1000 / this.#msPerUnit;
  }

  /** Milliseconds that a unit takes at most, even while that cannot be told; Infinity before anything was done. */
  get mostMsPerUnit(): number {
    if (this.#msPerUnit !== null) return this.#msPerUnit;
    if (this.#amount <= 0) return Infinity;
    const step = learnStep(this.#now, 0);
    return (this.#ms + step * Math.sqrt(this.#spans)) / this.#amount;
  }
}
