import { DataRefused } from '../src/data/file-data-set.ts';
import type { Experiment } from '../src/experiment/schema.ts';
import type { Checkpoint } from '../src/protocol/messages.ts';
import { misfitOf } from '../src/training/misfit.ts';
import type { Run } from '../src/training/run.ts';
import type { RunData } from '../src/training/run-data.ts';
import type { RunKeeper } from './run-keeper.ts';

type Keeper = Pick<RunKeeper, 'trial'>;

/** Why a checkpoint from elsewhere cannot be gone on from, as a sentence; null where it can, or where its data say why not. */
export function refusalOf(
  keeper: Keeper,
  experiment: Experiment,
  state: Checkpoint,
  data?: RunData,
): string | null {
  const trial = trialOf(keeper, experiment, data);
  if (trial === null) return null;
  const misfit = misfitOf(trial, state);
  trial.dispose();
  return misfit === null ? null : `The run does not fit its settings: ${misfit}.`;
}

/** The beginning of a run with weights from elsewhere, or a sentence that says why there is none; null as above. */
export function beginningWith(
  keeper: Keeper,
  experiment: Experiment,
  weights: Float64Array,
  data?: RunData,
): Checkpoint | string | null {
  const trial = trialOf(keeper, experiment, data);
  if (trial === null) return null;
  const { parameterCount } = trial.network;
  const state: Checkpoint = { ...trial.state(), parameters: weights, course: 'elsewhere' };
  trial.dispose();
  if (weights.length !== parameterCount)
    return `The weights do not fit: they are ${weights.length}, the network of these settings has ${parameterCount}.`;
  const unfit = weights.find((weight) => !Number.isFinite(Math.fround(weight)));
  return unfit === undefined ? state : `${unfit} is no weight: expected a number that 32 bits can hold.`;
}

function trialOf(keeper: Keeper, experiment: Experiment, data?: RunData): Run | null {
  try {
    return keeper.trial(experiment, data);
  } catch (error) {
    if (error instanceof DataRefused) return null;
    throw error;
  }
}
