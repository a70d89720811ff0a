import { releaseProxy, wrap, type Remote } from 'comlink';
import { OpenCalls } from './open-calls.ts';

export interface LoneWorkerOptions {
  readonly createWorker: () => Worker;
  /** What is said of a worker that could not be loaded, where the browser says nothing. */
  readonly lost: string;
}

/** A worker from its start to its end. */
interface Present<Api> {
  readonly worker: Worker;
  /** The only strong reference to the proxy. */
  readonly remote: Remote<Api>;
  readonly calls: OpenCalls;
}

/** The one owner of a worker for what is done now and then: it is there from the first call to `end`. */
export class LoneWorker<Api extends object> {
  readonly #options: LoneWorkerOptions;
  #present: Present<Api> | null = null;

  constructor(options: LoneWorkerOptions) {
    this.#options = options;
  }

  /** Rejects with an Error where the worker cannot be had, fails, or is ended meanwhile. */
  async ask<Answer>(call: (remote: Remote<Api>) => Promise<Answer>): Promise<Answer> {
    const { remote, calls } = (this.#present ??= this.#start());
    return calls.unlessEnded(call(remote));
  }

  #start(): Present<Api> {
    const worker = this.#options.createWorker();
    const present: Present<Api> = { worker, remote: wrap<Api>(worker), calls: new OpenCalls() };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#finish(present, new Error(event.message || this.#options.lost));
    });
    worker.addEventListener('messageerror', () => {
      this.#finish(present, new Error('a message from its worker could not be read'));
    });
    return present;
  }

  /** Ends the worker; what it is at rejects. The next call starts another one. */
  end(): void {
    if (this.#present !== null) this.#finish(this.#present, new Error('it is no longer wanted'));
  }

  #finish(present: Present<Api>, reason: Error): void {
    if (present !== this.#present) return;
    this.#present = null;
    present.remote[releaseProxy]();
    present.worker.terminate();
    present.calls.end(reason);
  }
}
