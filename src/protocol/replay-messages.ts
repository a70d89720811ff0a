/** How a moment of a training is reached again. Types only. */
import type { Course } from '../experiment/course.ts';
import type { PackedTable } from './import-messages.ts';
import type { Checkpoint } from './messages.ts';
import type { Reply } from './reply.ts';

/** A moment: so many epochs completed, and so many samples of the next one in closed batches. */
export interface MomentPlace {
  readonly epoch: number;
  readonly position: number;
}

export interface ReplayRequest {
  readonly course: Course;
  readonly to: MomentPlace;
  /** The user's own table, where the course is about one. */
  readonly table: PackedTable | null;
}

/** The worker that trains a course again. */
export interface ReplayApi {
  /** The run as it was at the moment, to the bit; what cannot be reached is refused, with a sentence that says why. */
  replay(request: ReplayRequest): Promise<Reply<Checkpoint>>;
  /** How far that has come, in epochs; answered while it trains. */
  progress(): Promise<number>;
}
