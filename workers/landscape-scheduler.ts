import type { Processor } from '../src/experiment/names.ts';
import type { Landscape, LandscapeRequest, LandscapeSettings } from '../src/protocol/landscape-messages.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { CpuLandscape, type LandscapeEvaluator } from '../src/training/landscape/evaluator.ts';
import { coarsened } from '../src/training/landscape/grid.ts';
import { project, randomPlane } from '../src/training/landscape/plane.ts';
import { sliceSteps, type Slice } from '../src/training/landscape/slice.ts';
import { Trail, type TrailPoint } from '../src/training/landscape/trail.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { GpuLandscape } from './gpu-landscape.ts';
import { Job } from './job.ts';

/** The first picture, and the coarsest there is. */
const coarsestCells = 16;
/** A slice that follows the weights is taken anew at most this often while training. */
const followIntervalMs = 100;
/** What a first picture may take; finer ones come after it, and not at all while the weights move. */
const firstBudgetMs = 25;

/** A finished slice and what it was asked for. */
interface ShownSlice extends Slice {
  readonly centre: TrailPoint;
  readonly seed: number;
  /** Who was asked first; another one may have done it. */
  readonly asked: Processor;
}

/** What to compute next: a slice through these weights, or the one that is shown with twice as many cells. */
type Target =
  | { readonly kind: 'new'; readonly centre: TrailPoint }
  | { readonly kind: 'finer'; readonly slice: ShownSlice };

/**
 * Decides when and how finely the loss landscape is looked at, and holds the last finished slice of the run. Works
 * only while someone asks, one grid at a time: coarse first, then twice as fine until it is as fine as was asked for.
 */
export class LandscapeScheduler {
  readonly #now: Clock;
  /** The GPU's evaluator of a run, or null for the CPU. */
  readonly #gpuFor: (run: Run) => GpuLandscape | null;
  readonly #trail = new Trail();
  #run: Run | null = null;
  #cpu: CpuLandscape | null = null;
  #latest: TrailPoint | null = null;
  /** Whether the way goes on after it. */
  #isInPast = false;
  #settings: LandscapeSettings | null = null;
  #slice: ShownSlice | null = null;
  /** Grows with every slice, over all runs. */
  #version = 0;
  #job: Job | null = null;
  #jobIsRefinement = false;
  /** Who evaluates the job on the GPU: it must be told when the job is dropped, wherever the next one runs. */
  #jobGpu: GpuLandscape | null = null;
  #wanted = false;
  #startedAt = -Infinity;

  constructor(now: Clock, gpuFor: (run: Run) => GpuLandscape | null) {
    this.#now = now;
    this.#gpuFor = gpuFor;
  }

  /** Looks at another run from now on; `keepView` when its weights are those of the one before. */
  begin(run: Run, keepView = false): void {
    this.#drop();
    const isSameData = this.#run?.dataSet === run.dataSet;
    this.#run = run;
    if (this.#cpu?.isFor(run) === false) {
      this.#cpu.dispose();
      this.#cpu = null;
    }
    // The way of the weights goes on through other losses.
    if (!keepView || !isSameData) this.#slice = null;
    if (keepView) return;
    this.#trail.clear();
    this.#latest = null;
  }

  /** The run has been here. Takes over the arrays. */
  report(position: TrailPoint): void {
    this.#latest = position;
    this.#isInPast = false;
    this.#trail.report(position);
  }

  /** The run stands at an earlier moment of its past: its way is seen as far as that, and what came after it stays. */
  standAt(position: TrailPoint): void {
    this.#latest = position;
    this.#isInPast = true;
  }

  /** It goes on otherwise from there. */
  cutAfter(epoch: number): void {
    this.#trail.cutAfter(epoch);
  }

