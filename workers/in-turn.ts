/** Does one thing after another, in the order in which they were asked for, also after one that failed. */
export class InTurn {
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Whether anything is not done yet. */
  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  add<T>(action: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const done = this.#last.then(action).finally(() => {
      this.#waiting--;
    });
    // Whoever asked for it is told of a failure, not whoever comes next.
    this.#last = done.catch(() => undefined);
    return done;
  }
}
