import type { ForwardExecutor, Samples } from '../backends/executor.ts';

/**
 * Evaluations as generators: they yield between chunks of samples, so that whoever drives them can stop in
 * the middle, train a little, and go on. A chunk takes about a millisecond. A yielded promise says that nothing
 * can be done before it settles; it never rejects.
 */
export type Cooperative<T> = Generator<Promise<unknown> | undefined, T, undefined>;

export interface SetMetrics {
  /** Mean over the set. */
  readonly loss: number;
  /** Share of samples whose displayed output has the sign of the label; null where there are no classes. */
  readonly accuracy: number | null;
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

/** `executor` runs a tape that returns `[loss, displayed output]`; `labels` are ±1, or null for regression. */
export function* measure(
  executor: Pick<ForwardExecutor, 'run'>,
  samples: Samples,
  labels: Float64Array | null,
  chunk: number,
): Cooperative<SetMetrics> {
  const losses = new Float64Array(samples.count);
  const displayed = new Float64Array(samples.count);
  yield* evaluateAll(executor, samples, [losses, displayed], chunk);
  return summarize(losses, displayed, labels);
}

/** From what was computed of each sample to the figures of the set. */
export function summarize(
  losses: Float64Array,
  displayed: Float64Array | Float32Array,
  labels: Float64Array | null,
): SetMetrics {
  const count = losses.length;
  const loss = losses.reduce((sum, value) => sum + value, 0) / count;
  if (labels === null) return { loss, accuracy: null };
  let right = 0;
  for (let i = 0; i < count; i++) if (displayed[i] >= 0 === labels[i] > 0) right++;
  return { loss, accuracy: right / count };
}

/** ½λΣw² over the parameters that decay. */
export function l2Penalty(parameters: Float64Array, decay: Float64Array, l2: number): number {
  if (l2 === 0) return 0;
  let sum = 0;
  for (let p = 0; p < parameters.length; p++) sum += decay[p] * parameters[p] * parameters[p];
  return 0.5 * l2 * sum;
}
