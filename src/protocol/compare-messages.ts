import type { PackedTable } from './import-messages.ts';
import type { Trial, TrialAnswer } from '../training/trials/trial.ts';

export type { Trial, TrialCurve, TrialFigures, TrialResult, TrialTarget } from '../training/trials/trial.ts';

export type TrialReply = TrialAnswer;

export interface TrialJob {
  readonly trial: Trial;
  /** The user's own table, where the trial is about one. */
  readonly table: PackedTable | null;
}

/** A worker of the pool as the page calls it. */
export interface CompareApi {
  /** What the worker holds for as long as it lives, to know of its end by; undefined where there are no locks. */
  hello(): Promise<string | undefined>;
  /** In their order, one after the other; after `stop`, only those that were finished. */
  work(jobs: readonly TrialJob[]): Promise<readonly TrialReply[]>;
  /** Ends `work`. */
  stop(): Promise<void>;
}
