import type { SampleStep } from '../src/protocol/snapshot-messages.ts';
import { currentBatch } from '../src/training/batches.ts';
import type { Run } from '../src/training/run.ts';

/** Goes through the batches of a run sample by sample: each is seen, and the weights move with the last one of a batch. */
export class SampleSteps {
  /** The one that is seen; null where the training goes on otherwise. */
  shown: SampleStep | null = null;
  /** How far training stood when that was said. */
  #at = -1;

  /** Sees the next sample of the batch that is open or comes next; true where there is something to train now. */
  see(run: Run): boolean {
    // The rows that such an epoch began with are not shown any more.
    if (run.epochSamples !== run.train) return true;
    const batch = currentBatch(run);
    const seen = this.#at === run.progress ? (this.shown?.pending ?? 0) : 0;
    const isLast = seen + 1 >= batch.length;
    this.#at = run.progress;
    this.shown = { index: batch[seen], pending: isLast ? 0 : seen + 1, batchSize: batch.length };
    return isLast;
  }
}
