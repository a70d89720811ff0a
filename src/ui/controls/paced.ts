import { effect, signal, type ReadonlySignal } from '@preact/signals-core';

export interface PaceOptions {
  /** Least time between two values; 0 passes everything on at once. Asked at every change. */
  readonly intervalMs: () => number;
  /** Read inside an effect: while true, everything passes at once. */
  readonly urgent: () => boolean;
}

/** Follows a signal more slowly, and always arrives at its last value. */
export class Paced<T> {
  readonly #source: ReadonlySignal<T>;
  readonly #options: PaceOptions;
  readonly #shown;
  #shownAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #release: (() => void) | null = null;

  constructor(source: ReadonlySignal<T>, options: PaceOptions) {
    this.#source = source;
    this.#options = options;
    this.#shown = signal(source.peek());
  }

  get value(): T {
    return this.#shown.value;
  }

  connect(): void {
    this.#release = effect(() => {
      const next = this.#source.value;
      const urgent = this.#options.urgent() || next === null;
      const wait = this.#shownAt + this.#options.intervalMs() - performance.now();
      if (urgent || wait <= 0) this.#show();
      else
        this.#timer ??= setTimeout(() => {
          this.#show();
        }, wait);
    });
  }

  disconnect(): void {
    this.#release?.();
    this.#release = null;
    this.#stopTimer();
  }

  #show(): void {
    this.#stopTimer();
    this.#shownAt = performance.now();
    this.#shown.value = this.#source.peek();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
