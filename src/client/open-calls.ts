/**
 * Calls to a worker that may end before it answers. A race of every answer against one promise of the end would say the
 * same; but for as long as a promise is open it keeps all races that it is in, each with the answer that came of it.
 */
export class OpenCalls {
  readonly #rejects = new Set<(reason: Error) => void>();
  #reason: Error | null = null;

  /** Why nothing is answered any more; null while it is. */
  get reason(): Error | null {
    return this.#reason;
  }

  /** The answer. Rejects as the call does, or with the reason where the end comes first, or has come. */
  unlessEnded<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#reason === null) this.#rejects.add(reject);
      else reject(this.#reason);
      answer.then(resolve, reject).finally(() => this.#rejects.delete(reject));
    });
  }

  /** The open calls reject, and so do all that come. Only the first reason counts. */
  end(reason: Error): void {
    this.#reason ??= reason;
    for (const reject of this.#rejects) reject(this.#reason);
    this.#rejects.clear();
  }
}
