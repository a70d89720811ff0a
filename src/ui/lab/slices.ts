import { signal } from '@preact/signals-core';
import type { Steps } from '../../autograd/steps.ts';

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

/** Works one thing through in slices, the first one at once: what is short is done when `run` returns. */
export class Slices {
  readonly isBusy = signal(false);
  readonly #ports: SlicePorts;
  #turn = 0;

  constructor(ports: SlicePorts = browserSlices) {
    this.#ports = ports;
  }

  /** Takes the place of what is still being worked on; that never calls `done`. */
  run<T>(steps: Steps<T>, done: (result: T) => void): void {
    this.#continue(steps, done, ++this.#turn);
  }

  /** The same for work that is known to be long: not even the first slice is done before what waits is answered. */
  runLater<T>(steps: Steps<T>, done: (result: T) => void): void {
    this.#later(steps, done, ++this.#turn);
  }

  cancel(): void {
    this.#turn++;
    this.isBusy.value = false;
  }

  #continue<T>(steps: Steps<T>, done: (result: T) => void, turn: number): void {
    if (turn !== this.#turn) return;
    const { now } = this.#ports;
    const deadline = now() + sliceMs;
    do {
      const { done: isDone, value } = steps.next();
      if (isDone) {
        this.isBusy.value = false;
        done(value);
        return;
      }
    } while (now() < deadline);
    this.#later(steps, done, turn);
  }

  #later<T>(steps: Steps<T>, done: (result: T) => void, turn: number): void {
    this.isBusy.value = true;
    this.#ports.later(() => {
      this.#continue(steps, done, turn);
    });
  }
}
