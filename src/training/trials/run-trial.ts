import type { Steps } from '../../autograd/steps.ts';
import { nextMeasured } from '../history.ts';
import type { Clock } from '../trainer.ts';
import { figuresOf, pictureOf, type Station, type TrialBench } from './trial-bench.ts';
import { TrialCurveWriter } from './trial-curve.ts';
import type { Trial, TrialFigures, TrialHalt, TrialResult, TrialTarget } from './trial.ts';

/** Between two yields: how long a worker may be deaf. */
const sliceMs = 5;
/** Each of these epochs is measured, and then so many for every doubling, as of a training that is followed. */
const measuredFirst = 64;

/**
 * Trains as Reset and Play would, to the same bits, and tells what came of it. What it tells does not depend on where it
 * yields, nor on what was trained before, nor on whether it goes on from where a shorter training has ended. Throws a
 * DataRefused for what cannot be trained on.
 */
export function* trialSteps(bench: TrialBench, trial: Trial, now: Clock): Steps<TrialResult> {
  const station = yield* bench.begin(trial.experiment);
  const { run } = station;
  const from = beginningOf(trial);
  if (from !== null) run.rewind({ ...from.point, experiment: run.experiment, course: run.course });
  const writer = new TrialCurveWriter(run, from?.told);
  let [judged, reachedAt] = [0, from?.told.reachedAt ?? null];
  let hasEnded = from?.isOver ?? false;
  let diverged = from === null && !writer.add(0, yield* measured(station));
  while (run.epoch < trial.epochs && !diverged && !hasEnded) {
    // A whole run has the curve that it would have in the playground.
    const next = trial.withState ? nextMeasured(run.epoch) : nextMeasured(run.epoch, measuredFirst);
    const goal = Math.min(next, trial.epochs);
    // Without something to judge after each epoch, all of them to the next measurement are one call.
    const to = trial.target === null || reachedAt !== null ? goal : Math.min(run.epoch + 1, goal);
    while (run.epoch < to && !run.diverged && run.stop === null) {
      run.advance(now() + sliceMs, to);
      if (run.epoch < to) yield;
    }
    hasEnded = run.takeStop() !== null;
    diverged = run.diverged;
    if (diverged) break;
    const parameters = run.parameters();
    if (run.epoch === goal || hasEnded) {
      const figures = yield* measured(station, parameters);
      if (run.epoch < next && !hasEnded) writer.markEnd();
      diverged = !writer.add(run.epoch, figures);
      if (trial.target !== null && reachedAt === null && isReached(trial.target, figures))
        reachedAt = run.epoch;
    } else if (trial.target !== null && reachedAt === null) {
      const figures = yield* oneSide(station, trial.target, parameters);
      if (isReached(trial.target, figures)) reachedAt = run.epoch;
    }
    if (++judged % 16 === 0) yield;
  }
  const parameters = run.parameters();
  const { picture, withState } = trial;
  const { final, best } = writer;
  const curve = writer.columns();
  return {
    epochs: run.epoch,
    diverged,
    final,
    best,
    reachedAt,
    curve,
    trainingMs: run.trainingMs,
    parameters,
    picture: picture > 0 && !diverged ? yield* pictureOf(station, parameters, picture) : null,
    outputCount: run.network.outputCount,
    state: withState && !diverged ? run.state() : null,
    ...(trial.halts === true && !diverged
      ? {
          halt: {
            point: { ...run.point(), parameters, experiment: null, course: null },
            isOver: hasEnded,
            told: { ...writer.told(curve), reachedAt },
          },
        }
      : {}),
  };
}

/** Where it goes on from; null for its initial weights. Throws a RangeError for what lies behind its end. */
function beginningOf({ from, epochs, withState }: Trial): TrialHalt | null {
  if (from === undefined || withState) return null;
  const { epoch } = from.point;
  if (epoch > epochs || (epoch === epochs && !from.isOver))
    throw new RangeError(
      `a training to epoch ${epochs} cannot go on from epoch ${epoch}, expected one before`,
    );
  return from;
}

function* measured(station: Station, parameters = station.run.parameters()): Steps<TrialFigures> {
  const { train, test } = station.run.measured;
  const ofTrain = yield* figuresOf(station, train, parameters);
  const ofTest = yield* figuresOf(station, test, parameters);
  return {
    trainLoss: ofTrain.loss,
    testLoss: ofTest.loss,
    trainAccuracy: ofTrain.accuracy,
    testAccuracy: ofTest.accuracy,
  };
}

const unknown: TrialFigures = { trainLoss: NaN, testLoss: NaN, trainAccuracy: null, testAccuracy: null };

function* oneSide(station: Station, { measure }: TrialTarget, parameters: Float64Array): Steps<TrialFigures> {
  const { train, test } = station.run.measured;
  const isTrain = measure === 'train-loss' || measure === 'train-accuracy';
  const { loss, accuracy } = yield* figuresOf(station, isTrain ? train : test, parameters);
  return isTrain
    ? { ...unknown, trainLoss: loss, trainAccuracy: accuracy }
    : { ...unknown, testLoss: loss, testAccuracy: accuracy };
}

function isReached({ measure, value }: TrialTarget, figures: TrialFigures): boolean {
  if (measure === 'train-loss') return figures.trainLoss <= value;
  if (measure === 'test-loss') return figures.testLoss <= value;
  const accuracy = measure === 'train-accuracy' ? figures.trainAccuracy : figures.testAccuracy;
  return 100 * (accuracy ?? NaN) >= value;
}
