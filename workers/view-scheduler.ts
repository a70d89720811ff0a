import type { EvaluatorName, Processor } from '../src/experiment/names.ts';
import type { View } from '../src/protocol/snapshot-messages.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Grid } from '../src/data/grid.ts';
import { CpuViews, finestResolution } from '../src/training/view.ts';
import type { AutoEvaluator } from './auto-evaluator.ts';
import type { GpuViews } from './gpu-views.ts';
import { Job } from './job.ts';
import { VitalsDesk } from './vitals-desk.ts';
import { viewSteps, type BuiltView, type Captured } from './view-steps.ts';

/** A new view at most this often: the eye needs no more, and the training wants the time. */
const viewIntervalMs = 33;
/** Neuron maps change more slowly than the boundary while training runs. */
const mapsIntervalMs = 100;
/** What the boundary of one view may cost on the CPU, while training and while idle. */
const boundaryBudgetMs = { training: 8, idle: 40 };
/** The same for the GPU, which works while training goes on; and for a picture refined at rest. */
const gpuBudgetMs = { training: 50, refinement: 1000 };

/** What is handed over to whoever takes it first. */
type Pictures = Pick<BuiltView, 'boundary' | 'maps' | 'vitals'>;

/** A finished view: what it was computed from stays here, its pictures go to whoever takes them first. */
interface PublishedView extends Pick<BuiltView, 'check' | 'learningRate'> {
  readonly figures: Omit<BuiltView, 'check' | 'update' | 'learningRate' | keyof Pictures>;
  readonly update: Float64Array | null;
  readonly hasVitals: boolean;
  /** Of the boundary. */
  readonly resolution: number;
  /** Null once they were taken. */
  readonly pictures: Pictures | null;
}

/**
 * Decides when weights are looked at and how finely, and holds the last finished view of the run.
 * One job at a time; coarse first, and when nothing trains, again at full resolution.
 */
export class ViewScheduler {
  evaluator: EvaluatorName = 'cpu';
  published: PublishedView | null = null;
  /** Grows with every published view, over all runs. */
  version = 0;

  readonly #gpu: GpuViews;
  readonly #auto: AutoEvaluator;
  readonly #now: Clock;
  readonly #onView: (view: BuiltView) => void;
  #run: Run | null = null;
  #cpu: CpuViews | null = null;
  #job: Job | null = null;
  /** The job looks at the published weights once more: finer, or because their pictures are gone. */
  #jobIsRepeat = false;
  /** The pictures that were taken are asked for again, by someone who no longer has them. */
  #isMissed = false;
  /** What was refined last: an evaluator that declined these weights is not asked for the same again. */
  #refined: { parameters: Float64Array; processor: Processor; resolution: number } | null = null;
  #wanted = true;
  readonly #vitals: VitalsDesk;
  #capturedAt = -Infinity;
  /** Maps that later views show again while training goes on: each of those gets a copy. */
  #maps: { readonly grid: Grid; readonly computedAt: number } | null = null;

  /** `onView` is told of each view of newly captured weights. */
  constructor(gpu: GpuViews, auto: AutoEvaluator, now: Clock, onView: (view: BuiltView) => void) {
    this.#gpu = gpu;
    this.#auto = auto;
    this.#now = now;
    this.#vitals = new VitalsDesk(now);
    this.#onView = onView;
  }

  /** Looks at another run from now on; `keepView` when its weights are those that are shown. */
  begin(run: Run, keepView = false): void {
    this.#job = null;
    const previous = this.#cpu;
    this.#cpu = new CpuViews(run, this.#now, previous);
    previous?.dispose();
    this.#run = run;
    this.#capturedAt = -Infinity;
    this.#maps = null;
    if (keepView) return;
    this.published = null;
    this.#isMissed = false;
  }

  /** The page has asked, and has the view of this version: there is someone to look. */
  request(version: number, vitals = false, record = false, isUrgent = false): void {
    this.#wanted = true;
    this.#vitals.request(vitals, record, isUrgent);
    this.#isMissed = this.published?.pictures === null && this.version > version;
  }

