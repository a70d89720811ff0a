/** Someone who does jobs: a worker of the browser's, or a thread of Node's. Whoever hires it ends it. */
export interface Hand<Job, Result> {
  /**
   * Does the jobs and gives their results in the same order; of those that `stop` has cut off, none. Rejects where it
   * has died, with an Error that says so: whatever it was at is then done again by another hand.
   */
  work(jobs: readonly Job[]): Promise<readonly Result[]>;
  /** Gives up what it is at, within some hundredths of a second. */
  stop(): void;
  /** Ends it; what it was at rejects. May be called twice. */
  end(): void;
}

/** Throws an Error with the reason where no more hands can be had. */
export type Hire<Job, Result> = () => Hand<Job, Result>;
