import type { CompareApi, TrialJob, TrialReply } from '../src/protocol/compare-messages.ts';
import { TrialDesk } from '../src/training/trials/trial-desk.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Engines } from './engines.ts';
import { TableStore, type FileLoader } from './table-store.ts';

export interface CompareServiceParts {
  readonly engines: Engines;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly loadFile: FileLoader;
}

/** A worker of the page's that trains what a comparison asks for. */
export class CompareService implements Omit<CompareApi, 'hello'> {
  readonly #tables: TableStore;
  readonly #desk: TrialDesk;

  constructor({ engines, now, nextTask, loadFile }: CompareServiceParts) {
    this.#tables = new TableStore(loadFile);
    this.#desk = new TrialDesk({
      engineOf: (name, fused) => engines.choose(name, fused).backend,
      tables: this.#tables.source,
      now,
      nextTask,
    });
  }

  /** Shapes that were compiled, over all. */
  get compiled(): number {
    return this.#desk.compiled;
  }

  work(jobs: readonly TrialJob[]): Promise<readonly TrialReply[]> {
    return this.#desk.work(
      jobs.map(({ trial, table }) => ({
        trial,
        provide: (experiment) => this.#tables.provide(experiment, table),
      })),
    );
  }

  stop(): Promise<void> {
    this.#desk.stop();
    return Promise.resolve();
  }
}
