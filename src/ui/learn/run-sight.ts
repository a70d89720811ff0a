import type { Experiment } from '../../experiment/schema.ts';
import type { View } from '../../protocol/snapshot-messages.ts';
import type { PlaygroundModel } from '../playground/playground-model.ts';
import type { PageStatus } from '../playground/page-status.ts';

/** The playground's run at one moment, as challenges look at it. */
export interface RunSight {
  /** What the run is trained with. */
  readonly experiment: Experiment;
  readonly status: PageStatus;
  readonly view: View;
}

/** null before the first view of a run. Follows the model's signals. */
export function lookAtRun({ trained, status, view }: PlaygroundModel): RunSight | null {
  const experiment = trained.value;
  const shown = view.value;
  const presentStatus = status.value;
  if (experiment === null || shown === null) return null;
  return { experiment, status: presentStatus, view: shown };
}

/** Whether two experiments come to the same training; engines differ in nothing but speed and rounding. */
export function isSameTraining(a: Experiment, b: Experiment): boolean {
  const keyOf = (experiment: Experiment): string =>
    JSON.stringify(
      Object.entries({ ...experiment, engine: null, fused: null }).sort(([x], [y]) => (x < y ? -1 : 1)),
    );
  return keyOf(a) === keyOf(b);
}

/** Share of train points whose class is right, 0…1; NaN where there are no classes. */
export function trainAccuracy({ view }: RunSight): number {
  return view.trainAccuracy ?? NaN;
}