  /** Whether the run is to know what its last batch changed. */
  get watchesUpdates(): boolean {
    return this.#vitals.watchesUpdates;
  }

  /** The view, if it is newer than this version. Its arrays are the caller's from now on. */
  take(version: number): View | null {
    if (this.published === null || this.version <= version) return null;
    const { figures, pictures } = this.published;
    if (pictures === null) return null;
    this.published = { ...this.published, pictures: null };
    const { boundary, maps, vitals } = pictures;
    const parameters = figures.parameters.slice();
    const view = { ...figures, boundary, maps, version: this.version, parameters };
    // The update is kept, for a view of the same weights again.
    return vitals ? { ...view, vitals: { ...vitals, update: vitals.update?.slice() ?? null } } : view;
  }

  /** True when the last captured weights were shown to someone, and none are being looked at. */
  get isSeen(): boolean {
    return this.published?.pictures === null && (this.#job === null || this.#jobIsRepeat);
  }

  /** True while newly captured weights are being looked at. */
  get isLooking(): boolean {
    return this.#job !== null && !this.#jobIsRepeat;
  }

  /** What evaluates the present run on the CPU. */
  get cpu(): CpuViews | null {
    return this.#cpu;
  }

  /** True when weights should be captured at the next end of an epoch. */
  get isDue(): boolean {
    if (!this.#wanted || (this.#job !== null && !this.#jobIsRepeat)) return false;
    return this.#now() - this.#capturedAt >= viewIntervalMs;
  }

  /** Looks at the run's present weights; `replace` drops a view in progress. */
  capture(run: Run, replace: boolean, training: boolean): void {
    if (this.#job !== null && !this.#jobIsRepeat && !replace) return;
    this.#wanted = false;
    this.#capturedAt = this.#now();
    const records = this.#vitals.recordsNow(run);
    const update = this.#vitals.isWatched || records ? run.lastUpdate() : null;
    run.watchesUpdates = this.#vitals.watchesUpdates;
    const { progress: epoch, learningRate } = run;
    this.#start({ epoch, parameters: run.parameters(), update, learningRate }, training, records);
  }

  /** Looks at weights that stay for now, at once and coarsely, but with maps of their own. */
  captureEnd(run: Run): void {
    this.#maps = null;
    this.capture(run, true, true);
  }

  #start(captured: Captured, training: boolean, records = false): void {
    if (this.#run === null || this.#cpu === null) return;
    const processor = this.processorFor(this.#run);
    this.#jobIsRepeat = captured.parameters === this.published?.figures.parameters;
    const refinement = this.#jobIsRepeat && !training;
    const request = {
      ...captured,
      run: this.#run,
      cpu: this.#cpu,
      gpu: processor === 'gpu' ? this.#gpu : null,
      resolution: this.#resolution(this.#run, this.#cpu, training, refinement),
      exactly: refinement || this.#run.measured.sampleRows === null,
      reuseMaps: training ? this.#youngMaps() : null,
      vitals: this.#vitals.meterOf(this.#run, records),
    };
    const { resolution, parameters } = request;
    if (refinement) this.#refined = { parameters, processor, resolution };
    this.#job = Job.of(viewSteps(request, this.#now), (view) => {
      this.#publish(view, training);
    });
  }

  #resolution(run: Run, cpu: CpuViews, training: boolean, refinement: boolean): number {
    if (this.processorFor(run) === 'gpu') {
      const purpose = refinement ? 'refinement' : 'training';
      return this.#gpu.resolutionFor(run, gpuBudgetMs[purpose], purpose);
    }
    if (refinement) return finestResolution;
    return cpu.resolutionFor(training ? boundaryBudgetMs.training : boundaryBudgetMs.idle);
  }

  #youngMaps(): Grid | null {
    const maps = this.#maps;
    return maps !== null && this.#now() - maps.computedAt < mapsIntervalMs ? maps.grid : null;
  }

