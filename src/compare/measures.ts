import { taskFor } from '../experiment/data-sets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { isAccuracy, type Ask, type MeasureName, type TargetName } from './ask.ts';
import { laneOf } from './race.ts';
import type { SweepCell, SweepPlan } from './sweep.ts';

export const measureLabels: Readonly<Record<MeasureName, string>> = {
  'final-test-loss': 'test loss at the end',
  'best-test-loss': 'lowest test loss',
  'final-train-loss': 'train loss at the end',
  'best-train-loss': 'lowest train loss',
  'test-accuracy': 'test accuracy at the end',
  'train-accuracy': 'train accuracy at the end',
  'epochs-to-target': 'epochs to the target',
  'share-diverged': 'share that diverged',
};

export const higherIsGood: ReadonlySet<MeasureName> = new Set(['test-accuracy', 'train-accuracy']);

/** The best first, of equals the first; without cells that have not got there. */
export function rankedCells(cells: readonly SweepCell[], measure: MeasureName): readonly SweepCell[] {
  const sign = higherIsGood.has(measure) ? -1 : 1;
  return cells
    .flatMap((cell) =>
      cell.value !== null && Number.isFinite(cell.value) ? [{ cell, value: cell.value }] : [],
    )
    .sort((a, b) => sign * (a.value - b.value))
    .map(({ cell }) => cell);
}

/** 'Learning rate 0.1, L2 0.001'. */
export function cellName({ row, column }: SweepCell, { x, y }: SweepPlan): string {
  const up = y.label === '' ? '' : `, ${y.label} ${y.shown[row]}`;
  return `${x.label} ${x.shown[column]}${up}`;
}

/** What is trained: in a race each lane, and else the set-up. */
const setUpsOf = (
  experiment: Experiment,
  { kind, lanes }: Pick<Ask, 'kind' | 'lanes'>,
): readonly Experiment[] => (kind === 'race' && lanes.length > 0 ? lanes.map(laneOf) : [experiment]);

const predictsNumber = (experiment: Experiment): boolean => taskFor(experiment) === 'regression';

const needsClasses = 'an accuracy needs classes';

/** Why a target cannot be reached by anything that is trained, as part of a sentence; null where it can. */
export function targetReason(
  target: TargetName,
  experiment: Experiment,
  ask: Pick<Ask, 'kind' | 'lanes'>,
): string | null {
  return isAccuracy(target) && setUpsOf(experiment, ask).every(predictsNumber) ? needsClasses : null;
}

/** Why the set-ups of a sweep have nothing that could be measured so, as part of a sentence; null where they have. */
export function measureReason(
  measure: MeasureName,
  experiment: Experiment,
  { target }: Pick<Ask, 'target'>,
): string | null {
  if (measure === 'epochs-to-target') return target === 'none' ? 'there is no target' : null;
  return higherIsGood.has(measure) && predictsNumber(experiment) ? needsClasses : null;
}

/** What is shown of each set-up of a sweep: the loss where there is nothing to be measured as it is asked for. */
export function shownMeasure(
  measure: MeasureName,
  experiment: Experiment,
  ask: Pick<Ask, 'target'>,
): MeasureName {
  if (measureReason(measure, experiment, ask) === null) return measure;
  return measure === 'train-accuracy' ? 'final-train-loss' : 'final-test-loss';
}

/** Why what is asked for can be judged by nothing, as a sentence; null where it can. */
export function judgingProblem(experiment: Experiment, ask: Ask): string | null {
  const { kind, search, target, measure } = ask;
  const ofTarget = targetReason(target, experiment, ask);
  if (ofTarget !== null) {
    const who = kind === 'race' ? 'no lane has any' : 'this set-up predicts a number';
    return `${capital(ofTarget)}, and ${who}: train until a loss is reached, or until nothing.`;
  }
  const ofMeasure = kind === 'sweep' && search === 'halving' ? measureReason(measure, experiment, ask) : null;
  return ofMeasure === null
    ? null
    : `“${measureLabels[measure]}” cannot judge the set-ups, since ${ofMeasure}: judge them by a loss.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
