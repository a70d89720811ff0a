import { squared } from '../elementary/power.ts';
import { mostDrawn } from '../data/sampled-rows.ts';
import { losses } from '../nn/losses.ts';
import type { LossName } from '../experiment/names.ts';
import { predictedClass, type Cooperative } from './evaluation.ts';
import type { LabelledSamples } from './samples.ts';

/** Bins of a reliability diagram, all of the same width. */
export const calibrationBins = 10;

/**
 * How sure a network is against how often it is right, after Guo et al., "On Calibration of Modern Neural Networks"
 * (ICML 2017): the confidence of a sample is the probability of the class that it is predicted to be of, and bin m holds
 * those in ((m - 1)/10, m/10].
 */
export interface Calibration {
  /** Samples in each bin. */
  readonly counts: Uint32Array;
  /** How many of them are predicted right. */
  readonly rights: Uint32Array;
  /** The sum of their confidences. */
  readonly sums: Float64Array;
}

/** How near predicted numbers come, as the network sees them: scaled where the data are. */
export interface Fit {
  /** Sum of squared residuals, Σ(y - ŷ)². */
  readonly residual: number;
  /** Sum of squared distances from the mean, Σ(y - ȳ)². */
  readonly total: number;
}

/** What became of the samples of one set, from the very outputs that its loss and accuracy are of. */
export interface Outcomes {
  readonly count: number;
  /** `counts[truth * classCount + predicted]`, by the classes' places; null where numbers are predicted. */
  readonly confusion: Uint32Array | null;
  /** The predicted class of each of the first samples, those that are drawn; null where numbers are predicted. */
  readonly predicted: Uint16Array | null;
  /** The predicted number of each of the first samples, as the network puts it out; null for classes. */
  readonly numbers: Float32Array | null;
  readonly fit: Fit | null;
  /** null where the loss has no probabilities, or there are no classes. */
  readonly calibration: Calibration | null;
}

/** Samples between two yields. */
const chunk = 16_384;

type Columns = readonly (Float64Array | Float32Array)[];

/** `displayed[output][sample]`, of all samples in their order. */
export function* outcomeSteps(
  displayed: Columns,
  samples: Pick<LabelledSamples, 'classes' | 'classCount' | 'targets'>,
  loss: LossName,
): Cooperative<Outcomes> {
  const count = displayed[0].length;
  const drawn = Math.min(count, mostDrawn);
  const { classes, classCount, targets } = samples;
  if (classes === null) {
    const fit = yield* fitSteps(displayed[0], targets[0]);
    const numbers = Float32Array.from(displayed[0].subarray(0, drawn));
    return { count, confusion: null, predicted: null, numbers, fit, calibration: null };
  }
  const confusion = new Uint32Array(classCount * classCount);
  const predicted = new Uint16Array(drawn);
  const calibration = losses[loss].probabilities === null ? null : emptyCalibration();
  for (let from = 0; from < count; from += chunk) {
    for (let i = from; i < Math.min(count, from + chunk); i++) {
      const place = predictedClass(displayed, i);
      confusion[classes[i] * classCount + place]++;
      if (i < drawn) predicted[i] = place;
      if (calibration !== null) tally(calibration, confidenceOf(displayed, i, place), place === classes[i]);
    }
    yield;
  }
  return { count, confusion, predicted, numbers: null, fit: null, calibration };
}

function emptyCalibration(): Calibration {
  return {
    counts: new Uint32Array(calibrationBins),
    rights: new Uint32Array(calibrationBins),
    sums: new Float64Array(calibrationBins),
  };
}

function tally({ counts, rights, sums }: Calibration, confidence: number, isRight: boolean): void {
  const bin = binOf(confidence);
  counts[bin]++;
  sums[bin] += confidence;
  if (isRight) rights[bin]++;
}

/** The bin of a confidence from 0 to 1: its upper end belongs to it. */
export function binOf(confidence: number): number {
  return Math.min(calibrationBins, Math.max(1, Math.ceil(confidence * calibrationBins))) - 1;
}

/** A single output is 2p - 1 of the second class; of several each is its class's probability. */
function confidenceOf(displayed: Columns, sample: number, place: number): number {
  return displayed.length === 1 ? (1 + Math.abs(displayed[0][sample])) / 2 : displayed[place][sample];
}

function* fitSteps(numbers: Columns[number], truths: Float64Array): Cooperative<Fit> {
  const count = numbers.length;
  const mean = truths.reduce((sum, truth) => sum + truth, 0) / Math.max(1, count);
  let [residual, total] = [0, 0];
  for (let from = 0; from < count; from += chunk) {
    for (let i = from; i < Math.min(count, from + chunk); i++) {
      residual += squared(truths[i] - numbers[i]);
      total += squared(truths[i] - mean);
    }
    yield;
  }
  return { residual, total };
}
