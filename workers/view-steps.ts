import type { Grid } from '../src/data/grid.ts';
import type { Processor } from '../src/experiment/names.ts';
import type { EvaluationCheck } from '../src/protocol/evaluation-messages.ts';
import type { Cooperative } from '../src/training/evaluation.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Vitals, VitalsMeter } from '../src/training/vitals.ts';
import { finestResolution, mapResolution, type CpuViews, type Metrics } from '../src/training/view.ts';
import type { GpuViews } from './gpu-views.ts';

/** Weights taken at a moment of the training, to be looked at while it goes on. */
export interface Captured {
  /** Epochs completed, with the fraction of the running one. */
  readonly epoch: number;
  readonly parameters: Float64Array;
  /** What the last batch added to the parameters, where that is known and wanted. */
  readonly update?: Float64Array | null;
  /** That the next batch was to be trained with. */
  readonly learningRate?: number | undefined;
}

export interface BuiltView extends Captured, Metrics {
  readonly boundary: Grid;
  readonly maps: Grid;
  readonly evaluatedOn: Processor;
  readonly pointsPerSecond: number | null;
  /** Rows that the figures are of; null where they are of all. */
  readonly sampleRows: number | null;
  /** How it stood the check against the CPU; null if the CPU computed it. */
  readonly check: EvaluationCheck | null;
  /** Null where nobody asked for them, or there are no training rows. */
  readonly vitals?: Vitals | null;
}

export interface ViewRequest extends Captured {
  readonly run: Run;
  readonly cpu: CpuViews;
  /** The GPU to evaluate on, or null for the CPU. */
  readonly gpu: Pick<GpuViews, 'evaluate'> | null;
  readonly resolution: number;
  /** Figures of all rows, not of a sample. */
  readonly exactly: boolean;
  /** Maps to show again instead of evaluating new ones, when they are young enough. */
  readonly reuseMaps: Grid | null;
  /** Measures the vitals; left out or null where they are not wanted. */
  readonly vitals?: Pick<VitalsMeter, 'measure'> | null;
}

/** Computes all that is shown of some weights. What the GPU fails to do is done on the CPU, as finely as that can. */
export function* viewSteps(request: ViewRequest, now: Clock): Cooperative<BuiltView> {
  const { run, parameters, update = null, learningRate } = request;
  const view = yield* pictureSteps(request, now);
  const vitals = request.vitals ? yield* request.vitals.measure(run.train, parameters, update) : null;
  return { ...view, update, vitals, learningRate };
}

function* pictureSteps(request: ViewRequest, now: Clock): Cooperative<BuiltView> {
  const { epoch, parameters, cpu, gpu } = request;
  const onGpu = gpu === null ? null : yield* gpuSteps(request, gpu);
  if (onGpu !== null) return onGpu;
  const metrics = yield* cpu.metrics(parameters, request.exactly, true);
  const pictures = yield* cpuSteps(request, now);
  return {
    epoch,
    parameters,
    ...metrics,
    ...pictures,
    evaluatedOn: 'cpu',
    sampleRows: sampleRowsOf(request),
    check: null,
  };
}

function sampleRowsOf({ run, exactly }: ViewRequest): number | null {
  return exactly ? null : run.measured.sampleRows;
}

function* gpuSteps(request: ViewRequest, gpu: Pick<GpuViews, 'evaluate'>): Cooperative<BuiltView | null> {
  const { epoch, parameters, cpu } = request;
  const view = yield* gpu.evaluate({ ...request, grids: cpu.grids });
  if (view === null) return null;
  const { metrics, boundary, maps, pointsPerSecond, check } = view;
  return {
    epoch,
    parameters,
    ...metrics,
    boundary,
    maps,
    evaluatedOn: 'gpu',
    sampleRows: sampleRowsOf(request),
    pointsPerSecond,
    check: { epoch, points: check.points, value: check.largestDifference, bound: check.boundThere },
  };
}

function* cpuSteps(
  { cpu, parameters, resolution: wanted, reuseMaps }: ViewRequest,
  now: Clock,
): Cooperative<{ boundary: Grid; maps: Grid; pointsPerSecond: number | null }> {
  const resolution = Math.min(wanted, finestResolution);
  const clock = new Stopwatch(now);
  const boundary = yield* clock.timed(cpu.boundary(parameters, resolution));
  const maps = reuseMaps ?? (yield* clock.timed(cpu.maps(parameters)));
  const mapPoints = reuseMaps === null ? mapResolution * mapResolution : 0;
  const points = resolution * resolution + mapPoints;
  cpu.meter.add(points, clock.spentMs, clock.spans);
  return { boundary, maps, pointsPerSecond: cpu.meter.perSecond };
}

/** Counts only the time spent inside the steps, not the training between them. */
class Stopwatch {
  readonly #now: Clock;
  spentMs = 0;
  spans = 0;

  constructor(now: Clock) {
    this.#now = now;
  }

  *timed<T>(steps: Cooperative<T>): Cooperative<T> {
    for (;;) {
      const start = this.#now();
      const { done, value } = steps.next();
      this.spentMs += this.#now() - start;
      this.spans++;
      if (done) return value;
      yield value;
    }
  }
}
