import type { SpeedName, StepName } from '../src/experiment/names.ts';
import type { Followed, SampleStep, TrainingStatus } from '../src/protocol/snapshot-messages.ts';
import { nextMeasured } from '../src/training/history.ts';
import type { Run } from '../src/training/run.ts';
import type { StopReason } from '../src/training/stopping.ts';
import type { Clock, TrainingPoint } from '../src/training/trainer.ts';
import type { EpochMeter } from './epoch-meter.ts';
import { FollowedPace } from './followed-pace.ts';
import { Job } from './job.ts';
import type { LandscapeScheduler } from './landscape-scheduler.ts';
import { Pace } from './pace.ts';
import type { RunKeeper } from './run-keeper.ts';
import { SampleSteps } from './sample-steps.ts';
import { Throughput } from './throughput.ts';
import type { ViewScheduler } from './view-scheduler.ts';

/** One turn of the loop: how long it may train, and look, before messages are let in. */
const sliceMs = 10;
const sliceWithViewMs = { training: 7, view: 3 };
/** For how long a view waits for the end of an epoch, before it is one of the middle. */
const untilEpochMs = 20;
/** One that is followed lets messages in more often: the newest change counts, and it is shown unfinished only after a while. */
const followSliceMs = 4;
const unfinishedMs = 100;
/** Fewer epochs are measured of a training that may be over in a moment: each of these, and then as ever. */
const followedFirst = 64;
/** A picture of a film that takes longer than this is shown as far as it has come. */
const longFrameMs = 50;
/** A pause still finishes the running epoch if that takes no longer than this. */
const finishEpochMs = 30;

export interface LoopParts {
  readonly keeper: RunKeeper;
  readonly views: ViewScheduler;
  readonly landscape: LandscapeScheduler;
  readonly meter: EpochMeter;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** What escapes the loop: the owner must learn of it, or the page waits for ever. */
  readonly onCrash: (error: unknown) => void;
}

/** Someone who looks at the weights in steps while training goes on. */
type Looker = Pick<ViewScheduler | LandscapeScheduler, 'hasWork' | 'waitingFor' | 'advance'>;

/**
 * Prepares, trains and looks in short slices, between which messages are answered; rests when there is nothing to do.
 * What is asked of a run that is still being prepared is done as soon as it is ready.
 */
