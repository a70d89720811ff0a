import { largestMagnitude, overflowProblem } from './magnitude.ts';
import { neuronsProblem, planProblem, rowCountOf, type NetworkPlan } from './network-plan.ts';
import type { BatchPart, EvaluationBatch, SampleSource } from './requests.ts';
import { failure, type EvaluationFailure } from './results.ts';
import { workgroupSize } from './evaluation-shader.ts';

/** Checks of what is asked, before anything is uploaded. */

export type Limits = Pick<
  GPUSupportedLimits,
  'maxComputeWorkgroupsPerDimension' | 'maxStorageBufferBindingSize' | 'maxBufferSize'
>;

export const bytesPerNumber = 4;

/** Largest side of a grid. */
const largestResolution = 1024;

export function sampleCountOf(source: SampleSource): number {
  return source.kind === 'columns' ? source.count : source.resolution ** 2;
}

/** Numbers in the result of a part. */
export function resultCountOf({ samples, rows }: BatchPart): number {
  return rows * sampleCountOf(samples);
}

/** Why a batch is declined, or undefined if it can be run. */
export function batchProblem(
  { program, parameters, parts }: EvaluationBatch,
  limits: Limits,
): EvaluationFailure | undefined {
  const { plan, neurons } = program;
  const unsupported =
    planProblem(plan, parameters.length) ??
    neuronsProblem(plan, neurons) ??
    (parts.length > 0 ? undefined : 'expected at least 1 part, got 0') ??
    firstProblem(parts, (part) => partProblem(plan, part, rowCountOf(program))) ??
    sizeProblem(plan, parts, limits);
  if (unsupported !== undefined)
    return failure('unsupported', `The GPU cannot run this network: ${unsupported}.`);
  const overflow = overflowProblem(plan, parameters, largestInputs(plan, parts));
  if (overflow === undefined) return undefined;
  return failure('not-finite', `The network is beyond what the GPU can compute: ${overflow}.`);
}

function firstProblem<T>(
  items: readonly T[],
  problemOf: (item: T) => string | undefined,
): string | undefined {
  return items.map(problemOf).find((problem) => problem !== undefined);
}

function partProblem({ inputCount }: NetworkPlan, { samples, rows }: BatchPart, rowCount: number) {
  if (!Number.isInteger(rows) || rows < 1 || rows > rowCount)
    return `expected 1 to ${rowCount} rows, got ${rows}`;
  return samples.kind === 'grid' ? gridProblem(samples, inputCount) : columnsProblem(samples, inputCount);
}

function columnsProblem({ columns, count }: Extract<SampleSource, { kind: 'columns' }>, inputCount: number) {
  if (!Number.isInteger(count) || count < 1) return `expected at least 1 sample, got ${count}`;
  if (columns.length !== inputCount) return `expected ${inputCount} columns, got ${columns.length}`;
  const short = columns.findIndex((column) => column.length < count);
  return short < 0
    ? undefined
    : `column ${short + 1} has ${columns[short].length} values for ${count} samples`;
}

function gridProblem(
  { resolution, columns, rows }: Extract<SampleSource, { kind: 'grid' }>,
  inputCount: number,
) {
  if (!Number.isInteger(resolution) || resolution < 1 || resolution > largestResolution)
    return `expected a grid of 1 to ${largestResolution} cells a side, got ${resolution}`;
  for (const [name, factors] of [['column', columns] as const, ['row', rows] as const]) {
    if (factors.length !== inputCount)
      return `expected ${inputCount} factors by ${name}, got ${factors.length}`;
    const short = factors.find(({ length }) => length < resolution);
    if (short !== undefined) return `a factor by ${name} has ${short.length} values for ${resolution} cells`;
  }
  return undefined;
}

function sizeProblem({ inputCount }: NetworkPlan, parts: readonly BatchPart[], limits: Limits) {
  const { maxComputeWorkgroupsPerDimension, maxStorageBufferBindingSize, maxBufferSize } = limits;
  const most = Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / bytesPerNumber);
  const results = parts.reduce((sum, part) => sum + resultCountOf(part), 0);
  if (results > most) return `${results} results at once, at most ${most} fit`;
  const mostSamples = Math.min(
    maxComputeWorkgroupsPerDimension * workgroupSize,
    Math.floor(most / inputCount),
  );
  const largest = Math.max(...parts.map(({ samples }) => sampleCountOf(samples)));
  return largest <= mostSamples ? undefined : `${largest} samples at once, at most ${mostSamples} fit`;
}

function largestInputs({ inputCount }: NetworkPlan, parts: readonly BatchPart[]): number[] {
  return Array.from({ length: inputCount }, (_, input) =>
    // NaN wins in Math.max, as it should.
    Math.max(...parts.map(({ samples }) => magnitudesOf(samples)[input])),
  );
}

const magnitudes = new WeakMap<SampleSource, readonly number[]>();

/** The largest magnitude of each input. Sources do not change, so each is searched once. */
function magnitudesOf(source: SampleSource): readonly number[] {
  let known = magnitudes.get(source);
  if (known === undefined) {
    known =
      source.kind === 'columns'
        ? source.columns.map(largestMagnitude)
        : source.columns.map((factors, i) => largestMagnitude(factors) * largestMagnitude(source.rows[i]));
    magnitudes.set(source, known);
  }
  return known;
}
