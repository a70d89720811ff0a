import type { ModelApi, OpenedModel } from '../protocol/model-messages.ts';
import { LoneWorker } from './lone-worker.ts';

/**
 * The one owner of the worker that reads models: it is there while one is read. Another one ends the reading before it.
 * No call rejects; one that was ended is answered with null.
 */
export class ModelClient {
  readonly #reader: LoneWorker<ModelApi>;
  /** Grows with every reading that begins or is ended. */
  #turn = 0;

  constructor(createWorker: () => Worker = createModelWorker) {
    this.#reader = new LoneWorker({ createWorker, lost: 'its reader could not be loaded' });
  }

  async read(source: File | string): Promise<OpenedModel | null> {
    this.end();
    const turn = this.#turn;
    const opened = await this.#reader
      .ask<OpenedModel>((remote) => remote.read(source))
      .catch((error: unknown): OpenedModel => {
        const reason = error instanceof Error ? error.message : String(error);
        return {
          ok: false,
          message: `It could not be read: ${reason.replace(/[.!]?$/, '.')} Open it again; nothing has changed.`,
        };
      });
    if (turn !== this.#turn) return null;
    this.end();
    return opened;
  }

  /** Whatever is being read is let go of. */
  end(): void {
    this.#turn++;
    this.#reader.end();
  }
}

function createModelWorker(): Worker {
  return new Worker(new URL('../../workers/model.worker.ts', import.meta.url), {
    type: 'module',
    name: 'model',
  });
}
