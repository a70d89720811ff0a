/** So long one waits for what there is to see of a training, however slow it is. */
const patienceMs = 250;

/** Lets whoever has asked for a training wait for the first view of it. */
export class FirstSight {
  readonly #sleep: (ms: number) => Promise<void>;
  #end: () => void = () => undefined;

  constructor(sleep: (ms: number) => Promise<void>) {
    this.#sleep = sleep;
  }

  /** There is a view. */
  see(): void {
    this.#end();
  }

  /** A training is asked for now; whoever waits for the one before it waits no longer. */
  expect(): { readonly wait: () => Promise<void> } {
    this.#end();
    const seen = new Promise<void>((resolve) => (this.#end = resolve));
    return { wait: () => Promise.race([seen, this.#sleep(patienceMs)]) };
  }
}
