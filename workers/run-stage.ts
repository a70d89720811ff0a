import type { EngineReport } from '../src/protocol/engine-messages.ts';
import type { Checkpoint } from '../src/protocol/messages.ts';
import type { Run } from '../src/training/run.ts';
import type { Engines } from './engines.ts';
import type { LandscapeScheduler } from './landscape-scheduler.ts';
import type { RunKeeper } from './run-keeper.ts';
import type { TrainingLoop } from './training-loop.ts';
import type { ViewScheduler } from './view-scheduler.ts';

export interface StageParts {
  readonly keeper: RunKeeper;
  readonly views: ViewScheduler;
  readonly landscape: LandscapeScheduler;
  readonly loop: TrainingLoop;
  readonly engines: Engines;
}

/** Where the present run stands: the loop trains it and others look at it, and another takes its place for all at once. */
export class RunStage {
  readonly keeper: RunKeeper;
  readonly views: ViewScheduler;
  readonly landscape: LandscapeScheduler;
  readonly loop: TrainingLoop;
  readonly #engines: Engines;

  constructor({ keeper, views, landscape, loop, engines }: StageParts) {
    this.keeper = keeper;
    this.views = views;
    this.landscape = landscape;
    this.loop = loop;
    this.#engines = engines;
  }

  /** Another run takes the place of the present one. */
  begin(run: Run, running: boolean): void {
    this.views.begin(run);
    this.landscape.begin(run);
    if (run.isReady) this.views.capture(run, true, false);
    this.loop.begin(running && run.shortfall === null ? 'running' : run.isTrained ? 'paused' : 'ready');
  }

  /** Nothing is looked at before it is trained: initial weights are not what is asked for. */
  follow(run: Run, epochs: number): void {
    this.views.begin(run);
    this.landscape.begin(run);
    if (run.shortfall === null) this.loop.follow(epochs);
    else this.loop.begin('ready');
  }

  /** What trains it. */
  engineReport(run: Run): EngineReport {
    const { fallbackReason } = this.#engines.choose(run.experiment.engine, run.experiment.fused);
    return { name: run.backend.name, fallbackReason, compiled: run.figures };
  }

  /** Whoever trains a run that stands in its past begins another future; the one that it had, or null. */
  goOnFromHere(): Checkpoint | null {
    const left = this.keeper.goOnFromHere();
    if (left !== null) this.landscape.cutAfter(this.keeper.current?.progress ?? 0);
    return left;
  }
}
