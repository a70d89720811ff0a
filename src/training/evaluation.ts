import type { ForwardExecutor, Samples } from '../backends/executor.ts';
import type { LabelledSamples } from './samples.ts';

/**
 * Evaluations as generators: they yield between chunks of samples, so that whoever drives them can stop in
 * the middle, train a little, and go on. A chunk takes about a millisecond. A yielded promise says that nothing
 * can be done before it settles; it never rejects.
 */
export type Cooperative<T> = Generator<Promise<unknown> | undefined, T, undefined>;

export interface SetMetrics {
  /** Mean over the set; NaN where it is empty. */
  readonly loss: number;
  /** Share of samples whose class is predicted; null where there are no classes, or no samples. */
  readonly accuracy: number | null;
  /** By class, in their order; null where there are none. */
  readonly byClass: readonly ClassMetrics[] | null;
}

/** The samples that are of one class. */
export interface ClassMetrics {
  readonly count: number;
  /** Mean over them; null if there are none. */
  readonly loss: number | null;
  /** How many are predicted to be of it. */
  readonly right: number;
}

/** Instructions of a tape that are evaluated between two yields, about a millisecond's worth. */
const instructionsPerChunk = 150_000;

/** Samples of a chunk, a multiple of the executor's grain. */
export function chunkSize(instructionsPerSample: number, grain: number): number {
  return grain * Math.max(1, Math.floor(instructionsPerChunk / instructionsPerSample / grain));
}

/** Runs the executor over all samples into `outputs`. */
export function* evaluateAll(
  executor: Pick<ForwardExecutor, 'run'>,
  samples: Samples,
  outputs: readonly (Float64Array | Float32Array)[],
  chunk: number,
): Cooperative<void> {
  for (let from = 0; from < samples.count; from += chunk) {
    executor.run(samples, from, Math.min(samples.count, from + chunk), outputs);
    yield;
  }
}

/** `executor` runs a tape that returns `[loss, ...displayed outputs]`. */
export function* measure(
  executor: Pick<ForwardExecutor, 'run'>,
  samples: LabelledSamples,
  chunk: number,
): Cooperative<SetMetrics> {
  return (yield* measureAll(executor, samples, chunk)).figures;
}

/** As `measure`, with what it is of: `displayed[output][sample]`. */
export function* measureAll(
  executor: Pick<ForwardExecutor, 'run'>,
  samples: LabelledSamples,
  chunk: number,
): Cooperative<{ readonly figures: SetMetrics; readonly displayed: readonly Float64Array[] }> {
  const losses = new Float64Array(samples.count);
  const displayed = samples.targets.map(() => new Float64Array(samples.count));
  yield* evaluateAll(executor, samples, [losses, ...displayed], chunk);
  return { figures: summarize(losses, displayed, samples), displayed };
}

/** From what was computed of each sample to the figures of the set. */
export function summarize(
  losses: Float64Array,
  displayed: readonly (Float64Array | Float32Array)[],
  { classes, classCount }: Pick<LabelledSamples, 'classes' | 'classCount'>,
): SetMetrics {
  const count = losses.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += losses[i];
  const loss = sum / count;
  if (classes === null) return { loss, accuracy: null, byClass: null };
  const counts = new Uint32Array(classCount);
  const rights = new Uint32Array(classCount);
  const sums = new Float64Array(classCount);
  let right = 0;
  for (let i = 0; i < count; i++) {
    const place = classes[i];
    counts[place]++;
    sums[place] += losses[i];
    if (predictedClass(displayed, i) !== place) continue;
    rights[place]++;
    right++;
  }
  return {
    loss,
    accuracy: count > 0 ? right / count : null,
    byClass: Array.from(counts, (ofClass, place) => ({
      count: ofClass,
      loss: ofClass > 0 ? sums[place] / ofClass : null,
      right: rights[place],
    })),
  };
}

/** Of one output its sign tells (0 is the second class); of several the largest, the first of equals. */
export function predictedClass(displayed: readonly (Float64Array | Float32Array)[], sample: number): number {
  if (displayed.length === 1) return displayed[0][sample] >= 0 ? 1 : 0;
  let best = 0;
  for (let place = 1; place < displayed.length; place++) {
    if (displayed[place][sample] > displayed[best][sample]) best = place;
  }
  return best;
}

/** ½λΣw² over the parameters that decay. */
export function l2Penalty(parameters: Float64Array, decay: Float64Array, l2: number): number {
  if (l2 === 0) return 0;
  let sum = 0;
  for (let p = 0; p < parameters.length; p++) sum += decay[p] * parameters[p] * parameters[p];
  return 0.5 * l2 * sum;
}
