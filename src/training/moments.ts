import type { LayerVitals } from './vitals.ts';

/** What was measured of a run at one moment of its training. */
export interface Moment {
  /** Epochs completed, with the fraction of the running one that the weights have seen. */
  readonly epoch: number;
  /** Mean loss over the train set, without the penalty. */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Share of points whose class is right, 0…1; null for regression. */
  readonly trainAccuracy: number | null;
  readonly testAccuracy: number | null;
  /** That the next batch is trained with. */
  readonly learningRate: number;
  /** Hidden layers first to last, then the output layer; null where they were not measured at this moment. */
  readonly layers: readonly LayerVitals[] | null;
}
