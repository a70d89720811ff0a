import type { ForwardExecutor } from '../../backends/executor.ts';
import { inOwnUnits, type Target } from '../../data/encoding.ts';
import type { LossName } from '../../experiment/names.ts';
import { losses as lossTable } from '../../nn/losses.ts';
import { predictedClass, type Cooperative } from '../evaluation.ts';
import type { LabelledSamples } from '../samples.ts';

/** Both sides of a data set as the network sees them. Its rows have places: those that train come first. */
export interface RowSamples {
  readonly train: LabelledSamples;
  readonly test: LabelledSamples;
  readonly target: Target;
  readonly loss: LossName;
}

/** What some weights make of every row, by its place. */
export interface EvaluatedRows {
  /** Of the row alone, without the penalty. */
  readonly losses: Float64Array;
  /** The class by its place, or the number in its own units; NaN where an output is not finite. */
  readonly answers: Float64Array;
  /**
   * How sure the network is of the class that it answers: its probability, or where the loss gives none the displayed
   * output. null where a number is predicted.
   */
  readonly certainties: Float64Array | null;
  /** 1 where the answer is the true class, 0 elsewhere; null where a number is predicted. */
  readonly right: Uint8Array | null;
}

/** Runs a tape that returns `[loss, ...displayed outputs]`. */
export type RunsMetrics = Pick<ForwardExecutor, 'run'>;

/**
 * Evaluates all rows, `chunk` between two yields. Only what is sorted by is kept: all outputs of a million rows would
 * not fit. `onProgress` is told how many rows are done.
 */
export function* evaluateRows(
  executor: RunsMetrics,
  samples: RowSamples,
  chunk: number,
  onProgress: (done: number) => void = () => undefined,
): Cooperative<EvaluatedRows> {
  const { train, test, target } = samples;
  const count = train.count + test.count;
  const isClass = target.kind === 'class';
  const evaluated: EvaluatedRows = {
    losses: new Float64Array(count),
    answers: new Float64Array(count),
    certainties: isClass ? new Float64Array(count) : null,
    right: isClass ? new Uint8Array(count) : null,
  };
  const displayed = train.targets.map(() => new Float64Array(chunk));
  for (const [side, first] of [
    [train, 0],
    [test, train.count],
  ] as const) {
    for (let from = 0; from < side.count; from += chunk) {
      const to = Math.min(side.count, from + chunk);
      const losses = evaluated.losses.subarray(first + from, first + to);
      executor.run(partOf(side, from, to), 0, to - from, [losses, ...displayed]);
      for (let i = from; i < to; i++)
        judge(evaluated, first + i, displayed, i - from, side.classes?.[i], samples);
      onProgress(first + to);
      yield;
    }
  }
  return evaluated;
}

/** The same columns, from one sample to before another. */
function partOf({ inputs, targets }: LabelledSamples, from: number, to: number) {
  const part = (column: Float64Array): Float64Array => column.subarray(from, to);
  return { count: to - from, inputs: inputs.map(part), targets: targets.map(part) };
}

function judge(
  { answers, certainties, right }: EvaluatedRows,
  place: number,
  displayed: readonly Float64Array[],
  sample: number,
  truth: number | undefined,
  { target, loss }: RowSamples,
): void {
  const answer = answerOf(target, displayed, sample);
  answers[place] = answer;
  if (certainties === null || right === null) return;
  certainties[place] = certaintyOf(loss, displayed, sample, answer);
  right[place] = Number(answer === truth);
}

/** Of one sample of `displayed[output]`: as in `EvaluatedRows.answers`. */
export function answerOf(target: Target, displayed: readonly Float64Array[], sample: number): number {
  if (!displayed.every((column) => Number.isFinite(column[sample]))) return NaN;
  return target.kind === 'number'
    ? inOwnUnits(target, displayed[0][sample])
    : predictedClass(displayed, sample);
}

function certaintyOf(
  loss: LossName,
  displayed: readonly Float64Array[],
  sample: number,
  answer: number,
): number {
  if (Number.isNaN(answer)) return NaN;
  const { probabilities } = lossTable[loss];
  if (probabilities !== null) return probabilities(displayed.map((column) => column[sample]))[answer];
  return displayed[displayed.length === 1 ? 0 : answer][sample];
}
