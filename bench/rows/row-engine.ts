import type { Training } from '../engines/engine.ts';
import type { RowWorkload } from './workloads.ts';

/**
 * Something that can train on rows. One step is the next batch: forward, backward and Adam, by the gradient of the mean
 * over the batch, and over the outputs with the squared error.
 */
export interface RowEngine {
  readonly name: string;
  create(workload: RowWorkload): Training | Promise<Training>;
}
