import type { Steps } from '../autograd/steps.ts';
import type { TrainingExecutor } from '../backends/executor.ts';
import { namedUpdate, type NamedUpdate } from '../nn/named-update.ts';
import { chunkSize } from './evaluation.ts';
import type { Network } from './network.ts';
import type { NextStep } from './batches.ts';
import type { Run } from './run.ts';
import { updateKeyOf, updateOptionsOf } from './update-options.ts';

/**
 * The next step of a run with every scalar on its way, computed by the run's own back end: an executor whose update
 * leaves them behind beside the state. The training is not touched. The owner calls `dispose()`.
 */
export class NamedStep {
  readonly update: NamedUpdate;
  readonly #key: string;
  readonly #network: Network;
  readonly #backend: Run['backend'];
  readonly #executor: TrainingExecutor;
  readonly #chunk: number;

  private constructor(run: Run, update: NamedUpdate, executor: TrainingExecutor) {
    this.update = update;
    this.#key = updateKeyOf(run.experiment);
    this.#network = run.network;
    this.#backend = run.backend;
    this.#executor = executor;
    this.#chunk = chunkSize(run.program.gradient.length, 1);
  }

  /** Traces and compiles in steps. */
  static *compile(run: Run): Steps<NamedStep> {
    yield* run.network.trace();
    const { experiment } = run;
    const update = namedUpdate(experiment.optimizer, updateOptionsOf(experiment));
    const program = { ...run.program, updateProgram: update.program };
    return new NamedStep(run, update, yield* run.backend.trainingSteps(program));
  }

  /** Whether it is of this run's steps. */
  fits({ network, backend, experiment }: Run): boolean {
    return this.isFor({ network, backend }) && updateKeyOf(experiment) === this.#key;
  }

  isFor({ network, backend }: Pick<Run, 'network' | 'backend'>): boolean {
    return network === this.#network && backend === this.#backend;
  }

  /** Every scalar of the step of one parameter, by its place in the flat array of all, by the keys of `update`. */
  *of(step: NextStep, place: number): Steps<ReadonlyMap<string, number>> {
    const { samples, order, from, to, before, presentation, hyperParameters, resting } = step;
    const { update } = this;
    const { parameterCount } = this.#network;
    const executor = this.#executor;
    const shown = update.shown.map(() => new Float64Array(parameterCount));
    executor.writeState({ ...before, state: [...before.state, ...shown] });
    executor.hyperParameters.set(hyperParameters);
    executor.resting.set(resting);
    for (let at = from; at < to && !executor.diverged;) {
      at = executor.train(samples, order, at, Math.min(to, at + this.#chunk), to - from, presentation);
      // Another run may have begun meanwhile: what it is computed from was taken before.
      if (at < to) yield;
    }
    const { state, shared } = executor.readState();
    const scalars = [...hyperParameters, ...shared];
    return new Map([
      ['parameter', before.parameters[place]],
      ['decayed', this.#network.decay[place]],
      ...update.stateKeys.map((key, k): [string, number] => [key, before.state[k][place]]),
      ...update.scalarKeys.map((key, k): [string, number] => [key, scalars[k]]),
      ...update.shown.map((key, k): [string, number] => [key, state[update.ownStates + k][place]]),
    ]);
  }

  dispose(): void {
    this.#executor.dispose();
  }
}
