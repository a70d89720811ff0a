import type { Samples } from '../src/backends/executor.ts';
import {
  leadingRows,
  outputCount,
  planActivation,
  rowCountOf,
  type NetworkPlan,
  type NetworkProgram,
  type PlanDisplay,
} from '../src/backends/webgpu/network-plan.ts';
import type { BatchPart, EvaluationBatch, SampleSource } from '../src/backends/webgpu/requests.ts';
import { spotCheckSteps, type SpotCheck } from '../src/backends/webgpu/spot-check.ts';
import { randomFromSeed, type Random } from '../src/data/random.ts';
import { isFormula, type Activation } from '../src/experiment/activation-formula.ts';
import type { LossName } from '../src/experiment/names.ts';
import { traceForward } from '../src/nn/forward-tapes.ts';
import type { Cooperative } from '../src/training/evaluation.ts';
import type { Network } from '../src/training/network.ts';
import { outcomeSteps } from '../src/training/outcomes.ts';
import { predictionMetrics, type Predicted } from '../src/training/prediction-metrics.ts';
import type { MeasuredSamples } from '../src/training/measured-samples.ts';
import type { Run } from '../src/training/run.ts';
import type { GridSamples } from '../src/training/samples.ts';
import type { Grid } from '../src/data/grid.ts';
import { finestWithin, mapResolution, type Metrics } from '../src/training/view.ts';
import type { Clock } from '../src/timing/clock.ts';
import { Meter } from '../src/timing/meter.ts';
import type { GpuKeeper } from './gpu-keeper.ts';
import { settled } from './job.ts';

/** Everything that is shown of some weights, computed on the GPU in one submission and checked. */
export interface GpuView {
  readonly boundary: Grid;
  readonly maps: Grid;
  readonly metrics: Metrics;
  readonly check: SpotCheck;
  /** From submission to results, by as many views as it takes to tell; null before. */
  readonly pointsPerSecond: number | null;
}

export interface GpuViewRequest {
  readonly run: Run;
  readonly parameters: Float64Array;
  readonly grids: GridSamples;
  /** Of the boundary, per side. */
  readonly resolution: number;
  /** Figures of all rows, not of a sample. */
  readonly exactly: boolean;
  /** Maps that are young enough to be shown again. */
  readonly reuseMaps: Grid | null;
}

/** What the GPU's times are taken by. */
export const gpuClock: Clock = () => performance.now();

/** Finest boundaries: a moving picture is also painted, at rest there is time. */
const finest = { training: 256, refinement: 1024 } as const;
/** Numbers that a boundary may take: a displayed output of each cell, and what is uploaded where it has no axes. */
const mostNumbers = { displayed: 2 ** 24, uploaded: 2 ** 22 } as const;
/** Points of each view that the CPU evaluates again. */
const checkedShare = 0.01;
/** Seed and stream of the generator that draws them. */
const checkSeed = 1;
const checkStream = 3;

/** Computes views on the GPU, and never shows one that does not stand the check. */
export class GpuViews {
  readonly #keeper: Pick<GpuKeeper, 'evaluator' | 'distrust'>;
  readonly #random: Random = randomFromSeed(checkSeed, checkStream);
  #current: AbortController | null = null;
  /** What a point of this network took, from submission to results. */
  #cost: { readonly networkKey: string; readonly meter: Meter } | null = null;
  /** Why the GPU cannot take a run, as it said itself. */
  readonly #refusals = new WeakMap<Run, string>();

  constructor(keeper: Pick<GpuKeeper, 'evaluator' | 'distrust'>) {
    this.#keeper = keeper;
  }

  get isAvailable(): boolean {
    return this.#keeper.evaluator !== null;
  }

  /** Why a run is nothing for the GPU, whatever its weights, in a sentence; null if that is not known. */
  refusalOf(run: Run): string | null {
    if (run.train.count === 0 || run.test.count === 0) return emptySide;
    return this.#refusals.get(run) ?? null;
  }

  /**
   * The finest boundary that is expected to fit into the time: a software adapter may need seconds for what a
   * graphics card does at once. A network not seen before is tried coarsely.
   */
  resolutionFor(run: Run, budgetMs: number, purpose: keyof typeof finest): number {
    const cost = this.#cost?.networkKey === run.network.key ? this.#cost.meter.mostMsPerUnit : Infinity;
    return finestWithin(budgetMs, cost, Math.min(finest[purpose], mostCellsASide(run)));
  }

  #meterOf({ key }: Network): Meter {
    if (this.#cost?.networkKey !== key) this.#cost = { networkKey: key, meter: new Meter(gpuClock) };
    return this.#cost.meter;
  }

