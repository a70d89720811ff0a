import { releaseProxy, wrap, type Remote } from 'comlink';
import type { Checkpoint } from '../protocol/messages.ts';
import type { Reply } from '../protocol/reply.ts';
import type { ReplayApi, ReplayRequest } from '../protocol/replay-messages.ts';
import { OpenCalls } from './open-calls.ts';

/** A worker that trains one course again. It is there until `end`. */
export class ReplayClient {
  readonly #worker: Worker;
  readonly #remote: Remote<ReplayApi>;
  readonly #calls = new OpenCalls();

  constructor(createWorker: () => Worker = createReplayWorker) {
    this.#worker = createWorker();
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#calls.end(new Error(event.message || 'what trains it could not be loaded'));
    });
    this.#remote = wrap<ReplayApi>(this.#worker);
  }

  /** Rejects with an Error where the worker fails, or is ended meanwhile. */
  replay(request: ReplayRequest): Promise<Reply<Checkpoint>> {
    return this.#calls.unlessEnded<Reply<Checkpoint>>(this.#remote.replay(request));
  }

  /** How far it has come, in epochs. Rejects as above. */
  progress(): Promise<number> {
    return this.#calls.unlessEnded(this.#remote.progress());
  }

  /** At once, even if it spins. */
  end(): void {
    this.#calls.end(new Error('it is no longer wanted'));
    this.#remote[releaseProxy]();
    this.#worker.terminate();
  }
}

function createReplayWorker(): Worker {
  return new Worker(new URL('../../workers/replay.worker.ts', import.meta.url), {
    type: 'module',
    name: 'replay',
  });
}
