import { hyperParametersFor } from '../experiment/hyper-parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { carriedBy, hyperParametersOf, programKey, type UpdateOptions } from '../nn/optimizers.ts';
import type { ExecutorState } from '../backends/executor.ts';

/** How an experiment steps its parameters, beside the learning rate and L2. */
export function updateOptionsOf(experiment: Experiment): UpdateOptions {
  const { l1, clipGradients, clipBy } = experiment;
  return {
    hyper: hyperParametersFor(experiment),
    l1,
    clipValue: clipBy === 'value' ? clipGradients : 0,
    clipNorm: clipBy === 'norm' ? clipGradients : 0,
  };
}

/** What an executor of the experiment is told, with the rate of now. */
export function updateNumbersOf(experiment: Experiment, learningRate: number): number[] {
  return hyperParametersOf(experiment.optimizer, learningRate, experiment.l2, updateOptionsOf(experiment));
}

/** Equal for experiments whose parameters are stepped by the same program. */
export function updateKeyOf(experiment: Experiment): string {
  return programKey(experiment.optimizer, updateOptionsOf(experiment));
}

/**
 * The optimizer's state under other settings of the same optimizer: what both carry stays, by its name; what is new is
 * as in `fresh`. Of another optimizer nothing stays.
 */
export function carriedState(
  before: Experiment,
  state: Pick<ExecutorState, 'state' | 'shared'>,
  after: Experiment,
  fresh: Pick<ExecutorState, 'state' | 'shared'>,
): Pick<ExecutorState, 'state' | 'shared'> {
  if (before.optimizer !== after.optimizer) return fresh;
  const had = carriedBy(before.optimizer, updateOptionsOf(before));
  const has = carriedBy(after.optimizer, updateOptionsOf(after));
  const [hadShared, hasShared] = [had, has].map(({ shared }) => Object.keys(shared));
  return {
    state: has.state.map((name, k) => {
      const place = had.state.indexOf(name);
      return place < 0 ? fresh.state[k] : state.state[place];
    }),
    shared: Float64Array.from(hasShared, (name, k) => {
      const place = hadShared.indexOf(name);
      return place < 0 ? fresh.shared[k] : state.shared[place];
    }),
  };
}