  /**
   * Boundary, neuron maps and figures, or null when the GPU did not deliver and the CPU must. A random 1 % of the
   * points is evaluated again in double precision; a value that rounding does not explain switches the GPU off.
   * Whoever asks again no longer waits for what was asked before.
   */
  *evaluate(request: GpuViewRequest): Cooperative<GpuView | null> {
    this.#current?.abort();
    const { evaluator } = this.#keeper;
    if (evaluator === null) return null;
    this.#current = new AbortController();
    const batch = batchOf(request, this.#current.signal);
    const result = yield* settled(evaluator.evaluate(batch));
    if (!result.ok) {
      if (result.code === 'unsupported') this.#refusals.set(request.run, result.message);
      return null;
    }
    const check = yield* spotCheckSteps(batch, result.values, checkedShare, () => this.#random.uniform());
    if (check.outside !== undefined) {
      this.#keeper.distrust(check.outside);
      return null;
    }
    const points = batch.parts.reduce((sum, { samples }) => sum + countOf(samples), 0);
    const meter = this.#meterOf(request.run.network);
    meter.add(points, result.elapsedMs);
    const outcomes = yield* outcomesOf(request, result.values);
    const { metrics, ...shown } = pictures(request, result.values);
    return {
      ...shown,
      metrics: { ...metrics, ...outcomes },
      check,
      pointsPerSecond: meter.perSecond,
    };
  }
}

function mostCellsASide({ network, shown }: Run): number {
  const displayed = mostNumbers.displayed / network.outputCount;
  const uploaded =
    shown.slice.kind === 'components' ? mostNumbers.uploaded / network.shape.inputCount : Infinity;
  return Math.floor(Math.sqrt(Math.min(displayed, uploaded)));
}

const emptySide = 'The GPU waits until there are points that train and points for the test.';

/** Train and test set, then the boundary, then the maps if they are wanted. */
function batchOf(request: GpuViewRequest, signal: AbortSignal): EvaluationBatch {
  const { run, parameters, grids, resolution, reuseMaps } = request;
  const { train, test } = measuredBy(request);
  const program = programOf(run.network);
  const parts: BatchPart[] = [
    { samples: sourceOf(train), rows: leadingRows(program.plan) },
    { samples: sourceOf(test), rows: leadingRows(program.plan) },
    { samples: grids.axesAt(resolution), rows: outputCount(program.plan) },
  ];
  if (reuseMaps === null && program.neurons.length > 0)
    parts.push({ samples: grids.axesAt(mapResolution), rows: rowCountOf(program) });
  return { program, parameters, parts, signal };
}

function pictures(
  request: GpuViewRequest,
  [train, test, boundary, maps]: readonly Float32Array[],
): Pick<GpuView, 'boundary' | 'maps' | 'metrics'> {
  const { run, parameters, resolution, reuseMaps } = request;
  const { plan } = programOf(run.network);
  const firstMap = leadingRows(plan) * mapResolution ** 2;
  const predicted = (values: Float32Array): Predicted => predictedOf(values, outputCount(plan));
  return {
    boundary: { resolution, values: boundary },
    maps: reuseMaps ?? {
      resolution: mapResolution,
      values: maps?.subarray(firstMap) ?? new Float32Array(0),
    },
    metrics: predictionMetrics(run, measuredBy(request), parameters, predicted(train), predicted(test)),
  };
}

function* outcomesOf(
  request: GpuViewRequest,
  [train, test]: readonly Float32Array[],
): Cooperative<Required<Pick<Metrics, 'trainOutcomes' | 'testOutcomes'>>> {
  const { network, experiment } = request.run;
  const samples = measuredBy(request);
  const { outputCount: outputs } = network;
  const trained = predictedOf(train, outputs).displayed;
  const tested = predictedOf(test, outputs).displayed;
  return {
    trainOutcomes: yield* outcomeSteps(trained, samples.train, experiment.loss),
    testOutcomes: yield* outcomeSteps(tested, samples.test, experiment.loss),
  };
}

function measuredBy({ run, exactly }: GpuViewRequest): Pick<MeasuredSamples, 'train' | 'test'> {
  return exactly ? run : run.measured;
}

/** From the leading rows of all samples. */
function predictedOf(values: Float32Array, outputs: number): Predicted {
  const count = values.length / (2 * outputs);
  const rows = Array.from({ length: 2 * outputs }, (_, row) =>
    values.subarray(row * count, (row + 1) * count),
  );
  return { displayed: rows.slice(0, outputs), predictions: rows.slice(outputs) };
}

function countOf(source: SampleSource): number {
  return source.kind === 'columns' ? source.count : source.resolution ** 2;
}

const sources = new WeakMap<Samples, SampleSource>();

/** One object for each set of samples: the GPU knows by it what it has already. */
function sourceOf(samples: Samples): SampleSource {
  let source = sources.get(samples);
  if (source === undefined) {
    source = { kind: 'columns', columns: samples.inputs, count: samples.count };
    sources.set(samples, source);
  }
  return source;
}

const programs = new WeakMap<Network, NetworkProgram>();

/** The network as the GPU knows it; the same object for the same network. */
export function programOf(network: Network): NetworkProgram {
  let program = programs.get(network);
  if (program === undefined) {
    const { shape, shownNeurons } = network;
    program = {
      plan: planOf(network),
      neurons: shownNeurons,
      trace: () => traceForward(shape, shownNeurons),
    };
    programs.set(network, program);
  }
  return program;
}

function planOf({ shape, module }: Network): NetworkPlan {
  const missing = module.layers.findIndex(({ activation }) => planActivation(activation) === null);
  return {
    inputCount: module.inputs.length,
    layers: module.layers.map(({ weights, biases, activation }) => ({
      width: weights.rows.length,
      weightOffset: weights.offset,
      biasOffset: biases.offset,
      // Where one is missing, nothing of the plan is run.
      activation: planActivation(activation) ?? 'linear',
    })),
    display: displays[shape.loss],
    ...(missing < 0
      ? {}
      : {
          unsupported: `layer ${missing + 1}: ${unwritten(module.layers[missing].activation)} is not written for the GPU`,
        }),
  };
}

function unwritten(activation: Activation): string {
  return isFormula(activation) ? 'a typed activation' : activation;
}

/** What each loss does to its outputs before they are shown. */
const displays = {
  'squared-error': 'identity',
  'half-squared-error': 'identity',
  absolute: 'identity',
  huber: 'identity',
  hinge: 'identity',
  'squared-hinge': 'identity',
  'binary-cross-entropy': 'two-sigmoid-minus-one',
  'cross-entropy': 'softmax',
} as const satisfies Record<LossName, PlanDisplay>;
