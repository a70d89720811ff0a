import type { Run } from '../run.ts';
import type { TrialCurve, TrialFigures } from './trial.ts';

/** Takes what was measured of a run into its history, and into a curve that is handed out. */
export class TrialCurveWriter {
  readonly #run: Run;
  readonly #epoch: number[] = [];
  readonly #trainLoss: number[] = [];
  readonly #testLoss: number[] = [];
  readonly #trainingMs: number[] = [];
  #best: TrialFigures = { trainLoss: NaN, testLoss: NaN, trainAccuracy: null, testAccuracy: null };

  constructor(run: Run) {
    this.#run = run;
  }

  get best(): TrialFigures {
    return this.#best;
  }

  /** False, and nothing is taken, where a loss is no longer finite: the training has diverged. */
  add(epoch: number, figures: TrialFigures): boolean {
    const run = this.#run;
    const { trainLoss, testLoss } = figures;
    const isFinite =
      (Number.isFinite(trainLoss) || run.train.count === 0) &&
      (Number.isFinite(testLoss) || run.test.count === 0);
    if (!isFinite) return false;
    // A training that went back to its best weights has been there before.
    if (epoch > run.history.lastEpoch) {
      run.history.push(epoch, trainLoss, testLoss);
      run.moments.push({ epoch, ...figures, learningRate: run.learningRate, layers: null });
      this.#epoch.push(epoch);
      this.#trainLoss.push(trainLoss);
      this.#testLoss.push(testLoss);
      this.#trainingMs.push(run.trainingMs);
    }
    this.#best = {
      trainLoss: least(this.#best.trainLoss, trainLoss),
      testLoss: least(this.#best.testLoss, testLoss),
      trainAccuracy: most(this.#best.trainAccuracy, figures.trainAccuracy),
      testAccuracy: most(this.#best.testAccuracy, figures.testAccuracy),
    };
    return true;
  }

  columns(): TrialCurve {
    return {
      epoch: Float64Array.from(this.#epoch),
      trainLoss: Float64Array.from(this.#trainLoss),
      testLoss: Float64Array.from(this.#testLoss),
      trainingMs: Float64Array.from(this.#trainingMs),
    };
  }
}

function least(before: number, now: number): number {
  return Number.isNaN(before) || now < before ? now : before;
}

function most(before: number | null, now: number | null): number | null {
  return before === null || (now !== null && now > before) ? now : before;
}
