import type { Run } from '../run.ts';
import type { TrialCurve, TrialFigures, TrialHalt } from './trial.ts';

type Told = Omit<TrialHalt['told'], 'reachedAt'>;

const unknown: TrialFigures = { trainLoss: NaN, testLoss: NaN, trainAccuracy: null, testAccuracy: null };

/** Takes what was measured of a run into its history, into a curve that is handed out, and into what came of it. */
export class TrialCurveWriter {
  readonly #run: Run;
  readonly #columns: Record<keyof TrialCurve, number[]>;
  #best: TrialFigures;
  #final: TrialFigures | null;
  /** Without what only the end has asked for; null where there is nothing of that. */
  #withoutEnd: { readonly final: TrialFigures; readonly best: TrialFigures; readonly length: number } | null =
    null;

  /** `before` is what was told of it up to where it stands. */
  constructor(run: Run, before: Told | null = null) {
    this.#run = run;
    this.#columns = eachColumn((key) => (before === null ? [] : [...before.curve[key]]));
    this.#best = before?.best ?? unknown;
    this.#final = before?.final ?? null;
  }

  /** The last finite figures; where there were none, those of the beginning. */
  get final(): TrialFigures {
    return this.#final ?? unknown;
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
    this.#final ??= figures;
    if (!isFinite) return false;
    this.#final = figures;
    // A training that went back to its best weights has been there before.
    if (epoch > (this.#columns.epoch.at(-1) ?? -1)) {
      run.history.push(epoch, trainLoss, testLoss);
      run.moments.push({ epoch, ...figures, learningRate: run.learningRate, layers: null });
      const { trainingMs } = run;
      const entry = { epoch, trainLoss, testLoss, trainingMs };
      eachColumn((key) => this.#columns[key].push(entry[key]));
    }
    this.#best = {
      trainLoss: least(this.#best.trainLoss, trainLoss),
      testLoss: least(this.#best.testLoss, testLoss),
      trainAccuracy: most(this.#best.trainAccuracy, figures.trainAccuracy),
      testAccuracy: most(this.#best.testAccuracy, figures.testAccuracy),
    };
    return true;
  }

  /** What is added next is measured only because the training ends there. */
  markEnd(): void {
    this.#withoutEnd = { final: this.final, best: this.#best, length: this.#columns.epoch.length };
  }

  columns(): TrialCurve {
    return eachColumn((key) => Float64Array.from(this.#columns[key]));
  }

  /** What a longer training would have to tell by now: its curve is a part of `curve`, which are the columns. */
  told(curve: TrialCurve): Told {
    const { final, best, length } = this.#withoutEnd ?? {
      ...{ final: this.final, best: this.#best, length: curve.epoch.length },
    };
    return { final, best, curve: eachColumn((key) => curve[key].subarray(0, length)) };
  }
}

function eachColumn<Value>(of: (key: keyof TrialCurve) => Value): Record<keyof TrialCurve, Value> {
  return {
    epoch: of('epoch'),
    trainLoss: of('trainLoss'),
    testLoss: of('testLoss'),
    trainingMs: of('trainingMs'),
  };
}

function least(before: number, now: number): number {
  return Number.isNaN(before) || now < before ? now : before;
}

function most(before: number | null, now: number | null): number | null {
  return before === null || (now !== null && now > before) ? now : before;
}
