/** Runs a piece of work once before the next paint, however often it was asked for. */
export class FrameTask {
  readonly #work: () => void;
  #handle: number | null = null;

  constructor(work: () => void) {
    this.#work = work;
  }

  request(): void {
    this.#handle ??= requestAnimationFrame(() => {
      this.#handle = null;
      this.#work();
    });
  }

  cancel(): void {
    if (this.#handle !== null) cancelAnimationFrame(this.#handle);
    this.#handle = null;
  }
}
