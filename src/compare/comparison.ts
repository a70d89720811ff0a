import type { Experiment } from '../experiment/schema.ts';
import type { Trial, TrialAnswer, TrialResult } from '../training/trials/trial.ts';
import type { Ask } from './ask.ts';
import type { OrderParts } from './order.ts';
import { laneOf, raceTrials } from './race.ts';
import { planSweep, type SweepPlan } from './sweep.ts';
import { swarmTrials, type Outcome } from './swarm.ts';

export interface ComparisonPlan {
  readonly trials: readonly Trial[];
  /** Of a sweep. */
  readonly sweep: SweepPlan | null;
  /** Places of all trials, in the order in which they are trained. */
  readonly order: readonly number[];
}

type Planned =
  { readonly ok: true; readonly plan: ComparisonPlan } | { readonly ok: false; readonly message: string };

/** All that is to be trained; or why nothing can be, as a sentence. */
export function planComparison(experiment: Experiment, ask: Ask): Planned {
  if (ask.kind === 'sweep') {
    const planned = planSweep(experiment, ask);
    if (!planned.ok) return planned;
    const { plan: sweep } = planned;
    return { ok: true, plan: { trials: sweep.trials, sweep, order: sweep.order } };
  }
  if (ask.kind === 'race' && ask.lanes.length === 0)
    return { ok: false, message: 'There is no lane yet: choose “Add as a lane” first.' };
  const trials = ask.kind === 'swarm' ? swarmTrials(experiment, ask) : raceTrials(ask.lanes.map(laneOf), ask);
  return { ok: true, plan: { trials, sweep: null, order: trials.map((_, place) => place) } };
}

/** Nothing is known of any of them yet. */
export function freshOutcomes(trials: readonly Trial[]): Outcome[] {
  return trials.map(({ experiment }) => ({ experiment, result: null, failure: null }));
}

/**
 * What a pool is asked for so that each result of a plan comes to its own place in `outcomes`, whoever was done first.
 * `jobOf` makes of a place what hands take.
 */
export function comparisonOrder<Job>(
  { trials, order }: ComparisonPlan,
  outcomes: Outcome[],
  jobOf: (place: number) => Job,
): OrderParts<Job, TrialAnswer> {
  const jobs = order.map(jobOf);
  const costs = new Map(jobs.map((job, i) => [job, costOf(trials[order[i]])]));
  const settle = (index: number, news: Partial<Outcome>): void => {
    outcomes[order[index]] = { ...outcomes[order[index]], ...news };
  };
  return {
    jobs,
    costOf: (job) => costs.get(job) ?? 1,
    onResult: (index, answer) => {
      if (answer.ok) settle(index, { result: withoutMuch(answer.value, trials.length) });
      else settle(index, { failure: answer.message });
    },
    onGivenUp: (index, reason) => {
      settle(index, { failure: `Every worker that took it ended: ${reason}.` });
    },
  };
}

/** About how many products a training takes: enough to share it out evenly, and to tell how much is left. */
function costOf({ experiment, epochs }: Trial): number {
  const { hidden, features, points, trainShare } = experiment;
  const widths = [features.length, ...hidden, 1];
  const weights = widths.slice(1).reduce((sum, width, i) => sum + (widths[i] + 1) * width, 0);
  // What an epoch costs beside its products: the order of its samples.
  return epochs * points * (trainShare / 100) * (weights + 20);
}

/** Weights of all runs together that are kept for files: 32 MB. */
const mostKept = 4_000_000;

/** Weights that nobody will look at would only take room. */
function withoutMuch(result: TrialResult, runs: number): TrialResult {
  const isMuch = result.parameters.length * runs > mostKept;
  return isMuch ? { ...result, parameters: new Float64Array(0) } : result;
}
