import type { Steps } from '../autograd/steps.ts';
import type { Backend, ExecutorState } from '../backends/executor.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Network } from './network.ts';
import type { RunPoint } from './run-state.ts';
import { afterEpoch, freshPlateau, scheduleOf } from './schedules.ts';
import { freshStop, StopJudge, judges, type StopReason, type StopSamples } from './stopping.ts';
import { TrainLoss } from './train-loss.ts';

function judgesPlateaus({ schedule }: Pick<Experiment, 'schedule'>): boolean {
  return schedule === 'plateau';
}

/**
 * What is judged after every epoch, at every speed: whether the rate is reduced on a plateau, and whether the training is
 * to end. What each judgement depends on is part of the state of the run. The owner calls `dispose()`.
 */
export class EpochJudges {
  readonly #backend: Backend;
  readonly #network: Network;
  readonly #samples: StopSamples;
  #plateau = freshPlateau;
  /** What plateaus are judged by, once that was needed. */
  #trainLoss: TrainLoss | null = null;
  #stopping = freshStop;
  #stopJudge: StopJudge | null = null;
  #stop: StopReason | null = null;

  constructor(backend: Backend, network: Network, samples: StopSamples) {
    this.#backend = backend;
    this.#network = network;
    this.#samples = samples;
  }

  /** Compiles in steps what these settings need; else it is compiled when it is first needed. */
  *prepare(settings: Experiment): Steps<void> {
    const [backend, network] = [this.#backend, this.#network];
    if (judgesPlateaus(settings))
      this.#trainLoss ??= yield* TrainLoss.steps(backend, network, this.#samples.train);
    if (judges(settings)) this.#stopJudge ??= yield* StopJudge.steps(backend, network, this.#samples);
  }

  /** Of what is not judged any more nothing is remembered. */
  follow(settings: Experiment): void {
    if (!judgesPlateaus(settings)) this.#plateau = freshPlateau;
    if (!judges(settings)) this.#stopping = freshStop;
  }

  /** How often the rate was reduced. */
  get reductions(): number {
    return this.#plateau.reductions;
  }

  /** Nothing during the warm-up, nor where nothing is reduced. */
  judgePlateau(settings: Experiment, epoch: number, parameters: () => Float64Array): void {
    if (!judgesPlateaus(settings)) return;
    const schedule = scheduleOf(settings);
    const { train } = this.#samples;
    if (epoch <= schedule.warmUp || train.count === 0) return;
    this.#trainLoss ??= TrainLoss.now(this.#backend, this.#network, train);
    this.#plateau = afterEpoch(this.#plateau, this.#trainLoss.of(parameters()), schedule);
  }

  /** True where the training is to be held. `weightsOf` tells all of the weights where they are worth keeping. */
  judgeStop(
    settings: Experiment,
    epoch: number,
    parameters: () => Float64Array,
    weightsOf: () => ExecutorState,
  ): boolean {
    if (!judges(settings)) return false;
    this.#stopJudge ??= StopJudge.now(this.#backend, this.#network, this.#samples);
    const { state, reason } = this.#stopJudge.after(epoch, this.#stopping, settings, parameters(), weightsOf);
    this.#stopping = state;
    this.#stop = reason;
    return reason !== null;
  }

  /** Why the training is held; null where it is not. */
  get stop(): StopReason | null {
    return this.#stop;
  }

  /** Ends the hold; `best` are the weights to go back to, where those of before were better. */
  takeStop(): { readonly stop: StopReason | null; readonly best: ExecutorState | null } {
    const stop = this.#stop;
    this.#stop = null;
    if (stop?.kind !== 'validation') return { stop, best: null };
    const best = this.#stopping.best?.weights ?? null;
    // From there it goes on as from a beginning.
    this.#stopping = freshStop;
    return { stop, best };
  }

  /** Other weights: what was best so far was best without that. */
  forgetBest(): void {
    this.#stopping = freshStop;
  }

  /** What of it is part of the state of a run with these settings. */
  state(settings: Experiment): Pick<RunPoint, 'plateau' | 'stopping'> {
    return {
      ...(judgesPlateaus(settings) ? { plateau: this.#plateau } : {}),
      ...(judges(settings) ? { stopping: this.#stopping } : {}),
    };
  }

  /** Goes on from a state. What was best under other weights at rest is not the best of these. */
  restore({ plateau, stopping, experiment }: RunPoint, { frozen, cut }: Experiment): void {
    this.#plateau = plateau ?? freshPlateau;
    const isHeldAlike = experiment.frozen === frozen && experiment.cut === cut;
    this.#stopping = (isHeldAlike ? stopping : undefined) ?? freshStop;
    this.#stop = null;
  }

  dispose(): void {
    this.#trainLoss?.dispose();
    this.#stopJudge?.dispose();
  }
}
