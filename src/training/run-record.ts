import { freshCourse, withSettings, withWeights, type CourseOf } from '../experiment/course.ts';
import type { Experiment } from '../experiment/schema.ts';
import { changesBetween } from '../experiment/setting-changes.ts';
import { historyUntil, LossHistory } from './history.ts';
import { Moments, momentsUntil } from './moments.ts';
import type { RunPoint, RunState } from './run-state.ts';
import type { TrainingPoint } from './trainer.ts';

/** Where a run stands: after its last closed batch, and in epochs with their fraction. */
interface Where {
  readonly place: TrainingPoint;
  readonly progress: number;
}

/** What is told of a run on its way: its curves, which settings were changed, and all that it follows from. */
export class RunRecord {
  readonly history = new LossHistory();
  readonly moments = new Moments();
  #course: CourseOf;

  constructor(experiment: Experiment) {
    this.#course = freshCourse(experiment);
  }

  /** All that the run follows from, or why that is not known. */
  get course(): CourseOf {
    return this.#course;
  }

  /** Settings are changed; of a run that nothing was done to, as if it had begun with them. */
  change(
    before: Experiment,
    after: Experiment,
    {
      isTrained,
      isTouched,
      place,
      progress,
    }: Where & { readonly isTrained: boolean; readonly isTouched: boolean },
  ): void {
    if (isTrained) this.moments.change(changesBetween(before, after, progress));
    const isFresh = !isTouched && typeof this.#course !== 'string';
    this.#course = isFresh ? freshCourse(after) : withSettings(this.#course, before, after, place);
  }

  /** Weights are set by hand. */
  edit(values: readonly (readonly [place: number, value: number])[], place: TrainingPoint): void {
    this.#course = withWeights(this.#course, values, place);
  }

  /** The run stands at a point that it did not come to by itself. */
  goTo({ course }: RunPoint): void {
    this.#course = course ?? 'elsewhere';
  }

  /** The run goes on from a state, where it stands now, with settings that may be others than the state's. */
  restore(
    { history, moments, experiment }: RunState,
    settings: Experiment,
    { place, progress }: Where,
  ): void {
    this.history.restore(history);
    if (moments !== undefined) this.moments.restore(moments);
    this.#course = withSettings(this.#course, experiment, settings, place);
    this.moments.change(changesBetween(experiment, settings, progress));
  }

  /** What was measured later than this is no longer of the run. */
  forgetAfter(progress: number): void {
    this.history.restore(historyUntil(this.history.columns(), progress));
    this.moments.restore(momentsUntil(this.moments.columns(), progress));
  }
}
