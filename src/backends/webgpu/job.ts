import { largestMagnitude, overflowProblem } from './magnitude.ts';
import {
  outputsProblem,
  planProblem,
  rowCountOf,
  type NetworkPlan,
  type RequestedOutputs,
} from './network-plan.ts';
import { packTables, packWeights, type PackedTables } from './pack.ts';
import { failure, type EvaluationFailure } from './results.ts';
import { workgroupSize } from './shader.ts';

export interface EvaluationRequest {
  readonly plan: NetworkPlan;
  /** Flat, laid out as the plan says. Read during the call only. */
  readonly parameters: Float64Array;
  /**
   * `columns[input][sample]`, each at least `sampleCount` long. Uploaded once and known by their identity from then
   * on: an array that was handed in must never be written to again.
   */
  readonly columns: readonly Float64Array[];
  readonly sampleCount: number;
  readonly outputs: RequestedOutputs;
}

/** A request that was checked, with all that may change packed. */
export interface Job {
  readonly weights: Float32Array<ArrayBuffer>;
  readonly tables: PackedTables;
  readonly columns: readonly Float64Array[];
  readonly sampleCount: number;
  readonly resultBytes: number;
}

type Limits = Pick<
  GPUSupportedLimits,
  'maxComputeWorkgroupsPerDimension' | 'maxStorageBufferBindingSize' | 'maxBufferSize'
>;

const bytesPerNumber = 4;

/** Checks a request against the plan's and the device's limits, and packs it. */
export function prepareJob(
  { plan, parameters, columns, sampleCount, outputs }: EvaluationRequest,
  limits: Limits,
): { readonly ok: true; readonly job: Job } | EvaluationFailure {
  const unsupported =
    planProblem(plan, parameters.length) ??
    outputsProblem(plan, outputs) ??
    samplesProblem(plan, columns, sampleCount) ??
    sizeProblem(plan, sampleCount, rowCountOf(outputs), limits);
  if (unsupported !== undefined)
    return failure('unsupported', `The GPU cannot run this network: ${unsupported}.`);

  const overflow = overflowProblem(plan, parameters, columns.map(knownMagnitude));
  if (overflow !== undefined)
    return failure('not-finite', `The network is beyond what the GPU can compute: ${overflow}.`);
  const job: Job = {
    weights: packWeights(plan, parameters),
    tables: packTables(plan, outputs, sampleCount),
    columns: [...columns],
    sampleCount,
    resultBytes: rowCountOf(outputs) * sampleCount * bytesPerNumber,
  };
  return { ok: true, job };
}

const magnitudes = new WeakMap<Float64Array, number>();

/** Columns do not change, so each is searched once. */
function knownMagnitude(column: Float64Array): number {
  const known = magnitudes.get(column);
  if (known !== undefined) return known;
  const magnitude = largestMagnitude(column);
  magnitudes.set(column, magnitude);
  return magnitude;
}

function samplesProblem(
  { inputCount }: NetworkPlan,
  columns: readonly Float64Array[],
  sampleCount: number,
): string | undefined {
  if (!Number.isInteger(sampleCount) || sampleCount < 1)
    return `expected at least 1 sample, got ${sampleCount}`;
  if (columns.length !== inputCount) return `expected ${inputCount} columns, got ${columns.length}`;
  const short = columns.findIndex((column) => column.length < sampleCount);
  return short < 0
    ? undefined
    : `column ${short + 1} has ${columns[short].length} values for ${sampleCount} samples`;
}

function sizeProblem(
  { inputCount }: NetworkPlan,
  sampleCount: number,
  rowCount: number,
  { maxComputeWorkgroupsPerDimension, maxStorageBufferBindingSize, maxBufferSize }: Limits,
): string | undefined {
  const paddedInputs = Math.ceil(inputCount / 4) * 4;
  const most = Math.min(
    maxComputeWorkgroupsPerDimension * workgroupSize,
    Math.floor(
      Math.min(maxStorageBufferBindingSize, maxBufferSize) /
        bytesPerNumber /
        Math.max(paddedInputs, rowCount),
    ),
  );
  return sampleCount <= most ? undefined : `${sampleCount} samples at once, at most ${most} fit`;
}