export class TrainingLoop {
  status: TrainingStatus = 'ready';
  /** The epoch (from 1) in which a loss or a weight stopped being finite. */
  divergedInEpoch: number | null = null;
  readonly #pace = new Pace();
  readonly throughput = new Throughput();
  readonly #parts: LoopParts;
  /** Where 'step' ends by epochs. */
  #lastEpoch = Infinity;
  /** Where training that goes picture by picture has its next one; null while the last one is not painted yet. */
  #frameEnd: TrainingPoint | null = null;
  #frameSince = 0;
  /** A step of one batch: it is a single picture. */
  #stepsBatch = false;
  /** Why it stopped by itself the last time; null since it goes on, or where someone else has stopped it. */
  stopped: StopReason | null = null;
  readonly #samples = new SampleSteps();
  /** Whether each batch, or each sample, can be followed. */
  isSlow = false;
  /** Of a run that is trained for so many epochs at every change. */
  #following: { readonly epochs: number; readonly since: number } | null = null;
  readonly #followedPace: FollowedPace;
  /** Where a training that is done again ends; null where none is. */
  #goal: TrainingPoint | null = null;
  /** What a run that is not ready yet waits for. */
  #preparation: { readonly run: Run; readonly job: Job } | null = null;
  /** Since when a view has waited for the end of an epoch; null while none does. */
  #looksSince: number | null = null;
  #isLooping = false;
  /** Who looked last. */
  #looked: Looker | null = null;
  #interrupt: () => void = () => undefined;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#followedPace = new FollowedPace(parts.now);
  }

  /** Another run takes the place of the present one, to be trained for so many epochs before it is looked at. */
  follow(epochs: number): void {
    this.#begin('running');
    this.#followedPace.epochs = epochs;
    this.#following = { epochs, since: this.#parts.now() };
    this.#lastEpoch = epochs;
    this.wake();
  }

  /** Another run takes the place of the present one. */
  begin(status: TrainingStatus): void {
    this.#begin(status);
    this.wake();
  }

  #begin(status: TrainingStatus): void {
    this.status = status;
    this.#followedPace.epochs = null;
    this.divergedInEpoch = null;
    this.#samples.shown = null;
    this.stopped = null;
    this.#rest();
  }

  /** The present run stands at a point of its past: what it did then is done again up to a goal, and shown. */
  travel(run: Run, goal: TrainingPoint): void {
    this.#begin(run.isTrained ? 'paused' : 'ready');
    this.#goal = goal;
    this.wake();
  }

  /** What training sample by sample has come to; null where it goes on otherwise. */
  get sample(): SampleStep | null {
    return this.#samples.shown;
  }

  #rest(): void {
    this.#goal = null;
    this.#lastEpoch = Infinity;
    this.#frameEnd = null;
    this.#stepsBatch = false;
    this.#following = null;
  }

  /** How the present run is followed; null where it is not. */
  get followed(): Followed | null {
    return this.#followedPace.figures;
  }

  set speed(speed: SpeedName) {
    this.#pace.speed = speed;
    if (this.status === 'running' && this.#pace.part !== 'sample') this.#samples.shown = null;
    if (this.status === 'running') this.isSlow = this.#pace.part !== null;
    if (!this.#stepsBatch) this.#frameEnd = null;
    this.wake();
  }

  /** So many frames were painted: a film goes on to its next picture if the last one is among them. */
  paint(run: Run, frames: number): void {
    const isNext = this.#frameEnd === null && this.#parts.views.isSeen;
    const { frame } = this.#pace;
    if (frame === null || this.status !== 'running' || !run.isReady || !isNext) return;
    this.#beginFrame(run.filmEnd(frame.batches, frames, frame.epochs));
    this.wake();
  }

  #beginFrame(end: TrainingPoint): void {
    this.#frameEnd = end;
    this.#frameSince = this.#parts.now();
  }

  play(): void {
    this.isSlow = this.#pace.part !== null;
    if (this.#pace.part !== 'sample') this.#samples.shown = null;
    this.#start(Infinity, false);
  }

  /** Trains to the end of the next epoch, of the next batch, or on the next sample; epochs of steps that are under way count. */
  step(run: Run, by: StepName): void {
    this.isSlow = by !== 'epoch';
    if (by === 'sample') {
      if (this.status === 'running') this.#stop(run);
      if (!this.#samples.see(run)) return;
    } else this.#samples.shown = null;
    const isStepping = this.status === 'running' && this.#lastEpoch < Infinity && this.#following === null;
    const from = isStepping ? this.#lastEpoch : run.epoch;
    this.#start(by === 'epoch' ? from + 1 : Infinity, by !== 'epoch');
  }

  #start(lastEpoch: number, stepsBatch: boolean): void {
    if (this.status === 'diverged') return;
    this.stopped = null;
    this.#rest();
    this.#lastEpoch = lastEpoch;
    this.#stepsBatch = stepsBatch;
    this.status = 'running';
    this.wake();
  }

  pause(run: Run): void {
    if (this.status !== 'running') return;
    const finishes = run.isReady && run.insideEpoch && this.#pace.part === null && !this.#stepsBatch;
    if (finishes) this.#train(run, this.#parts.now() + finishEpochMs, run.epoch + 1);
    if (this.status === 'running') this.#stop(run);
    this.wake();
  }

  /** Ends the training for now and looks at where it stands, in the middle of a long epoch too. */
  #stop(run: Run): void {
    this.status = run.isTrained ? 'paused' : 'ready';
    this.#rest();
    if (run.isReady) this.#parts.views.capture(run, true, false);
  }

  markDiverged(epoch: number): void {
    this.status = 'diverged';
    this.divergedInEpoch = epoch;
  }

  /** Sees to it that the loop runs, and that it looks again if it waits. */
  wake(): void {
    this.#interrupt();
    if (this.#isLooping) return;
    this.#isLooping = true;
    this.#loop().catch(this.#parts.onCrash);
  }

  async #loop(): Promise<void> {
    const { keeper, nextTask, now } = this.#parts;
    while (keeper.current !== null) {
      if (!keeper.current.isReady) {
        this.#prepare(keeper.current);
        await nextTask();
        continue;
      }
      if (this.#goal !== null) {
        this.#trainAgain(keeper.current, this.#goal);
        await nextTask();
        continue;
      }
      const isRunning = this.status === 'running';
      const mayTrain = isRunning && this.#mayTrain(keeper.current, now());
      const mustMeasure = isRunning && this.#mustMeasure(keeper.current);
      if (mayTrain || mustMeasure || this.#nextLooker(isRunning) !== null) {
        this.#slice(keeper.current, mayTrain);
        await nextTask();
      } else if (isRunning || this.#waits().length > 0) await this.#wait(isRunning);
      else break;
    }
    this.#isLooping = false;
  }

  #prepare(run: Run): void {
    const { views, now } = this.#parts;
    if (this.#preparation?.run !== run) this.#preparation = { run, job: new Job(run.prepare()) };
    this.#preparation.job.advance(now, now() + sliceMs);
    if (!run.isReady) return;
    this.#preparation = null;
    if (views.published === null && this.#following === null) views.capture(run, true, false);
  }

  /** Nothing is measured on the way: it was, and what ended there goes on. */
  #trainAgain(run: Run, goal: TrainingPoint): void {
    const { now, views } = this.#parts;
    run.advance(now() + sliceMs, goal.epoch, goal.position);
    if (!run.isAt(goal) && !run.diverged && run.stop === null) return;
    this.#goal = null;
    this.status = run.isTrained ? 'paused' : 'ready';
    // There is nothing to be seen of it, as there was nothing then.
    if (run.diverged) this.markDiverged(run.epoch + 1);
    else views.captureEnd(run);
  }

  /** Until there is something to do again, or someone calls. */
  #wait(isRunning: boolean): Promise<unknown> {
    const { now, sleep } = this.#parts;
    const interrupted = new Promise<void>((resolve) => (this.#interrupt = resolve));
    const reasons: Promise<unknown>[] = [interrupted, ...this.#waits()];
    const waitMs = this.#pace.waitMs(now());
    if (isRunning && waitMs < Infinity) reasons.push(sleep(waitMs));
    return Promise.race(reasons);
  }

  /** What the lookers wait for. */
  #waits(): Promise<unknown>[] {
    const { views, landscape } = this.#parts;
    return [views.waitingFor, landscape.waitingFor].filter((wait) => wait !== null);
  }

  /** In turn, so that a long look of the one does not keep the other from looking. */
  #nextLooker(isRunning: boolean): Looker | null {
    const { views, landscape } = this.#parts;
    const inTurn: readonly Looker[] = this.#looked === views ? [landscape, views] : [views, landscape];
    return inTurn.find((looker) => looker.hasWork(isRunning)) ?? null;
  }

  /** A step is not held back, and an epoch once begun is finished. */
  #mayTrain(run: Run, now: number): boolean {
    if (this.#lastEpoch < Infinity) return true;
    if (this.#goesByFrames) {
      if (this.#frameEnd === null && this.#isDue(run, now)) this.#beginFrame(run.filmEnd(1, 1));
      return this.#frameEnd !== null;
    }
    return run.insideEpoch || this.#pace.allows(run.epoch, now);
  }

  /** Whether the next batch is to be trained, where batches go one by one. */
  #isDue(run: Run, now: number): boolean {
    if (this.#stepsBatch) return true;
    const { part } = this.#pace;
    // What the last one has come to is measured first: each has its place in the curves.
    if (part === null || this.#parts.views.isLooking) return false;
    return this.#pace.beat(now) && (part === 'batch' || this.#samples.see(run));
  }

  get #goesByFrames(): boolean {
    return this.#stepsBatch || this.#pace.part !== null || this.#pace.frame !== null;
  }

  #slice(run: Run, mayTrain: boolean): void {
    const { keeper, now } = this.#parts;
    if (mayTrain) {
      const looking = this.#nextLooker(true) !== null;
      const training = this.#following === null ? sliceMs : followSliceMs;
      this.#trainSlice(run, now() + (looking ? sliceWithViewMs.training : training));
      keeper.keepCheckpointIfDue();
      keeper.timeline.keepIfDue(run);
    } else if (this.status === 'running') this.#measure(run, now() + sliceWithViewMs.training);
    const isRunning = this.status === 'running';
    this.#looked = this.#nextLooker(isRunning);
    this.#looked?.advance(now() + (isRunning ? sliceWithViewMs.view : sliceMs), isRunning);
  }

  #trainSlice(run: Run, deadline: number): void {
    if (this.#lastEpoch === Infinity && this.#goesByFrames) this.#film(run, deadline);
    else this.#trainEpochs(run, deadline);
    if (this.status !== 'running' || run.epoch < this.#lastEpoch || this.#mustMeasure(run)) return;
    if (this.#following === null) this.#stop(run);
    else this.#endFollowed(run);
  }

  /** What was followed is trained: it is seen at once, and as finely as there is time for. */
  #endFollowed(run: Run): void {
    this.#followedPace.end();
    this.status = 'paused';
    this.#rest();
    this.#parts.views.captureEnd(run);
  }

  #mustMeasure(run: Run): boolean {
    return this.#parts.meter.isDue(run, this.#first);
  }

  get #first(): number | undefined {
    return this.#following === null ? undefined : followedFirst;
  }

  /** Trains to the next picture, and takes it. */
  #film(run: Run, deadline: number): void {
    if (this.#frameEnd === null) return;
    const isThere = this.#trainTo(run, deadline, this.#frameEnd);
    if (this.status !== 'running') return;
    const mayBeCut = !this.#stepsBatch && this.#pace.frame?.mayBeCut === true;
    const isOverdue = mayBeCut && this.#parts.now() - this.#frameSince >= longFrameMs;
    if (!isThere && !isOverdue) return;
    this.#frameEnd = null;
    if (this.#stepsBatch) this.#stop(run);
    else this.#parts.views.capture(run, true, true);
  }

  #trainEpochs(run: Run, deadline: number): void {
    const { views, now } = this.#parts;
    const paced = Math.max(this.#pace.lastEpoch, run.insideEpoch ? run.epoch + 1 : 0);
    const lastEpoch = this.#lastEpoch < Infinity ? this.#lastEpoch : paced;
    const following = this.#following;
    const looks = views.isDue && (following === null || now() - following.since >= unfinishedMs);
    this.#looksSince = looks ? (this.#looksSince ?? now()) : null;
    if (this.#looksSince !== null) {
      const before = run.epoch;
      this.#trainTo(run, deadline, { epoch: Math.min(lastEpoch, before + 1), position: 0 });
      const isOverdue = now() - this.#looksSince >= untilEpochMs;
      const mayLook = run.insideEpoch ? isOverdue : run.epoch > before;
      if (mayLook && this.status === 'running') views.capture(run, false, true);
    }
    // Where a call takes longer than the slice, a second one would run past the ends of epochs that a view waits for.
    if (!looks || now() < deadline) this.#trainTo(run, deadline, { epoch: lastEpoch, position: 0 });
  }

  /** Trains towards a point, and measures on the way what the history wants; true once it is there. */
  #trainTo(run: Run, deadline: number, goal: TrainingPoint): boolean {
    const { now } = this.#parts;
    while (this.#measure(run, deadline) && this.status === 'running') {
      if (run.stop !== null) {
        this.stopped = run.takeStop();
        // It may have gone back to its best weights, and whatever follows goes on where it was held.
        this.#parts.keeper.timeline.turn(run);
        this.#stop(run);
        return false;
      }
      if (run.isAt(goal)) return true;
      const measured = nextMeasured(run.epoch, this.#first);
      if (measured <= goal.epoch) this.#train(run, deadline, measured);
      else this.#train(run, deadline, goal.epoch, goal.position);
      if (now() >= deadline) break;
    }
    return this.status === 'running' && run.isAt(goal);
  }

  /** Measures where the run stands if the history wants that; false while it is not done. */
  #measure(run: Run, deadline: number): boolean {
    const { meter } = this.#parts;
    if (this.#mustMeasure(run)) meter.advance(run, deadline);
    return !this.#mustMeasure(run);
  }

  #train(run: Run, deadline: number, lastEpoch: number, position = 0): void {
    const before = run.trainingMs;
    const used = run.advance(deadline, lastEpoch, position);
    if (used > 0) this.throughput.add(this.#parts.now(), used, run.trainingMs - before);
    if (run.diverged) this.markDiverged(run.epoch + 1);
  }
}
