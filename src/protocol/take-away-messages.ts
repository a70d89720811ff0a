/** What a trained network is taken away as. Types only. */
import type { TrainedModel } from '../export/trained-model.ts';
import type { WholeRunResult } from '../export/whole-run.ts';
import type { RunState } from '../training/run.ts';
import type { RunId } from './run-id.ts';

export type { TrainedModel };

/** A run of one moment, with all that makes its network usable elsewhere. */
export interface Departure {
  readonly runId: RunId;
  readonly model: TrainedModel;
  /** To go on from; of a diverged run its last finite state, which is not that of `model`. */
  readonly state: RunState;
  /** How it was trained, or why that cannot be repeated elsewhere. */
  readonly whole: WholeRunResult;
}
