import { setImmediate } from 'node:timers';
import type { Backend } from '../../backends/executor.ts';
import type { Table } from '../../data/table.ts';
import { engineNamed } from '../../training/engine.ts';
import { TrialDesk } from '../../training/trials/trial-desk.ts';
import type { Trial, TrialAnswer } from '../../training/trials/trial.ts';
import { tablesWith } from '../tables.ts';

/** What threads train by, and the tests without any. */
export class ThreadDesk {
  readonly #desk: TrialDesk;

  /** `table` is the user's own; null where the data follow from the settings. */
  constructor(table: Table | null) {
    const backends = new Map<string, Backend>();
    this.#desk = new TrialDesk({
      engineOf: (name, fused) => {
        const key = `${name} ${fused}`;
        const backend = backends.get(key) ?? engineNamed(name, fused).backend;
        backends.set(key, backend);
        return backend;
      },
      tables: tablesWith(table),
      now: () => performance.now(),
      nextTask: () => new Promise((resolve) => void setImmediate(resolve)),
    });
  }

  /** In their order; after `stop`, only those that were finished. */
  work(trials: readonly Trial[]): Promise<readonly TrialAnswer[]> {
    const provide = (): Promise<null> => Promise.resolve(null);
    return this.#desk.work(trials.map((trial) => ({ trial, provide })));
  }

  stop(): void {
    this.#desk.stop();
  }
}
