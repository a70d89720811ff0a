import { finish, type Steps } from '../autograd/steps.ts';
import type { Backend, ExecutorState, ForwardExecutor } from '../backends/executor.ts';
import type { StopName } from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import { chunkSize, measure, type SetMetrics } from './evaluation.ts';
import type { Network } from './network.ts';
import type { LabelledSamples } from './samples.ts';

/** Why a training ended by itself, after how many epochs. */
export type StopReason =
  | { readonly kind: 'epoch'; readonly epoch: number }
  /** What was measured reached what was asked for; an accuracy is a percentage. */
  | {
      readonly kind: 'reached';
      readonly epoch: number;
      readonly measure: ReachedName;
      readonly value: number;
    }
  /** The validation loss was lowest after `best` epochs: the weights are those of then. */
  | { readonly kind: 'validation'; readonly epoch: number; readonly best: number; readonly patience: number };

export type ReachedName = Exclude<StopName, 'never' | 'validation'>;

/** What the judgement after the next epoch depends on: part of the state of a run. */
export interface StopState {
  /** Whether the measure had reached its goal after the last epoch: only then arriving there is news. */
  readonly reached: boolean;
  /** The lowest validation loss, and what the run was then. */
  readonly best: { readonly loss: number; readonly epoch: number; readonly weights: ExecutorState } | null;
}

export const freshStop: StopState = { reached: false, best: null };

/** The settings that say when. */
export type StopSettings = Pick<Experiment, 'stopEpoch' | 'stopWhen' | 'stopValue' | 'stopPatience'>;

export function judges({ stopEpoch, stopWhen }: StopSettings): boolean {
  return stopEpoch > 0 || stopWhen !== 'never';
}

/** What is measured to judge: the samples of each side, those held out for validation among them. */
export interface StopSamples {
  readonly train: LabelledSamples;
  readonly test: LabelledSamples;
  readonly validation: LabelledSamples | null;
}

/** Judges after each epoch, at every speed, whether the training is to end. The owner disposes of it. */
export class StopJudge {
  readonly #executor: ForwardExecutor;
  readonly #chunk: number;
  readonly #samples: StopSamples;

  static *steps(backend: Backend, network: Network, samples: StopSamples): Steps<StopJudge> {
    const { metrics } = yield* network.trace();
    const executor = yield* backend.forwardSteps(metrics);
    return new StopJudge(executor, chunkSize(metrics.length, executor.grain), samples);
  }

  static now(backend: Backend, network: Network, samples: StopSamples): StopJudge {
    return finish(StopJudge.steps(backend, network, samples));
  }

  private constructor(executor: ForwardExecutor, chunk: number, samples: StopSamples) {
    this.#executor = executor;
    this.#chunk = chunk;
    this.#samples = samples;
  }

  /** After `epoch` epochs with these weights; `weightsOf` tells all of them where they are worth keeping. */
  after(
    epoch: number,
    before: StopState,
    settings: StopSettings,
    parameters: Float64Array,
    weightsOf: () => ExecutorState,
  ): { readonly state: StopState; readonly reason: StopReason | null } {
    const { stopEpoch, stopWhen, stopValue, stopPatience } = settings;
    const atEpoch: StopReason | null = epoch === stopEpoch ? { kind: 'epoch', epoch } : null;
    if (stopWhen === 'never') return { state: freshStop, reason: atEpoch };
    if (stopWhen !== 'validation') {
      const { value, reached } = reachedBy(stopWhen, stopValue, this.#measure(stopWhen, parameters));
      const isNews = reached && !before.reached;
      const reason: StopReason | null = isNews
        ? { kind: 'reached', epoch, measure: stopWhen, value }
        : atEpoch;
      return { state: { reached, best: null }, reason };
    }
    const { validation } = this.#samples;
    if (validation === null) return { state: freshStop, reason: atEpoch };
    const { loss } = this.#of(validation, parameters);
    const best =
      before.best === null || loss < before.best.loss ? { loss, epoch, weights: weightsOf() } : before.best;
    const state: StopState = { reached: false, best };
    if (epoch - best.epoch < stopPatience) return { state, reason: atEpoch };
    return { state, reason: { kind: 'validation', epoch, best: best.epoch, patience: stopPatience } };
  }

  #measure(name: ReachedName, parameters: Float64Array): SetMetrics {
    const side = name === 'train-loss' || name === 'train-accuracy' ? 'train' : 'test';
    return this.#of(this.#samples[side], parameters);
  }

  #of(samples: LabelledSamples, parameters: Float64Array): SetMetrics {
    this.#executor.setParameters(parameters);
    return finish(measure(this.#executor, samples, this.#chunk));
  }

  dispose(): void {
    this.#executor.dispose();
  }
}

function reachedBy(
  name: ReachedName,
  goal: number,
  { loss, accuracy }: SetMetrics,
): { readonly value: number; readonly reached: boolean } {
  if (name === 'train-loss' || name === 'test-loss') return { value: loss, reached: loss <= goal };
  const percent = 100 * (accuracy ?? NaN);
  return { value: percent, reached: percent >= goal };
}
