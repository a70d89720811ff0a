import { scheduledRate, scheduleOf, type Schedule } from '../experiment/schedules.ts';

export { scheduledRate, scheduleOf, type Schedule };

/** What reducing on a plateau has come to: part of the state of a run. */
export interface PlateauState {
  /** The lowest loss that counted as better than the one before. */
  readonly best: number;
  /** Epochs since then, and epochs in which none is counted after a reduction. */
  readonly bad: number;
  readonly cooldown: number;
  /** How often the rate was reduced. */
  readonly reductions: number;
}

export const freshPlateau: PlateauState = { best: Infinity, bad: 0, cooldown: 0, reductions: 0 };

/**
 * After an epoch whose train loss is this: as torch's ReduceLROnPlateau with mode "min", a relative threshold and
 * eps = 0. A loss is better if it is lower than the best by more than the threshold's share of it.
 */
export function afterEpoch(
  state: PlateauState,
  loss: number,
  { numbers }: Pick<Schedule, 'numbers'>,
): PlateauState {
  const { threshold, patience, cooldown } = numbers;
  const isBetter = loss < state.best * (1 - threshold);
  const counted = {
    ...state,
    best: isBetter ? loss : state.best,
    bad: isBetter || state.cooldown > 0 ? 0 : state.bad + 1,
    cooldown: Math.max(0, state.cooldown - 1),
  };
  if (counted.bad <= patience) return counted;
  return { ...counted, bad: 0, cooldown, reductions: state.reductions + 1 };
}
