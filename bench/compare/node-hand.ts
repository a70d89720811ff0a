import { Worker } from 'node:worker_threads';
import type { Hand } from '../../src/compare/hand.ts';
import type { TrialJob, TrialReply } from '../../src/protocol/compare-messages.ts';

/** A thread of Node's as a pool has it. */
export class NodeHand implements Hand<TrialJob, TrialReply> {
  readonly #worker: Worker;

  /** All that it was given, which it answers in this order. */
  readonly #given: {
    readonly resolve: (replies: readonly TrialReply[]) => void;
    readonly reject: (error: Error) => void;
  }[] = [];

  /** `script` is `compare-worker.js`, beside the benchmark that hires it. */
  constructor(script: URL) {
    this.#worker = new Worker(script);
    this.#worker.on('message', (replies: readonly TrialReply[]) => this.#given.shift()?.resolve(replies));
    const onEnd = (code: unknown): void => {
      const error = code instanceof Error ? code : new Error(`the thread has ended (${String(code)})`);
      for (const { reject } of this.#given.splice(0)) reject(error);
    };
    this.#worker.on('error', onEnd);
    this.#worker.on('exit', onEnd);
  }

  work(jobs: readonly TrialJob[]): Promise<readonly TrialReply[]> {
    return new Promise((resolve, reject) => {
      this.#given.push({ resolve, reject });
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
