import { signal } from '@preact/signals-core';
import type { Steps } from '../../../autograd/steps.ts';

/** A piece of work this long is not felt; longer ones are cut, so that the page answers between them. */
const sliceMs = 12;

export interface SlicePorts {
  readonly now: () => number;
  /** Calls back after what waits has been answered. */
  readonly later: (callback: () => void) => void;
}

export const browserSlices: SlicePorts = {
  now: () => performance.now(),
  later: (callback) => {
    setTimeout(callback);
  },
};

interface Work<T> {
  readonly steps: Steps<T>;
  readonly done: (result: T) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Works one thing through in slices, the first one at once: what is short is done when `run` returns. The promises
 * resolve when the work is done, or when it is dropped; they reject with what a step or `done` throws.
 */
export class Slices {
  readonly isBusy = signal(false);
  readonly #ports: SlicePorts;
  /** Ends the promise of what is being worked on; another function for every piece of work. */
  #drop: (() => void) | null = null;

  constructor(ports: SlicePorts = browserSlices) {
    this.#ports = ports;
  }

  /** Takes the place of what is still being worked on; that never calls `done`. */
  run<T>(steps: Steps<T>, done: (result: T) => void): Promise<void> {
    return this.#begin(steps, done, (work) => {
      this.#continue(work);
    });
  }

  /** The same for work that is known to be long: not even the first slice is done before what waits is answered. */
  runLater<T>(steps: Steps<T>, done: (result: T) => void): Promise<void> {
    return this.#begin(steps, done, (work) => {
      this.#later(work);
    });
  }

  cancel(): void {
    this.#drop?.();
    this.#drop = null;
    this.isBusy.value = false;
  }

  #begin<T>(steps: Steps<T>, done: (result: T) => void, start: (work: Work<T>) => void): Promise<void> {
    this.#drop?.();
    return new Promise((resolve, reject) => {
      this.#drop = resolve;
      start({ steps, done, resolve, reject });
    });
  }

  #continue<T>(work: Work<T>): void {
    const { now } = this.#ports;
    const deadline = now() + sliceMs;
    do {
      const { done: isDone, value } = work.steps.next();
      if (isDone) {
        this.#drop = null;
        this.isBusy.value = false;
        work.done(value);
        work.resolve();
        return;
      }
    } while (now() < deadline);
    this.#later(work);
  }

  #later<T>(work: Work<T>): void {
    this.isBusy.value = true;
    this.#ports.later(() => {
      if (work.resolve !== this.#drop) return;
      try {
        this.#continue(work);
      } catch (error) {
        work.reject(error);
      }
    });
  }
}
