import type { Failure } from '../src/protocol/reply.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import type { Run } from '../src/training/run.ts';
import { failure } from './replies.ts';
import type { RunKeeper } from './run-keeper.ts';

export interface NamedRun {
  readonly run: Run;
  readonly runId: RunId;
}

/** Finds the run that a request means, or says why there is none: the one place where names are looked up. */
export class NamedRuns {
  readonly #keeper: Pick<RunKeeper, 'current' | 'runId'>;
  readonly #nextTask: () => Promise<void>;

  constructor(keeper: Pick<RunKeeper, 'current' | 'runId'>, nextTask: () => Promise<void>) {
    this.#keeper = keeper;
    this.#nextTask = nextTask;
  }

  /** As it is now; it may still have to be prepared. */
  find(name: RunId | null): ({ readonly ok: true } & NamedRun) | Failure {
    const { current: run, runId } = this.#keeper;
    if (run === null) return failure('not-configured', 'No experiment has been set up yet.');
    if (name !== null && name !== runId) return superseded;
    return { ok: true, run, runId };
  }

  /**
   * Uses the run once it can train, in the very moment in which it is found: later it may have been replaced. Without a
   * name, the one that is present by then.
   */
  async withReady<T>(name: RunId | null, use: (found: NamedRun) => T): Promise<Awaited<T> | Failure> {
    for (;;) {
      const found = this.find(name);
      if (!found.ok) return found;
      if (found.run.isReady) return await use(found);
      await this.#nextTask();
    }
  }
}

const superseded = failure(
  'superseded',
  'The network that this was about is gone: another one has taken its place meanwhile.',
);
