import { dropFromFrame, paintInFrame } from './frames.ts';

/** Runs a piece of work once before the next paint, however often it was asked for. */
export class FrameTask {
  readonly #work: () => void;

  constructor(work: () => void) {
    this.#work = work;
  }

  request(): void {
    paintInFrame(this.#work);
  }

  cancel(): void {
    dropFromFrame(this.#work);
  }
}

/** Runs a piece of work once after the next paint: what it asks of the layout is worked out by then. */
export class AfterPaintTask {
  readonly #work: () => void;
  readonly #frame = new FrameTask(() => {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#work();
    });
  });
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(work: () => void) {
    this.#work = work;
  }

  request(): void {
    this.#frame.request();
  }

  cancel(): void {
    this.#frame.cancel();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
