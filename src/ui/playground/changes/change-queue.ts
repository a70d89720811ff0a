import type { CallResult } from '../../../client/worker-connection.ts';
import type { Configured, ConfigureRequest } from '../../../protocol/messages.ts';

/** A change on its way to the worker. */
export interface Change {
  /** Made when its turn has come: what undo brings back depends on the changes before it. */
  readonly request: () => ConfigureRequest | null;
  readonly key: string;
  /** Undo and redo: each of several that wait counts. */
  readonly isStep?: boolean;
}

export interface ChangeQueueOptions {
  readonly configure: (request: ConfigureRequest, key: string) => Promise<CallResult<Configured>>;
  readonly onConfigured: (configured: Configured, key: string, request: ConfigureRequest) => void;
  readonly onRefused: (message: string, request: ConfigureRequest) => void;
}

/**
 * Sends one change at a time. Of those that wait only the latest counts: it holds all settings. What undo takes back is
 * the change before it, though, which is made first.
 */
export class ChangeQueue {
  readonly #options: ChangeQueueOptions;
  #waiting: readonly Change[] = [];
  /** A change that no worker has taken in, because it was lost meanwhile. */
  #unsent: Change | null = null;
  /** What was sent again to a new worker. */
  readonly #sentAgain = new WeakSet<ConfigureRequest>();
  #isSending = false;
  #sent = Promise.resolve();

  constructor(options: ChangeQueueOptions) {
    this.#options = options;
  }

  /** Resolves when this change was answered, or a later one that took its place. */
  send(change: Change): Promise<void> {
    this.#waiting = change.isStep === true ? [...this.#waiting, change] : [change];
    this.#unsent = null;
    if (!this.#isSending) this.#sent = this.#sendWaiting();
    return this.#sent;
  }

  /** Whether another change will be sent when the present one is answered. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** There is a new worker, which knows nothing of what the lost one did not take in. */
  sendAgain(): void {
    const change = this.#unsent;
    if (change === null) return;
    const request = change.request();
    if (request === null) return;
    this.#sentAgain.add(request);
    void this.send({ ...change, request: () => request });
  }

  async #sendWaiting(): Promise<void> {
    this.#isSending = true;
    for (let [next, ...rest] = this.#waiting; this.hasWaiting; [next, ...rest] = this.#waiting) {
      const { request: make, key } = next;
      this.#waiting = rest;
      const request = make();
      if (request === null) continue;
      const reply = await this.#options.configure(request, key);
      if (reply.ok) this.#options.onConfigured(reply.value, key, request);
      else if (isLost(reply) && !this.#sentAgain.has(request)) this.#unsent = { key, request: () => request };
      else if (isLost(reply)) this.#options.onRefused(endsWorkers(reply.message), request);
      else this.#options.onRefused(reply.message, request);
    }
    this.#isSending = false;
  }
}

/** What was asked about is not there any more, and neither is whoever waits for an answer: nothing to report. */
export function isOutdated(failure: { readonly code: string }): boolean {
  return failure.code === 'superseded' || isLost(failure);
}

/** Whatever it is: a third worker would fare no better. */
function endsWorkers(reason: string): string {
  return `The change was given up, as the training worker did not survive it twice. ${reason}`;
}

/** The worker was lost before it answered: the client says so itself, and starts another one. */
export function isLost({ code }: { readonly code: string }): boolean {
  return code === 'worker-ended' || code === 'timeout';
}
