import { Worker } from 'node:worker_threads';
import type { Hand } from '../../compare/hand.ts';
import type { Table } from '../../data/table.ts';
import type { Trial, TrialAnswer } from '../../training/trials/trial.ts';

/** What a thread begins with. */
export interface ThreadData {
  readonly table: Table | null;
}

/** What it is told: trials to train, or null to give them up. */
export interface ThreadMessage {
  readonly trials: readonly Trial[] | null;
}

/** A thread of Node's. */
export class ThreadHand implements Hand<Trial, TrialAnswer> {
  readonly #worker: Worker;
  #reason: Error | null = null;
  /** All that it was given, which it answers in this order. */
  #given: {
    readonly resolve: (answers: readonly TrialAnswer[]) => void;
    readonly reject: (reason: Error) => void;
  }[] = [];

  constructor(table: Table | null) {
    const workerData: ThreadData = { table };
    this.#worker = new Worker(new URL('./thread.js', import.meta.url), { workerData });
    this.#worker.on('message', (answers: readonly TrialAnswer[]) => this.#given.shift()?.resolve(answers));
    this.#worker.on('error', (error) => this.#finish(error));
    this.#worker.on('messageerror', (error) => this.#finish(error));
    this.#worker.on('exit', (code) => this.#finish(new Error(`a thread has ended with ${code}`)));
  }

  work(trials: readonly Trial[]): Promise<readonly TrialAnswer[]> {
    const message: ThreadMessage = { trials };
    return new Promise((resolve, reject) => {
      if (this.#reason !== null) {
        reject(this.#reason);
        return;
      }
      this.#given.push({ resolve, reject });
      this.#worker.postMessage(message);
    });
  }

  stop(): void {
    const message: ThreadMessage = { trials: null };
    this.#worker.postMessage(message);
  }

  end(): void {
    this.#finish(new Error('it is no longer wanted'));
  }

  #finish(reason: Error): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    void this.#worker.terminate();
    for (const { reject } of this.#given.splice(0)) reject(reason);
  }
}
