import { releaseProxy, wrap, type Remote } from 'comlink';
import { layeredLayout } from '../layout/layered-layout.ts';
import type { LayoutApi, LayoutRequest, LayoutResult } from '../protocol/layout.ts';
import { OpenCalls } from './open-calls.ts';

export interface LayoutClientOptions {
  readonly createWorker?: () => Worker;
  /** Every layout must end within this time; loading Graphviz within `loadLimitMs` of it. */
  readonly timeoutMs?: number;
  /** How long a layout that nobody waits for any more may hold up the next one. */
  readonly patienceMs?: number;
  /** Called with a sentence for the user when Graphviz fails; once, until it works again. */
  readonly onProblem?: (message: string) => void;
}

interface Job {
  readonly request: LayoutRequest;
  readonly settle: (result: LayoutResult | null) => void;
}

/** A worker that never answers is not waited for longer. */
const loadLimitMs = 9000;

/** After so many failures in a row, another worker would fail too. */
const mostFailures = 3;

/**
 * The one owner of the layout worker, which starts with the first layout. The newest request wins; where Graphviz
 * fails, the plain layout stands in for it. No request rejects or stays pending.
 */
export class LayoutClient {
  readonly #options: Required<LayoutClientOptions>;
  #worker: LayoutWorker | null = null;
  #running: Job | null = null;
  #next: Job | null = null;
  #patience: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  #isDisposed = false;

  constructor(options: LayoutClientOptions = {}) {
    this.#options = {
      createWorker: createLayoutWorker,
      timeoutMs: 20_000,
      patienceMs: 1000,
      onProblem: () => undefined,
      ...options,
    };
  }

  /** Places boxes and edges; null where a newer request took this one's place, or after `dispose`. */
  layout(request: LayoutRequest): Promise<LayoutResult | null> {
    if (this.#isDisposed) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#next?.settle(null);
      this.#next = { request, settle: resolve };
      if (this.#running === null) this.#startNext();
      else this.#patience ??= setTimeout(() => this.#giveUp(), this.#options.patienceMs);
    });
  }

  #startNext(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
    this.#running = this.#next;
    this.#next = null;
    if (this.#running !== null) void this.#run(this.#running);
  }

  async #run(job: Job): Promise<void> {
    const result = await this.#place(job.request);
    if (job !== this.#running) return;
    job.settle(this.#next === null ? result : null);
    this.#startNext();
  }

  async #place(request: LayoutRequest): Promise<LayoutResult | null> {
    if (this.#failures >= mostFailures) return layeredLayout(request);
    const { createWorker, timeoutMs, onProblem } = this.#options;
    let worker: LayoutWorker | null = null;
    try {
      worker = this.#worker ??= new LayoutWorker(createWorker, timeoutMs);
      const result = await worker.layout(request);
      this.#failures = 0;
      return result;
    } catch (error) {
      // Given up on purpose: what comes next has started already.
      if (worker !== this.#worker) return null;
      worker?.end();
      this.#worker = null;
      if (++this.#failures === 1) {
        const reason = error instanceof Error ? error.message : String(error);
        onProblem(
          `${/[.!?]$/.test(reason) ? reason : `${reason}.`} The graph is drawn in plain columns instead.`,
        );
      }
      return layeredLayout(request);
    }
  }

  /** Ends a layout that is out of date, unless the time goes into loading, which would only begin anew. */
  #giveUp(): void {
    this.#patience = null;
    if (this.#worker?.isReady === false) return;
    const job = this.#running;
    const worker = this.#worker;
    this.#worker = null;
    worker?.end();
    job?.settle(null);
    this.#startNext();
  }

  /** Ends the worker; pending requests settle. */
  dispose(): void {
    this.#isDisposed = true;
    this.#next?.settle(null);
    this.#next = null;
    this.#giveUp();
    this.#worker?.end();
    this.#worker = null;
    this.#running?.settle(null);
    this.#running = null;
  }
}

/** One worker from start to end; every call settles. */
class LayoutWorker {
  readonly #worker: Worker;
  readonly #remote: Remote<LayoutApi>;
  readonly #timeoutMs: number;
  readonly #listeners = new AbortController();
  readonly #ready: Promise<unknown>;
  readonly #calls = new OpenCalls();
  isReady = false;

  constructor(createWorker: () => Worker, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#worker = createWorker();
    this.#remote = wrap<LayoutApi>(this.#worker);
    const { signal } = this.#listeners;
    this.#worker.addEventListener(
      'error',
      (event) => {
        event.preventDefault();
        const reason = event.message ? `failed: ${event.message}.` : 'could not be loaded.';
        this.#calls.end(new Error(`Graphviz, which draws the graph, ${reason}`));
      },
      { signal },
    );
    this.#worker.addEventListener(
      'messageerror',
      () => this.#calls.end(new Error('An answer of Graphviz could not be read.')),
      { signal },
    );
    this.#ready = this.#inTime('load', this.#remote.prepare(), Math.min(timeoutMs, loadLimitMs));
    this.#ready.then(
      () => {
        this.isReady = true;
      },
      () => undefined,
    );
  }

  /** Rejects with an Error for the user if Graphviz fails, the worker is lost or the time is over. */
  async layout(request: LayoutRequest): Promise<LayoutResult> {
    await this.#ready;
    return this.#inTime('place the graph', this.#remote.layout(request));
  }

  async #inTime<T>(what: string, answer: Promise<T>, limitMs = this.#timeoutMs): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`Graphviz did not ${what} within ${limitMs / 1000} s.`)),
        limitMs,
      );
    });
    try {
      return await Promise.race([this.#calls.unlessEnded(answer), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.#calls.end(new Error('The layout was given up.'));
    this.#listeners.abort();
    this.#remote[releaseProxy]();
    this.#worker.terminate();
  }
}

function createLayoutWorker(): Worker {
  return new Worker(new URL('../../workers/layout.worker.ts', import.meta.url), {
    type: 'module',
    name: 'layout',
  });
}
