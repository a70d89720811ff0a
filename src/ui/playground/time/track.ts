import type { LossCurves } from '../../../charts/loss-series.ts';
import type { LossScale } from '../../../experiment/names.ts';
import type { KeptCurve } from '../plots/kept-curves.ts';
import { endOfAxis, startOfEpochs } from '../plots/plot-of.ts';

/** Where moments lie along a plot's axis of epochs, as the numbers of a slider that is as long as the axis. */
export interface Track {
  readonly isLog: boolean;
  readonly max: number;
  placeOf(epoch: number): number;
  epochAt(place: number): number;
}

export interface TrackParts {
  readonly scale: LossScale;
  /** The last epoch of the run. */
  readonly end: number;
  readonly history: LossCurves | null;
  readonly kept: readonly KeptCurve[];
}

export function trackOf({ scale, end, history, kept }: TrackParts): Track {
  const last = endOfAxis(end, kept);
  if (scale === 'linear')
    return { isLog: false, max: last, placeOf: (epoch) => epoch, epochAt: (place) => place };
  const first = startOfEpochs(history, kept);
  const decades = Math.log(last / first);
  return {
    isLog: true,
    max: 1,
    // What is before the axis lies at its beginning.
    placeOf: (epoch) => Math.max(0, Math.log(epoch / first) / decades),
    epochAt: (place) => (place <= 0 ? 0 : first * Math.exp(place * decades)),
  };
}
