import type { Workload } from '../workloads.ts';

/** A neural-network library, or a loop, that can train the workloads. */
export interface Engine {
  readonly name: string;
  /** The training starts from the workload's parameters; the caller disposes of it. */
  create(workload: Workload): Training | Promise<Training>;
}

export interface Training {
  /**
   * Trains on the next `count` batches. One step is forward, backward and plain gradient descent,
   * `parameter -= learningRate * gradient`, by the gradient of the mean over the batch of (output - target)².
   */
  steps(count: number): void | Promise<void>;
  /** The parameters now, in the workload's layout. */
  parameters(): Float64Array;
  dispose(): void;
}
