import type { Clock } from '../src/training/trainer.ts';
import type { VitalsMeter } from '../src/training/vitals.ts';

/** Vitals that nobody looks at are measured for the record at most this often. */
const recordIntervalMs = 500;
/** What they may take of the worker's time, compiling for them included: one part in so many. */
const share = 50;

/** Sees to it that vitals for the record of a run take next to nothing of its speed. */
export class VitalsPace {
  readonly #now: Clock;
  /** Before it nothing more is measured. */
  #freeAt = -Infinity;

  constructor(now: Clock) {
    this.#now = now;
  }

  get isDue(): boolean {
    return this.#now() >= this.#freeAt;
  }

  /** Not before it may have cost so much. */
  expect(costMs: number): void {
    this.#freeAt = Math.max(this.#freeAt, this.#now() + share * costMs);
  }

  /** The meter; what it takes puts off the next measurement. */
  paced(meter: VitalsMeter): Pick<VitalsMeter, 'measure'> {
    const measure: VitalsMeter['measure'] = (...of) => this.#timed(meter.measure(...of));
    return { measure };
  }

  *#timed<T>(steps: Generator<Promise<unknown> | undefined, T, undefined>) {
    this.#freeAt = Math.max(this.#freeAt, this.#now() + recordIntervalMs);
    for (;;) {
      const start = this.#now();
      const { done, value } = steps.next();
      this.#freeAt += share * (this.#now() - start);
      if (done) return value;
      yield value;
    }
  }
}
