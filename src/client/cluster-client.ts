import type { ClusterApi, ClusterProgram } from '../protocol/cluster-messages.ts';
import { LoneWorker } from './lone-worker.ts';

/** The one owner of the worker that writes programs for a cluster: it is there from the first one to `end`. */
export class ClusterClient {
  readonly #writer: LoneWorker<ClusterApi>;

  constructor(createWorker: () => Worker = createClusterWorker) {
    this.#writer = new LoneWorker({ createWorker, lost: 'what writes it could not be loaded' });
  }

  /** Rejects with an Error where the worker fails, or is ended meanwhile. */
  write(...asked: Parameters<ClusterApi['write']>): Promise<ClusterProgram> {
    return this.#writer.ask<ClusterProgram>((remote) => remote.write(...asked));
  }

  /** Ends the worker; what is being written rejects. */
  end(): void {
    this.#writer.end();
  }
}

function createClusterWorker(): Worker {
  return new Worker(new URL('../../workers/cluster.worker.ts', import.meta.url), {
    type: 'module',
    name: 'cluster',
  });
}
