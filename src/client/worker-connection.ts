import { releaseProxy, wrap, type Remote } from 'comlink';
import type { TrainingApi } from '../protocol/messages.ts';
import type { Failure } from '../protocol/reply.ts';

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
  /** Where locks are told of; without them, an end in silence is noticed only as silence. */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
  /** Called once, when the worker crashed or fell silent; not after `end()`. */
  readonly onLost: (reason: string) => void;
}

type Method = keyof TrainingApi;

/** A busy page is not that late. */
const lateMs = 1000;
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
    this.#worker = createOrSay(options.createWorker);
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
  async hello(): Promise<CallResult<Answer<'hello'>>> {
    const reply = await this.#settle(async () => ({ ok: true as const, value: await this.#remote.hello() }));
    if (reply.ok && reply.value.lifeLock !== undefined) this.#watchFor(reply.value.lifeLock);
    return reply;
  }

  /** Asks for a sign of life, unless other calls wait for one already. */
  ping(): void {
    if (this.#pending.size > 0) return;
    // Whatever comes back proves it.
    const answer = (): { ok: true } => ({ ok: true });
    void this.#settle(() => this.#remote.ping().then(answer, answer));
  }

  /** The lock is the page's when the worker has let it go, and that is when it has ended. */
  #watchFor(lifeLock: string): void {
    const { signal } = this.#listeners;
    this.#options.locks
      ?.request(lifeLock, { signal }, () => {
        this.#lose('The training worker has ended.');
      })
      // Given up together with the worker.
      .catch(() => undefined);
  }

  #settle<T extends { readonly ok: boolean }>(ask: () => Promise<T>): Promise<T | BridgeFailure> {
    if (this.#ended !== null) return Promise.resolve(this.#ended);
    return new Promise((resolve) => {
      const { timeoutMs } = this.#options;
      const timeUp = (): void => {
        this.#lose(`The training worker did not answer for ${timeoutMs / 1000} s.`, 'timeout');
      };
      const startedMs = performance.now();
      let timer = setTimeout(() => {
        // A timer that is late slept, like the page or the computer, and the answer may be here as well.
        if (performance.now() - startedMs > timeoutMs + lateMs) timer = setTimeout(timeUp, timeoutMs);
        else timeUp();
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

/** A sandboxed frame or a strict policy forbids workers, in the browser's words. */
function createOrSay(createWorker: () => Worker): Worker {
  try {
    return createWorker();
  } catch (error) {
    throw new Error(
      `This browser does not let the page start the training worker here: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
