import { signal } from '@preact/signals-core';

/** Something that is loaded when it is first needed, and asked for again after it failed. */
export class Lazy<T> {
  readonly value = signal<T | null>(null);
  /** Why it could not be loaded; '' if nothing failed. */
  readonly failure = signal('');
  /** Attempts that failed, one after the other. */
  readonly failures = signal(0);
  readonly #load: () => Promise<T>;
  #isLoading = false;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  async open(): Promise<void> {
    if (this.value.peek() !== null || this.#isLoading) return;
    this.#isLoading = true;
    try {
      this.value.value = await this.#load();
      this.failure.value = '';
      this.failures.value = 0;
    } catch (error) {
      this.failures.value++;
      this.failure.value = error instanceof Error ? error.message : String(error);
    } finally {
      this.#isLoading = false;
    }
  }
}
