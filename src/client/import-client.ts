import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import type {
  ImportApi,
  Prepared,
  PrepareRequest,
  Reading,
  ReadProgress,
  ReadRequest,
  Refused,
  Taken,
} from '../protocol/import-messages.ts';

export interface ImportClientOptions {
  readonly createWorker?: () => Worker;
  /** Where the user presses keys and pointers. */
  readonly presses?: EventTarget;
  /** Does something once the page has shown what a press has changed. */
  readonly later?: (action: () => void) => void;
}

/** Whoever presses something is answered first: a press and the frame that shows what came of it take less. */
const restMs = 100;
/** Taking a worker's memory back is work too. */
const laterMs = 300;
const pressOptions = { capture: true, passive: true };
const pressTypes = ['pointerdown', 'pointerup', 'keydown'] as const;

/**
 * The one owner of the worker that reads files: it is there from the first file to `end`. Another file, or the same
 * read otherwise, ends the reading before it. No call rejects; one that was ended is answered with null.
 */
export class ImportClient {
  readonly #options: Required<ImportClientOptions>;
  #reader: Reader | null = null;

  constructor(options: ImportClientOptions = {}) {
    this.#options = {
      createWorker: createImportWorker,
      presses: globalThis.window ?? new EventTarget(),
      later: (action) => setTimeout(action, laterMs),
      ...options,
    };
  }

  /** Reads a file in a worker of its own: an old reading may be in the middle of a long step. */
  async read(request: ReadRequest, onProgress: (progress: ReadProgress) => void): Promise<Reading | null> {
    this.end();
    try {
      this.#reader = new Reader(this.#options);
    } catch (error) {
      return { ok: false, message: `Files cannot be read here: ${messageOf(error)}` };
    }
    return this.#reader.ask<Reading>((remote) => remote.read(request, proxy(onProgress)), refused);
  }

  /** What would be trained of the file that was read. */
  async prepare(request: PrepareRequest): Promise<Prepared | null> {
    const answer = await this.#reader?.ask<Prepared>(
      (remote) => remote.prepare(request),
      (message) => ({ ...refused(message), rows: 0, leftOut: 0, reasons: [] }),
    );
    return answer ?? null;
  }

  async take(request: PrepareRequest): Promise<Taken | null> {
    return (await this.#reader?.ask<Taken>((remote) => remote.take(request), refused)) ?? null;
  }

  /** Whatever is being read is let go of. */
  end(): void {
    this.#reader?.end();
    this.#reader = null;
  }
}

function refused(message: string): Refused {
  return { ok: false, message };
}

/** An answer that says why there is none. */
type Failing<T> = (message: string) => T;

/** One worker, from start to end. */
class Reader {
  readonly #options: Required<ImportClientOptions>;
  readonly #worker: Worker;
  readonly #remote: Remote<ImportApi>;
  readonly #pending = new Set<(reason: string | null) => void>();
  /** Why it ended: null where that was wanted; undefined as long as it lives. */
  #ended: string | null | undefined;

  constructor(options: Required<ImportClientOptions>) {
    this.#options = options;
    const worker = options.createWorker();
    this.#worker = worker;
    this.#remote = wrap<ImportApi>(worker);
    for (const type of pressTypes) options.presses.addEventListener(type, this.#onPress, pressOptions);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#finish(lostMessage(event.message || 'its reader could not be loaded'));
    });
  }

  ask<T>(call: (remote: Remote<ImportApi>) => Promise<T>, failing: Failing<T>): Promise<T | null> {
    const answerOf = (reason: string | null): T | null => (reason === null ? null : failing(reason));
    if (this.#ended !== undefined) return Promise.resolve(answerOf(this.#ended));
    return new Promise((resolve) => {
      const end = (reason: string | null): void => {
        resolve(answerOf(reason));
      };
      this.#pending.add(end);
      call(this.#remote)
        .then(resolve, (error: unknown) => {
          end(lostMessage(messageOf(error)));
        })
        .finally(() => this.#pending.delete(end));
    });
  }

  end(): void {
    this.#finish(null);
  }

  readonly #onPress = (event: Event): void => {
    // A key that is held down would hold up the reading as long.
    if (!('repeat' in event && event.repeat === true)) void this.#remote.rest(restMs);
  };

  #finish(reason: string | null): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    const { presses, later } = this.#options;
    for (const type of pressTypes) presses.removeEventListener(type, this.#onPress, pressOptions);
    void this.#remote.rest(2 * laterMs);
    this.#remote[releaseProxy]();
    later(() => {
      this.#worker.terminate();
    });
    for (const end of [...this.#pending]) end(reason);
  }
}

function lostMessage(reason: string): string {
  return `The file could not be read: ${reason.replace(/[.!]?$/, '.')} Open it again; nothing else has changed.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function createImportWorker(): Worker {
  return new Worker(new URL('../../workers/import.worker.ts', import.meta.url), {
    type: 'module',
    name: 'import',
  });
}
