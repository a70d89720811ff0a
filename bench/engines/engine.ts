import type { Workload } from '../workloads.ts';

/** A neural-network library, or a loop, that can train the workloads. */
export interface Engine {
  readonly name: string;
  /**
   * The training starts from the workload's parameters; the caller disposes of it. Throws `Unavailable` where the
   * engine cannot run here for a reason that is no mistake.
   */
  create(workload: Workload): Training | Promise<Training>;
}

export interface Training {
  /** What a reader of the figures should know about this engine here, such as a version. */
  readonly note?: string;
  /** True where a speed would mean nothing: it is run once, for its results. */
  readonly once?: boolean;
  /** Part of the workload that a step takes; all of it if not said. */
  readonly share?: number;
  /**
   * Trains on the next `count` batches. One step is forward, backward and plain gradient descent,
   * `parameter -= learningRate * gradient`, by the gradient of the mean over the batch of (output - target)².
   */
  steps(count: number): void | Promise<void>;
  /** The parameters now, in the workload's layout. */
  parameters(): Float64Array | Promise<Float64Array>;
  dispose(): void;
}

/** The engine is not installed, or this runtime lacks something that it needs. */
export class Unavailable extends Error {}