  #publish(view: BuiltView, training: boolean): void {
    const isNew = view.parameters !== this.published?.figures.parameters;
    this.#isMissed = false;
    if (this.#run !== null && isFinite(view, this.#run)) {
      const {
        boundary,
        maps,
        check,
        update = null,
        vitals: measured = null,
        learningRate,
        ...figures
      } = view;
      // Those for the record alone are nobody's to show.
      const vitals = this.#vitals.isWatched ? measured : null;
      const pictures = { boundary, maps: training ? this.#shared(maps) : maps, vitals };
      const [resolution, hasVitals] = [boundary.resolution, vitals !== null];
      this.published = { figures, check, update, learningRate, resolution, hasVitals, pictures };
      this.version++;
    }
    if (isNew) this.#onView(view);
  }

  /** A copy to give away of maps that are kept for the next views. */
  #shared(maps: Grid): Grid {
    if (this.#maps?.grid !== maps) this.#maps = { grid: maps, computedAt: this.#now() };
    return { ...maps, values: maps.values.slice() };
  }

  /** True when `advance` has something to do now. */
  hasWork(training: boolean): boolean {
    if (this.#job !== null) return this.#job.waitingFor === null;
    return this.#isMissed || this.#nextIsRefinement(training);
  }

  /** What the job waits for, if there is nothing to do before it settles. */
  get waitingFor(): Promise<unknown> | null {
    return this.#job?.waitingFor ?? null;
  }

  advance(deadline: number, training: boolean): void {
    if (training && this.#jobIsRepeat && !this.#isMissed) this.#job = null;
    if (this.#job === null) this.#startNext(training);
    this.#job?.advance(this.#now, deadline);
    if (this.#job?.finished) this.#job = null;
    if (this.#job === null) this.#jobIsRepeat = false;
  }

  #startNext(training: boolean): void {
    const { published } = this;
    if (published === null) return;
    const { update, learningRate } = published;
    const again = { ...published.figures, update, learningRate };
    if (this.#isMissed || this.#nextIsRefinement(training)) this.#start(again, training);
  }

  /** While idle, the shown weights deserve the finest picture, by the chosen evaluator. */
  #nextIsRefinement(training: boolean): boolean {
    const { published } = this;
    if (training || published === null) return false;
    if (this.#run === null || this.#cpu === null) return false;
    if (this.#vitals.isWatched && !published.hasVitals && this.#run.train.count > 0) return true;
    const processor = this.processorFor(this.#run);
    const resolution = this.#resolution(this.#run, this.#cpu, false, true);
    const { parameters, evaluatedOn, sampleRows } = published.figures;
    const last = this.#refined;
    const wasTried =
      last?.parameters === parameters && last.processor === processor && last.resolution === resolution;
    return (
      !wasTried && (published.resolution < resolution || evaluatedOn !== processor || sampleRows !== null)
    );
  }

  /** Where this run is evaluated now. */
  processorFor(run: Run): Processor {
    if (!this.#gpu.isAvailable || this.#gpu.refusalOf(run) !== null) return 'cpu';
    return this.evaluator === 'auto' ? this.#auto.processorFor(run) : this.evaluator;
  }

  /** Ends everything; the scheduler must not be used after it. */
  dispose(): void {
    this.#job = null;
    this.#cpu?.dispose();
    this.#cpu = null;
    this.#vitals.dispose();
  }
}

/** Nothing that is not a number is ever shown, unless there was nothing to measure. */
export function isFinite(view: BuiltView, run: Run): boolean {
  return (
    isMeasuredLoss(view.trainLoss, run.train) &&
    isMeasuredLoss(view.testLoss, run.test) &&
    Number.isFinite(view.penalty) &&
    areFinite(view.boundary.values) &&
    areFinite(view.maps.values)
  );
}

/** Of some ten thousand numbers of each view: 0 times a number is 0, and else NaN. */
function areFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += 0 * values[i];
  return sum === 0;
}

/** A finite loss, or that of no samples. */
export function isMeasuredLoss(loss: number, { count }: Run['train']): boolean {
  return Number.isFinite(loss) || count === 0;
}
