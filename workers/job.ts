import type { Cooperative } from '../src/training/evaluation.ts';
import type { Clock } from '../src/training/trainer.ts';

/** A cooperative computation in progress. */
export class Job {
  readonly #steps: Cooperative<void>;
  /** Set while nothing can be done before it settles. */
  waitingFor: Promise<unknown> | null = null;
  finished = false;

  constructor(steps: Cooperative<void>) {
    this.#steps = steps;
  }

  static of<T>(steps: Cooperative<T>, done: (result: T) => void): Job {
    return new Job(thenDo(steps, done));
  }

  /** Works until the deadline, the end, or the next wait. */
  advance(now: Clock, deadline: number): void {
    while (!this.finished && this.waitingFor === null) {
      const { done, value } = this.#steps.next();
      if (done) {
        this.finished = true;
      } else if (value !== undefined) {
        const wait = value.then(() => {
          this.waitingFor = null;
        });
        this.waitingFor = wait;
      }
      if (now() >= deadline) return;
    }
  }
}

/** Waits for a promise that does not reject. */
export function* settled<T>(promise: Promise<T>): Cooperative<T> {
  const values: T[] = [];
  yield promise.then((value) => values.push(value));
  return values[0];
}

function* thenDo<T>(steps: Cooperative<T>, done: (result: T) => void): Cooperative<void> {
  done(yield* steps);
}
