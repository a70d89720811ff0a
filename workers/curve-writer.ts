import type { Metrics } from '../src/training/view.ts';
import type { LandscapeScheduler } from './landscape-scheduler.ts';
import type { RunKeeper } from './run-keeper.ts';
import { isFinite, isMeasuredLoss } from './view-scheduler.ts';
import type { BuiltView } from './view-steps.ts';

export interface CurveWriterParts {
  readonly keeper: RunKeeper;
  readonly landscape: LandscapeScheduler;
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
    landscape.report({ epoch: view.epoch, parameters: view.parameters });
    this.write(view.epoch, view);
  }

  /** Unless later weights are there already. */
  write(epoch: number, { trainLoss, testLoss }: Pick<Metrics, 'trainLoss' | 'testLoss'>): void {
    const run = this.#parts.keeper.current;
    if (run === null || run.train.count === 0 || epoch <= run.history.lastEpoch) return;
    const isSound = isMeasuredLoss(trainLoss, run.train) && isMeasuredLoss(testLoss, run.test);
    if (isSound) run.history.push(epoch, trainLoss, testLoss);
    else this.#parts.onDiverged(Math.ceil(epoch));
  }
}
