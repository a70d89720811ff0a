import type { Experiment } from '../experiment/schema.ts';
import type { Trial } from '../training/trials/trial.ts';
import type { Ask } from './ask.ts';
import { idleProblem } from './idle.ts';
import { judgingProblem } from './measures.ts';
import { laneOf, raceTrials } from './race.ts';
import { planSearch, roundTrials, runsOf, type SearchPlan } from './search.ts';
import { planSweep, type SweepPlan } from './sweep.ts';
import { swarmTrials, type Outcome } from './swarm.ts';

export interface ComparisonPlan {
  readonly trials: readonly Trial[];
  /** Of a sweep. */
  readonly sweep: SweepPlan | null;
  /** Of a sweep that is no grid; what comes after its first round follows from that. */
  readonly search: SearchPlan | null;
  /** Places of all trials, in the order in which they are trained. */
  readonly order: readonly number[];
}

/** Runs of all rounds together. */
export function totalOf({ trials, search }: ComparisonPlan): number {
  return search === null ? trials.length : runsOf(search);
}

type Planned =
  { readonly ok: true; readonly plan: ComparisonPlan } | { readonly ok: false; readonly message: string };

/** All that is to be trained at first, and for most comparisons at all; or why nothing can be, as a sentence. */
export function planComparison(experiment: Experiment, ask: Ask): Planned {
  const message = judgingProblem(experiment, ask) ?? idleProblem(experiment, ask);
  return message === null ? planAsked(experiment, ask) : { ok: false, message };
}

/** As `planComparison`, also of what has no sense: of a comparison that was trained before that was known. */
export function planAsked(experiment: Experiment, ask: Ask): Planned {
  if (ask.kind === 'sweep' && ask.search !== 'grid') {
    const planned = planSearch(experiment, ask);
    if (!planned.ok) return planned;
    const trials = roundTrials(planned.plan, 0, []);
    return { ok: true, plan: { trials, sweep: null, search: planned.plan, order: inTurn(trials) } };
  }
  if (ask.kind === 'sweep') {
    const planned = planSweep(experiment, ask);
    if (!planned.ok) return planned;
    const { plan: sweep } = planned;
    return { ok: true, plan: { trials: sweep.trials, sweep, search: null, order: sweep.order } };
  }
  if (ask.kind === 'race' && ask.lanes.length === 0)
    return { ok: false, message: 'There is no lane yet: choose “Add as a lane” first.' };
  const trials = ask.kind === 'swarm' ? swarmTrials(experiment, ask) : raceTrials(ask.lanes.map(laneOf), ask);
  return { ok: true, plan: { trials, sweep: null, search: null, order: inTurn(trials) } };
}

const inTurn = (trials: readonly Trial[]): readonly number[] => trials.map((_, place) => place);

/** Nothing is known of any of them yet. */
export function freshOutcomes(trials: readonly Trial[]): Outcome[] {
  return trials.map(({ experiment }) => ({ experiment, result: null, failure: null }));
}

/** About how many products a training takes: enough to share it out evenly, and to tell how much is left. */
export function costOf({ experiment, epochs, from }: Trial): number {
  const { hidden, features, points, trainShare } = experiment;
  const widths = [features.length, ...hidden, 1];
  const weights = widths.slice(1).reduce((sum, width, i) => sum + (widths[i] + 1) * width, 0);
  // What an epoch costs beside its products: the order of its samples.
  const left = from === undefined ? epochs : from.isOver ? 0 : epochs - from.point.epoch;
  return left * points * (trainShare / 100) * (weights + 20);
}
