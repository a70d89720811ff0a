import { signal } from '@preact/signals-core';

/** Something that is loaded when it is first needed, and asked for again after it failed. */
export class Lazy<T> {
  readonly value = signal<T | null>(null);
  /** Why it could not be loaded; '' if nothing failed. */
  readonly failure = signal('');
  /** Attempts that failed, one after the other. */
  readonly failures = signal(0);
  readonly #load: () => Promise<T>;
  #attempt: Promise<void> | null = null;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Resolves once it is there, or the attempt under way has failed. */
  async open(): Promise<void> {
    if (this.value.peek() !== null) return;
    this.#attempt ??= this.#try().finally(() => {
      this.#attempt = null;
    });
    await this.#attempt;
  }

  async #try(): Promise<void> {
    try {
      this.value.value = await this.#load();
      this.failure.value = '';
      this.failures.value = 0;
    } catch (error) {
      this.failures.value++;
      this.failure.value = error instanceof Error ? error.message : String(error);
    }
  }
}
