import { signal } from '@preact/signals-core';
import type { RunId } from '../../../protocol/run-id.ts';
import type { MomentsRecord, Snapshot } from '../../../protocol/snapshot-messages.ts';
import { KeptCurves } from './kept-curves.ts';

/** What plots need besides the view and the loss history. */
export class PlotStore {
  /** null before the first of a run arrive. */
  readonly moments = signal<MomentsRecord | null>(null);
  readonly kept = new KeptCurves();
  #runId: RunId | null = null;

  receive({ runId, moments }: Pick<Snapshot, 'runId' | 'moments'>): void {
    if (moments !== undefined) this.moments.value = moments;
    else if (runId !== this.#runId) this.moments.value = null;
    this.#runId = runId;
  }
}
