import { usualValues, type NumberSetting } from '../usual-values.ts';

/** Settings whose outcomes are shown along their slider. */
export type StripSetting = Exclude<NumberSetting, 'stopEpoch'>;

/** What came out at places along a slider, all else being equal. */
export interface OutcomeStrip {
  readonly setting: StripSetting;
  /** Ascending. */
  readonly stops: readonly number[];
  /** Final test loss at each (train loss where nothing is kept for tests): null is not known yet, infinite diverged. */
  readonly losses: readonly (number | null)[];
  /** For so many epochs each was trained. */
  readonly epochs: number;
}

const tens = (from: number, to: number, by: number): number[] =>
  Array.from({ length: (to - from) / by + 1 }, (_, i) => from + i * by);

/** The places of each slider that are tried. */
export const stripStops: Readonly<Record<StripSetting, readonly number[]>> = {
  learningRate: usualValues.learningRate,
  l1: usualValues.l1,
  l2: usualValues.l2,
  batchSize: usualValues.batchSize,
  clipGradients: usualValues.clipGradients,
  points: usualValues.points,
  noise: tens(0, 50, 5),
  trainShare: tens(10, 90, 10),
};

export const stripSettings = Object.keys(stripStops) as readonly StripSetting[];

/** The stop that came out best so far; null before any is known to have arrived. */
export function bestOf({
  stops,
  losses,
}: Pick<OutcomeStrip, 'stops' | 'losses'>): { readonly stop: number; readonly loss: number } | null {
  let best: { stop: number; loss: number } | null = null;
  for (const [i, loss] of losses.entries())
    if (loss !== null && Number.isFinite(loss) && (best === null || loss < best.loss))
      best = { stop: stops[i], loss };
  return best;
}
