import { Worker } from 'node:worker_threads';
import type { Hand } from '../../src/compare/hand.ts';
import type { TrialJob, TrialReply } from '../../src/protocol/compare-messages.ts';

/** A thread of Node's as a pool has it. */
export class NodeHand implements Hand<TrialJob, TrialReply> {
  readonly #worker: Worker;

  constructor() {
    this.#worker = new Worker(new URL('./compare-worker.js', import.meta.url));
  }

  work(jobs: readonly TrialJob[]): Promise<readonly TrialReply[]> {
    return new Promise((resolve, reject) => {
      const onEnd = (code: unknown): void => {
        reject(code instanceof Error ? code : new Error(`the thread has ended (${String(code)})`));
      };
      this.#worker.once('error', onEnd);
      this.#worker.once('exit', onEnd);
      this.#worker.once('message', (replies: readonly TrialReply[]) => {
        this.#worker.off('error', onEnd);
        this.#worker.off('exit', onEnd);
        resolve(replies);
      });
      this.#worker.postMessage({ jobs });
    });
  }

  stop(): void {
    this.#worker.postMessage({ jobs: null });
  }

  end(): void {
    void this.#worker.terminate();
  }
}
