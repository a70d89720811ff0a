import type { CourseOf } from '../experiment/course.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { HistoryColumns } from './history.ts';
import type { MomentColumns } from './moments.ts';
import type { PlateauState } from './schedules.ts';
import type { StopState } from './stopping.ts';
import type { TrainerState } from './trainer.ts';

/** A run at a batch boundary, complete: what follows from it is determined to the bit. */
export interface RunState extends TrainerState {
  readonly experiment: Experiment;
  readonly trainingMs: number;
  readonly history: HistoryColumns;
  /** Left out where none were recorded. */
  readonly moments?: MomentColumns;
  /** What was drawn when the running epoch began, if something else is drawn by now: it ends with those rows. */
  readonly epochDrawn?: string;
  /** There while the learning rate is reduced on plateaus. */
  readonly plateau?: PlateauState;
  /** There where something stops the training by itself. */
  readonly stopping?: StopState;
  /** Places and former values of weights that are cut; left out where none is. */
  readonly aside?: readonly (readonly [place: number, value: number])[];
  /** There and true where weights were set by hand. */
  readonly edited?: true;
  /** All that it follows from; left out where that is not known, as it comes from elsewhere. */
  readonly course?: CourseOf;
}

/** The same without the curves: a moment of a run's own past. */
export type RunPoint = Omit<RunState, 'history' | 'moments'>;
