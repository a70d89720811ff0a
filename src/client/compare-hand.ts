import { releaseProxy, wrap, type Remote } from 'comlink';
import type { Hand } from '../compare/hand.ts';
import type { CompareApi, TrialJob, TrialReply } from '../protocol/compare-messages.ts';
import { OpenCalls } from './open-calls.ts';

export interface CompareHandOptions {
  readonly createWorker?: () => Worker;
  /** Where locks are told of; without them, an end in silence is noticed only as silence. */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
  /** A worker that says nothing for so long, though it was asked for a sign of life, is lost. */
  readonly silenceMs?: number;
}

/** A worker of the browser's. It starts with the first work. */
export class CompareHand implements Hand<TrialJob, TrialReply> {
  readonly #worker: Worker;
  /** The only strong reference to the proxy: Comlink ends the connection when it is collected. */
  readonly #remote: Remote<CompareApi>;
  readonly #silenceMs: number;
  readonly #listeners = new AbortController();
  readonly #calls = new OpenCalls();

  constructor({ createWorker = createCompareWorker, locks, silenceMs = 15_000 }: CompareHandOptions = {}) {
    this.#silenceMs = silenceMs;
    this.#worker = createWorker();
    this.#remote = wrap<CompareApi>(this.#worker);
    const { signal } = this.#listeners;
    this.#worker.addEventListener(
      'error',
      (event) => {
        event.preventDefault();
        this.#finish(
          event.message
            ? `a worker failed: ${event.message}`
            : 'the script of the workers could not be loaded',
        );
      },
      { signal },
    );
    this.#worker.addEventListener(
      'messageerror',
      () => {
        this.#finish('an answer of a worker could not be read');
      },
      { signal },
    );
    void this.#watch(locks);
  }

  /** The lock is the page's when the worker has let it go, and that is when it has ended. */
  async #watch(locks: CompareHandOptions['locks']): Promise<void> {
    try {
      const name = await this.#calls.unlessEnded(this.#remote.hello());
      if (name === undefined) return;
      await locks?.request(name, { signal: this.#listeners.signal }, () => {
        this.#finish('a worker has ended without a word');
      });
    } catch {
      // Given up together with the worker, or told of otherwise.
    }
  }

  async work(jobs: readonly TrialJob[]): Promise<readonly TrialReply[]> {
    if (this.#calls.reason !== null) throw this.#calls.reason;
    const listening = setInterval(() => void this.#askForLife(), this.#silenceMs);
    try {
      // Whoever fails an expected way says so as data: this is a fault of the worker's.
      return await this.#calls.unlessEnded(this.#remote.work(jobs));
    } finally {
      clearInterval(listening);
    }
  }

  /** A worker that is at a long training still lets messages in. */
  async #askForLife(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<'silent'>((resolve) => {
      timer = setTimeout(() => resolve('silent'), this.#silenceMs / 2);
    });
    const life = this.#calls.unlessEnded(this.#remote.hello());
    const heard = await Promise.race([life, silence]).catch(() => undefined);
    clearTimeout(timer);
    if (heard === 'silent') this.#finish(`a worker did not answer for ${this.#silenceMs / 1000} s`);
  }

  stop(): void {
    if (this.#calls.reason === null) void this.#remote.stop();
  }

  end(): void {
    this.#finish('it is no longer wanted');
  }

  #finish(reason: string): void {
    if (this.#calls.reason !== null) return;
    this.#listeners.abort();
    this.#remote[releaseProxy]();
    // At once, even if it spins: waiting for it to agree could take for ever.
    this.#worker.terminate();
    this.#calls.end(new Error(reason));
  }
}

function createCompareWorker(): Worker {
  return new Worker(new URL('../../workers/compare.worker.ts', import.meta.url), {
    type: 'module',
    name: 'compare',
  });
}
