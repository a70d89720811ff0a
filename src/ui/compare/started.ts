import type { EndedComparison } from '../../client/comparison-library.ts';
import type { KeptComparison, KeptResults } from '../../client/comparison-shelf.ts';
import { readAsk, writeAsk } from '../../compare/ask-text.ts';
import { askName } from '../../compare/ask-words.ts';
import { trainedBy, type Ask } from '../../compare/ask.ts';
import { freshOutcomes, planAsked } from '../../compare/comparison.ts';
import type { OrderOutcome, OrderProgress } from '../../compare/order.ts';
import { laneText } from '../../compare/race.ts';
import { roundsBegun, roundTrials, type SearchPlan } from '../../compare/search.ts';
import type { SweepPlan } from '../../compare/sweep.ts';
import { sweepableOf } from '../../compare/sweepable.ts';
import type { Outcome } from '../../compare/swarm.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { Trial } from '../../protocol/compare-messages.ts';

/** A comparison that was started: what was asked then, and all that is known of its runs. */
export interface Started {
  readonly ask: Ask;
  /** The set-up that it was started from. */
  readonly experiment: Experiment;
  /** By the order in which they were asked for, whoever was done first. */
  readonly outcomes: readonly Outcome[];
  /** Of a sweep through a grid. */
  readonly plan: SweepPlan | null;
  /** Of a sweep through some set-ups. */
  readonly search: SearchPlan | null;
  readonly phase: 'running' | OrderOutcome['kind'];
  readonly progress: OrderProgress;
  /** Counts what has come since: the outcomes are the same array. */
  readonly version: number;
}

export function isSameSetUp(a: Experiment, b: Experiment): boolean {
  return a === b || laneText(a) === laneText(b);
}

/** Whether these are results of what is asked. */
export function isOf(kept: KeptComparison, ask: Ask, experiment: Experiment): boolean {
  const isOfSetUp = ask.kind === 'race' || isSameSetUp(kept.experiment, experiment);
  return isOfSetUp && isAsked(readKeptAsk(kept), ask);
}

/** The same, whatever is shown of them: of a halving by another measure these are what there is to look at. */
export function shows(kept: KeptComparison, ask: Ask, experiment: Experiment): boolean {
  return isOf(kept, { ...ask, measure: readKeptAsk(kept).measure }, experiment);
}

function isAsked(begun: Ask, ask: Ask): boolean {
  return writeAsk(trainedBy(begun)) === writeAsk(trainedBy(ask));
}

/** How many runs are still to be trained of what was begun, with its own set-up; 0 where something else is asked for. */
export function leftOf({ phase, progress, ask: begun }: Started, ask: Ask): number {
  const isEarly = phase === 'cancelled' || phase === 'failed';
  return isEarly && isAsked(begun, ask) ? progress.total - progress.done : 0;
}

export function readKeptAsk(kept: Pick<KeptComparison, 'ask'>): Ask {
  return readAsk(kept.ask, (setting) => sweepableOf(setting) !== null).ask;
}

/** What is kept of a comparison. */
export interface ToKeep {
  readonly ended: EndedComparison;
  readonly results: KeptResults;
}

/** null where nothing is known of any run. */
export function keptOf(started: Started): ToKeep | null {
  const { ask, experiment, outcomes, progress } = started;
  if (outcomes.every(({ result }) => result === null)) return null;
  // One that is under way is read when the page that trained it is gone: it has ended early then.
  const phase = started.phase === 'running' ? 'failed' : started.phase;
  const { done, total, elapsedMs } = progress;
  return {
    ended: { name: askName(ask), ask: writeAsk(ask), experiment, phase, done, total, elapsedMs },
    results: outcomes.map(({ result, failure }) => result ?? failure),
  };
}

/** As it was when it was kept; null where these are not the results of what was asked. */
export function startedOf(kept: KeptComparison, results: KeptResults): Started | null {
  const ask = readKeptAsk(kept);
  const { experiment, phase, done, total, elapsedMs } = kept;
  const planned = planAsked(experiment, ask);
  if (!planned.ok) return null;
  const { trials, sweep, search } = planned.plan;
  const outcomes = told(trials, results);
  for (let round = 1; search !== null && round < roundsBegun(search, results.length); round++)
    outcomes.push(...told(roundTrials(search, round, outcomes), results.slice(outcomes.length)));
  if (outcomes.length !== results.length) return null;
  const progress = { done, total, elapsedMs, leftMs: 0 };
  return { ask, experiment, outcomes, plan: sweep, search, phase, progress, version: 0 };
}

function told(trials: readonly Trial[], results: KeptResults): Outcome[] {
  return freshOutcomes(trials).map((fresh, place) => {
    const known = results.at(place) ?? null;
    return typeof known === 'string' ? { ...fresh, failure: known } : { ...fresh, result: known };
  });
}
