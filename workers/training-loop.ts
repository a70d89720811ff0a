import type { TrainingStatus } from '../src/protocol/messages.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { LandscapeScheduler } from './landscape-scheduler.ts';
import { Pace } from './pace.ts';
import type { RunKeeper } from './run-keeper.ts';
import { Throughput } from './throughput.ts';
import type { ViewScheduler } from './view-scheduler.ts';

/** One turn of the loop: how long it may train, and look, before messages are let in. */
const sliceMs = 10;
const sliceWithViewMs = { training: 7, view: 3 };
/** A pause still finishes the running epoch if that takes no longer than this. */
const finishEpochMs = 30;

export interface LoopParts {
  readonly keeper: RunKeeper;
  readonly views: ViewScheduler;
  readonly landscape: LandscapeScheduler;
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** What escapes the loop: the owner must learn of it, or the page waits for ever. */
  readonly onCrash: (error: unknown) => void;
}

/** Someone who looks at the weights in steps while training goes on. */
type Looker = Pick<ViewScheduler | LandscapeScheduler, 'hasWork' | 'waitingFor' | 'advance'>;

/** Trains and looks in short slices, between which messages are answered; rests when there is nothing to do. */
export class TrainingLoop {
  status: TrainingStatus = 'ready';
  /** The epoch (from 1) in which a loss or a weight stopped being finite. */
  divergedInEpoch: number | null = null;
  readonly pace = new Pace();
  readonly throughput = new Throughput();
  readonly #parts: LoopParts;
  /** Where 'step' ends. */
  #lastEpoch = Infinity;
  #isLooping = false;
  /** Who looked last. */
  #looked: Looker | null = null;
  #interrupt: () => void = () => undefined;

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  /** Another run takes the place of the present one. */
  begin(status: TrainingStatus): void {
    this.status = status;
    this.divergedInEpoch = null;
    this.#lastEpoch = Infinity;
    this.wake();
  }

  /** Trains to the end of `lastEpoch`. */
  play(lastEpoch = Infinity): void {
    if (this.status === 'diverged') return;
    this.#lastEpoch = lastEpoch;
    this.status = 'running';
    this.wake();
  }

  pause(run: Run): void {
    if (this.status !== 'running') return;
    if (run.insideEpoch) this.#train(run, this.#parts.now() + finishEpochMs, run.epoch + 1);
    if (this.status === 'running') this.#stop(run);
    this.wake();
  }

  /** Ends the training for now and looks at where it stands, unless that is in the middle of a long epoch. */
  #stop(run: Run): void {
    const { views } = this.#parts;
    this.status = 'paused';
    this.#lastEpoch = Infinity;
    if (!run.insideEpoch || views.published === null) views.capture(run, true, false);
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
      const isRunning = this.status === 'running';
      const mayTrain = isRunning && this.#mayTrain(keeper.current, now());
      if (mayTrain || this.#nextLooker(isRunning) !== null) {
        this.#slice(keeper.current, mayTrain);
        await nextTask();
      } else if (isRunning || this.#waits().length > 0) await this.#wait(isRunning);
      else break;
    }
    this.#isLooping = false;
  }

  /** Until there is something to do again, or someone calls. */
  #wait(isRunning: boolean): Promise<unknown> {
    const { now, sleep } = this.#parts;
    const interrupted = new Promise<void>((resolve) => (this.#interrupt = resolve));
    const reasons: Promise<unknown>[] = [interrupted, ...this.#waits()];
    if (isRunning) reasons.push(sleep(this.pace.waitMs(now())));
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
    return this.#lastEpoch < Infinity || run.insideEpoch || this.pace.allows(run.epoch, now);
  }

  #slice(run: Run, mayTrain: boolean): void {
    const { keeper, now } = this.#parts;
    if (mayTrain) {
      const looking = this.#nextLooker(true) !== null;
      this.#trainSlice(run, now() + (looking ? sliceWithViewMs.training : sliceMs));
      keeper.keepCheckpointIfDue();
    }
    const isRunning = this.status === 'running';
    this.#looked = this.#nextLooker(isRunning);
    this.#looked?.advance(now() + (isRunning ? sliceWithViewMs.view : sliceMs), isRunning);
  }

  #trainSlice(run: Run, deadline: number): void {
    const { views } = this.#parts;
    const paced = Math.max(this.pace.lastEpoch, run.insideEpoch ? run.epoch + 1 : 0);
    const lastEpoch = this.#lastEpoch < Infinity ? this.#lastEpoch : paced;
    if (views.isDue) {
      this.#train(run, deadline, Math.min(lastEpoch, run.epoch + 1));
      if (!run.insideEpoch && this.status === 'running') views.capture(run, false, true);
    }
    if (this.status === 'running' && run.epoch < lastEpoch) this.#train(run, deadline, lastEpoch);
    if (this.status === 'running' && run.epoch >= this.#lastEpoch) this.#stop(run);
  }

  #train(run: Run, deadline: number, lastEpoch: number): void {
    const before = run.trainingMs;
    const used = run.advance(deadline, lastEpoch);
    if (used > 0) this.throughput.add(this.#parts.now(), used, run.trainingMs - before);
    if (run.diverged) this.markDiverged(run.epoch + 1);
  }
}
