import type { ExportApi } from '../protocol/export-messages.ts';
import { LoneWorker } from './lone-worker.ts';

type MakeArguments = Parameters<ExportApi['make']>;
type Made = Awaited<ReturnType<ExportApi['make']>>;

/** The one owner of the worker that writes files: it is there from the first file to `end`. */
export class ExportClient {
  readonly #writer: LoneWorker<ExportApi>;

  constructor(createWorker: () => Worker = createExportWorker) {
    this.#writer = new LoneWorker({ createWorker, lost: 'what writes it could not be loaded' });
  }

  /** Rejects with an Error where the worker fails, or is ended meanwhile. */
  make(...what: MakeArguments): Promise<Made> {
    return this.#writer.ask<Made>((remote) => remote.make(...what));
  }

  /** Ends the worker; what is being written rejects. The next file starts another one. */
  end(): void {
    this.#writer.end();
  }
}

function createExportWorker(): Worker {
  return new Worker(new URL('../../workers/export.worker.ts', import.meta.url), {
    type: 'module',
    name: 'export',
  });
}
