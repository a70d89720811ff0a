/** Someone who does jobs: a worker of the browser's, or a thread of Node's. Whoever hires it ends it. */
export interface Hand<Job, Result> {
  /**
   * Does the jobs and gives their results in the same order; of those that `stop` has cut off, none. Rejects where it
   * has died, with an Error that says so: whatever it was at is then done again by another hand. What it is given while
   * it is at something else is done after that: it need not wait for whoever gives it work.
   */
  work(jobs: readonly Job[]): Promise<readonly Result[]>;
  /** Gives up all that it was given, within some hundredths of a second. */
  stop(): void;
  /** Ends it; what it was at rejects. May be called twice. */
  end(): void;
}

/** Throws an Error with the reason where no more hands can be had. */
export type Hire<Job, Result> = () => Hand<Job, Result>;