  /** Someone looks. */
  request({ settings, version }: LandscapeRequest, runId: RunId, training: boolean): Landscape {
    this.#wanted = true;
    const before = this.#settings;
    this.#settings = settings;
    if (before !== null && (!isSamePlane(before, settings) || this.#isToStay(before, settings))) this.#drop();
    this.#coarsenTo(settings.cells);
    return {
      runId,
      slice: this.#version > version ? this.#published() : null,
      version: this.#slice === null ? 0 : this.#version,
      path: this.#path(),
      pending: this.#job !== null || this.#next(training) !== null,
    };
  }

  /** A slice under way through newer weights must not come after it was said that the shown one stays. */
  #isToStay(before: LandscapeSettings, { follow }: LandscapeSettings): boolean {
    return before.follow && !follow && this.#slice !== null && !this.#jobIsRefinement;
  }

  #published(): Landscape['slice'] {
    const slice = this.#slice;
    if (slice === null || this.#run === null) return null;
    const { grid, centre, seed, points, elapsedMs, evaluatedOn } = slice;
    const evaluations = points * this.#run.measured.train.count;
    return {
      version: this.#version,
      epoch: centre.epoch,
      seed,
      extent: grid.extent,
      cells: grid.cells,
      losses: grid.losses.slice(),
      evaluatedOn,
      evaluationsPerSecond: elapsedMs === null ? null : (evaluations / elapsedMs) * 1000,
    };
  }

  #path(): Landscape['path'] {
    const plane = this.#slice?.plane;
    const latest = this.#latest;
    if (plane === undefined || latest === null) return [];
    const earlier = this.#trail.positions.filter((position) =>
      this.#isInPast ? position.epoch < latest.epoch : position !== latest,
    );
    return [...earlier, latest].map(({ epoch, parameters }) => ({ epoch, ...project(plane, parameters) }));
  }

  /** True when `advance` has something to do now. */
  hasWork(training: boolean): boolean {
    if (this.#job !== null) return this.#job.waitingFor === null;
    return this.#next(training) !== null;
  }

  /** What the job waits for, if there is nothing to do before it settles. */
  get waitingFor(): Promise<unknown> | null {
    return this.#job?.waitingFor ?? null;
  }

  advance(deadline: number, training: boolean): void {
    // What follows the weights shows where they are now: refining where they were would come too late.
    if (training && this.#jobIsRefinement && this.#settings?.follow === true) this.#drop();
    const next = this.#job === null ? this.#next(training) : null;
    if (next !== null) this.#start(next);
    this.#job?.advance(this.#now, deadline);
    if (this.#job?.finished) this.#drop();
  }

  #next(training: boolean): Target | null {
    const settings = this.#settings;
    const latest = this.#latest;
    if (!this.#wanted || settings === null || latest === null) return null;
    const shown = this.#slice;
    const isAsked = shown !== null && shown.seed === settings.seed && shown.grid.extent === settings.extent;
    if (!isAsked) return { kind: 'new', centre: latest };
    const moves = training && settings.follow;
    if (settings.follow && shown.centre.parameters !== latest.parameters) {
      if (moves && this.#now() - this.#startedAt < followIntervalMs) return null;
      return { kind: 'new', centre: latest };
    }
    if (shown.asked !== this.#processor()) return { kind: 'new', centre: shown.centre };
    return moves || shown.grid.cells >= settings.cells ? null : { kind: 'finer', slice: shown };
  }

  #processor(): Processor {
    return this.#run !== null && this.#gpuFor(this.#run) !== null ? 'gpu' : 'cpu';
  }

  #start(target: Target): void {
    const run = this.#run;
    const settings = this.#settings;
    if (run === null || settings === null) return;
    const { seed, extent } = settings;
    const isRefinement = target.kind === 'finer';
    this.#jobGpu = this.#gpuFor(run);
    const evaluators = this.#evaluators(run, this.#jobGpu);
    const { centre } = isRefinement ? target.slice : target;
    const request = isRefinement
      ? { plane: target.slice.plane, cells: 2 * target.slice.grid.cells, coarser: target.slice.grid }
      : {
          plane: randomPlane(centre.parameters, run.network.layers, seed),
          cells: firstCells(settings.cells, evaluators[0].msPerPoint),
          coarser: null,
        };
    this.#wanted = false;
    this.#jobIsRefinement = isRefinement;
    if (!isRefinement) this.#startedAt = this.#now();
    this.#job = Job.of(sliceSteps({ ...request, extent, evaluators }), (slice) => {
      this.#slice = { ...slice, centre, seed, asked: evaluators[0].name };
      this.#version++;
    });
  }

  /** In the order in which they are asked. */
  #evaluators(run: Run, gpu: GpuLandscape | null): readonly [LandscapeEvaluator, ...LandscapeEvaluator[]] {
    this.#cpu ??= new CpuLandscape(run, this.#now);
    return gpu === null ? [this.#cpu] : [gpu, this.#cpu];
  }

  #coarsenTo(cells: number): void {
    const slice = this.#slice;
    if (slice === null || slice.grid.cells <= cells) return;
    this.#drop();
    this.#slice = { ...slice, grid: coarsened(slice.grid, cells) };
    this.#version++;
  }

  #drop(): void {
    if (this.#job?.finished === false) this.#jobGpu?.abort();
    this.#job = null;
    this.#jobGpu = null;
    this.#jobIsRefinement = false;
  }

  /** Ends everything; the scheduler must not be used after it. */
  dispose(): void {
    this.#drop();
    this.#cpu?.dispose();
    this.#cpu = null;
  }
}

function isSamePlane(a: LandscapeSettings, b: LandscapeSettings): boolean {
  return a.seed === b.seed && a.extent === b.extent;
}

/** The finest grid that is expected to fit into the time for a first picture, no finer than asked for. */
function firstCells(wanted: number, msPerPoint: number): number {
  let cells = coarsestCells;
  while (cells < wanted && (2 * cells + 1) ** 2 * msPerPoint <= firstBudgetMs) cells *= 2;
  return cells;
}
