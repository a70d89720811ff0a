import { releaseProxy, wrap, type Remote } from 'comlink';

export interface LoneWorkerOptions {
  readonly createWorker: () => Worker;
  /** What is said of a worker that could not be loaded, where the browser says nothing. */
  readonly lost: string;
}

/** The one owner of a worker for what is done now and then: it is there from the first call to `end`. */
export class LoneWorker<Api extends object> {
  readonly #options: LoneWorkerOptions;
  #worker: Worker | null = null;
  /** The only strong reference to the proxy. */
  #remote: Remote<Api> | null = null;
  readonly #pending = new Set<(reason: Error) => void>();

  constructor(options: LoneWorkerOptions) {
    this.#options = options;
  }

  /** Rejects with an Error where the worker cannot be had, fails, or is ended meanwhile. */
  ask<Answer>(call: (remote: Remote<Api>) => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const remote = this.#started();
      this.#pending.add(reject);
      call(remote)
        .then(resolve, reject)
        .finally(() => this.#pending.delete(reject));
    });
  }

  #started(): Remote<Api> {
    if (this.#remote !== null) return this.#remote;
    const worker = this.#options.createWorker();
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#finish(worker, new Error(event.message || this.#options.lost));
    });
    worker.addEventListener('messageerror', () => {
      this.#finish(worker, new Error('a message from its worker could not be read'));
    });
    this.#worker = worker;
    this.#remote = wrap<Api>(worker);
    return this.#remote;
  }

  /** Ends the worker; what it is at rejects. The next call starts another one. */
  end(): void {
    if (this.#worker !== null) this.#finish(this.#worker, new Error('it is no longer wanted'));
  }

  #finish(worker: Worker, reason: Error): void {
    if (worker !== this.#worker) return;
    this.#remote?.[releaseProxy]();
    worker.terminate();
    [this.#worker, this.#remote] = [null, null];
    for (const reject of [...this.#pending]) reject(reason);
  }
}
