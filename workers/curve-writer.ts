import type { Metrics } from '../src/training/view.ts';
import type { LandscapeScheduler } from './landscape-scheduler.ts';
import type { RunKeeper } from './run-keeper.ts';
import { isFinite, isMeasuredLoss } from './view-scheduler.ts';
import type { BuiltView } from './view-steps.ts';

type CurveFigures = Pick<Metrics, 'trainLoss' | 'testLoss' | 'trainAccuracy' | 'testAccuracy'>;

export interface CurveWriterParts {
  readonly keeper: RunKeeper;
  readonly landscape: Pick<LandscapeScheduler, 'report' | 'standAt'>;
  /** A loss or a weight is no longer finite in this epoch, from 1. */
  readonly onDiverged: (epoch: number) => void;
}

/** Writes what was measured of the present run into its history, and sees where the training diverges. */
export class CurveWriter {
  readonly #parts: CurveWriterParts;

  constructor(parts: CurveWriterParts) {
    this.#parts = parts;
  }

  record(view: BuiltView): void {
    const { keeper, landscape, onDiverged } = this.#parts;
    const run = keeper.current;
    if (run === null) return;
    if (!isFinite(view, run)) {
      onDiverged(Math.ceil(view.epoch));
      return;
    }
    // Of an earlier moment everything is measured that is to be.
    if (keeper.isInPast) {
      landscape.standAt({ epoch: view.epoch, parameters: view.parameters });
      return;
    }
    landscape.report({ epoch: view.epoch, parameters: view.parameters });
    this.write(view.epoch, view, view);
  }

  /** Unless later weights are there already; of the same weights, what was not measured of them before. */
  write(
    epoch: number,
    figures: CurveFigures,
    of: Partial<Pick<BuiltView, 'learningRate' | 'vitals'>> = {},
  ): void {
    const run = this.#parts.keeper.current;
    if (run === null || run.train.count === 0) return;
    const { trainLoss, testLoss } = figures;
    if (!isMeasuredLoss(trainLoss, run.train) || !isMeasuredLoss(testLoss, run.test)) {
      if (epoch > run.history.lastEpoch) this.#parts.onDiverged(Math.ceil(epoch));
      return;
    }
    if (epoch > run.history.lastEpoch) run.history.push(epoch, trainLoss, testLoss);
    const { trainAccuracy, testAccuracy } = figures;
    const { learningRate = run.learningRate, vitals } = of;
    const layers = vitals?.layers ?? null;
    run.moments.push({ epoch, trainLoss, testLoss, trainAccuracy, testAccuracy, learningRate, layers });
  }
}
