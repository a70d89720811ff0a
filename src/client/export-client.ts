import { releaseProxy, wrap, type Remote } from 'comlink';
import type { ExportApi } from '../protocol/export-messages.ts';

type MakeArguments = Parameters<ExportApi['make']>;
type Made = Awaited<ReturnType<ExportApi['make']>>;

/** The one owner of the worker that writes files: it is there from the first file to `end`. */
export class ExportClient {
  readonly #createWorker: () => Worker;
  #worker: Worker | null = null;
  #remote: Remote<ExportApi> | null = null;
  readonly #pending = new Set<(reason: Error) => void>();

  constructor(createWorker: () => Worker = createExportWorker) {
    this.#createWorker = createWorker;
  }

  /** Rejects with an Error where the worker fails, or is ended meanwhile. */
  make(...what: MakeArguments): Promise<Made> {
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      this.#started()
        .make(...what)
        .then(resolve, reject)
        .finally(() => this.#pending.delete(reject));
    });
  }

  #started(): Remote<ExportApi> {
    if (this.#remote !== null) return this.#remote;
    const worker = this.#createWorker();
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#finish(worker, new Error(event.message || 'what writes it could not be loaded'));
    });
    this.#worker = worker;
    this.#remote = wrap<ExportApi>(worker);
    return this.#remote;
  }

  /** Ends the worker; what is being written rejects. The next file starts another one. */
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

function createExportWorker(): Worker {
  return new Worker(new URL('../../workers/export.worker.ts', import.meta.url), {
    type: 'module',
    name: 'export',
  });
}
