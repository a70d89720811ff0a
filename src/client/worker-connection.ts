import { releaseProxy, wrap, type Remote } from 'comlink';
import type { Failure, Reply, TrainingApi } from '../protocol/messages.ts';

/** A failure of the bridge itself, beside those that the service answers with. */
export interface BridgeFailure {
  readonly ok: false;
  readonly code: 'worker-ended' | 'timeout';
  readonly message: string;
}

export type CallResult<T> = { readonly ok: true; readonly value: T } | Failure | BridgeFailure;

export interface ConnectionOptions {
  readonly createWorker: () => Worker;
  /** A call that is not answered for this long counts as silence, and the worker as lost. */
  readonly timeoutMs: number;
  /** Called once, when the worker crashed or fell silent; not after `end()`. */
  readonly onLost: (reason: string) => void;
}

type Method = keyof TrainingApi;
type Answer<M extends Method> = Awaited<ReturnType<TrainingApi[M]>>;

/**
 * One worker from start to end. Every call settles: with an answer, or with data that says why there is none.
 * Comlink alone would wait for ever for a worker that crashed.
 */
export class WorkerConnection {
  readonly #options: ConnectionOptions;
  readonly #worker: Worker;
  /** The only strong reference to the proxy: Comlink ends the connection when it is collected. */
  readonly #remote: Remote<TrainingApi>;
  readonly #pending = new Set<(failure: BridgeFailure) => void>();
  readonly #listeners = new AbortController();
  #ended: BridgeFailure | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#worker = options.createWorker();
    this.#remote = wrap<TrainingApi>(this.#worker);
    const { signal } = this.#listeners;
    this.#worker.addEventListener(
      'error',
      (event) => {
        event.preventDefault();
        this.#lose(
          event.message
            ? `The training worker failed: ${event.message}`
            : 'The training worker could not be loaded.',
        );
      },
      { signal },
    );
    this.#worker.addEventListener(
      'messageerror',
      () => {
        this.#lose('A message from the training worker could not be read.');
      },
      { signal },
    );
  }

  /** Calls the service; the answer of a reply-typed method, or a bridge failure. Never rejects. */
  call<M extends Exclude<Method, 'hello'>>(
    method: M,
    ...request: Parameters<TrainingApi[M]>
  ): Promise<Answer<M> | BridgeFailure> {
    return this.#settle(() => {
      // Comlink's mapped type is too generic to see that the method fits its request.
      const remote = this.#remote[method] as unknown as (
        ...request: Parameters<TrainingApi[M]>
      ) => Promise<Answer<M>>;
      return remote(...request);
    });
  }

  /** The handshake. */
  hello(): Promise<CallResult<Answer<'hello'>>> {
    return this.#settle(async () => ({ ok: true as const, value: await this.#remote.hello() }));
  }

  #settle<T extends Reply<unknown>>(ask: () => Promise<T>): Promise<T | BridgeFailure> {
    if (this.#ended !== null) return Promise.resolve(this.#ended);
    return new Promise((resolve) => {
      const { timeoutMs } = this.#options;
      const timer = setTimeout(() => {
        this.#lose(`The training worker did not answer for ${timeoutMs / 1000} s.`, 'timeout');
      }, timeoutMs);
      const settle = (result: T | BridgeFailure): void => {
        clearTimeout(timer);
        this.#pending.delete(settle);
        resolve(result);
      };
      this.#pending.add(settle);
      ask().then(settle, (error: unknown) => {
        this.#lose(`The training worker failed: ${error instanceof Error ? error.message : String(error)}`);
      });
    });
  }

  #lose(reason: string, code: BridgeFailure['code'] = 'worker-ended'): void {
    if (this.#ended !== null) return;
    this.#finish({ ok: false, code, message: reason });
    this.#options.onLost(reason);
  }

  /** Ends the worker; pending calls settle. May be called twice. */
  end(): void {
    if (this.#ended === null)
      this.#finish({ ok: false, code: 'worker-ended', message: 'The page has closed the worker.' });
  }

  #finish(failure: BridgeFailure): void {
    this.#ended = failure;
    this.#listeners.abort();
    this.#remote[releaseProxy]();
    // At once, even if it spins: waiting for it to agree could take for ever.
    this.#worker.terminate();
    for (const settle of [...this.#pending]) settle(failure);
  }
}
