import { pow } from '../elementary/power.ts';
import type { Experiment } from '../experiment/schema.ts';
import { hashOf, uniformOf } from '../training/hash.ts';
import type { Trial } from '../training/trials/trial.ts';
import { askLimits, type Ask, type MeasureName, type SweepAxis } from './ask.ts';
import { higherIsGood } from './measures.ts';
import { measured, repeated, withValues } from './sweep.ts';
import { axisProblem, axisValues, sweepableOf } from './sweepable.ts';
import { lossOf, type Outcome } from './swarm.ts';

/** So many set-ups are trained for so many epochs. */
export interface Round {
  readonly count: number;
  readonly epochs: number;
}

/** Some set-ups of all that there are. */
export interface SearchPlan {
  readonly axes: readonly SweepAxis[];
  /** `candidates[candidate][axis]`: values as they would be typed; no two are alike. */
  readonly candidates: readonly (readonly string[])[];
  readonly rounds: readonly Round[];
  /** Seeds of each. */
  readonly repeats: number;
  readonly experiment: Experiment;
  readonly ask: Ask;
}

type Planned =
  { readonly ok: true; readonly plan: SearchPlan } | { readonly ok: false; readonly message: string };

/** Which set-ups a random or a halving sweep tries; or why it cannot, as a sentence. */
export function planSearch(experiment: Experiment, ask: Ask): Planned {
  const { axes } = ask;
  if (axes.length === 0) return { ok: false, message: 'No setting is swept: add one.' };
  if (axes.length > askLimits.axes)
    return { ok: false, message: `${axes.length} settings are swept, expected at most ${askLimits.axes}.` };
  const problem = axes.map(axisProblem).find((said) => said !== null);
  if (problem !== undefined) return { ok: false, message: problem };
  const twice = axes.find(({ setting }, at) => axes.findIndex((axis) => axis.setting === setting) < at);
  if (twice !== undefined)
    return {
      ok: false,
      message: `${sweepableOf(twice.setting)?.label} is swept twice: choose another setting.`,
    };
  const candidates = drawn(ask);
  const rounds = roundsOf(ask, candidates.length);
  return { ok: true, plan: { axes, candidates, rounds, repeats: ask.repeats, experiment, ask } };
}

/** So often a set-up that was there already is drawn anew before there are taken to be no others. */
const mostInVain = 200;

/**
 * Each value is hashed from the seed, the number of its set-up and its setting: a larger sweep begins with the set-ups
 * of a smaller one, and a setting that is added changes nothing of the others. Evenly over a range, a range of powers,
 * or a list: Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 2012.
 */
function drawn({ axes, tries, draw }: Pick<Ask, 'axes' | 'tries' | 'draw'>): string[][] {
  const all = new Map<string, string[]>();
  const names = axes.map(({ setting }) => hashOf(...Array.from(setting, (letter) => letter.charCodeAt(0))));
  for (let [number, inVain] = [0, 0]; all.size < tries && inVain < mostInVain; number++) {
    const values = axes.map((axis, at) => valueAt(axis, uniformOf(hashOf(draw, number, names[at]))));
    const key = values.join(' ');
    inVain = all.has(key) ? inVain + 1 : 0;
    if (inVain === 0) all.set(key, values);
  }
  return [...all.values()];
}

/** `share` is between 0 and 1. */
function valueAt(axis: SweepAxis, share: number): string {
  if (axis.scale === 'list') {
    const values = axisValues(axis);
    return values[Math.floor(share * values.length)];
  }
  const { from, to, scale } = axis;
  const { min, max, isWhole } = sweepableOf(axis.setting)?.limits ?? { min: from, max: to, isWhole: false };
  const low = Math.min(from, to);
  const high = Math.max(from, to);
  let value: number;
  if (scale === 'log') {
    const power = low * pow(high / low, share);
    value = isWhole ? Math.round(power) : Number(power.toPrecision(3));
  } else if (isWhole) value = Math.floor(low + (high - low + 1) * share);
  else value = Number((low + (high - low) * share).toPrecision(4));
  return String(Math.min(max, high, Math.max(min, low, value)));
}

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016): of each round, one in `keep` goes on and is trained `keep`
 * times as long, up to all epochs; as many rounds as the set-ups and `first` allow.
 */
export function roundsOf(
  { search, keep, first, epochs }: Pick<Ask, 'search' | 'keep' | 'first' | 'epochs'>,
  candidates: number,
): readonly Round[] {
  let [last, factor] = [0, 1];
  if (search === 'halving')
    while (candidates >= factor * keep && epochs >= first * factor * keep)
      [last, factor] = [last + 1, factor * keep];
  return Array.from({ length: last + 1 }, (_, round) => ({
    count: Math.floor(candidates / pow(keep, round)),
    epochs: Math.max(1, Math.round(epochs / pow(keep, last - round))),
  }));
}

/** Runs of all rounds together. */
export function runsOf({ rounds, repeats }: SearchPlan): number {
  return rounds.reduce((sum, { count }) => sum + count * repeats, 0);
}

/** A set-up in the last round that it was in. */
export interface Candidate {
  /** Its place among all that were drawn. */
  readonly place: number;
  readonly values: readonly string[];
  readonly round: number;
  readonly outcomes: readonly Outcome[];
  /** Of the seeds that are known the median, or the share; null before any. */
  readonly value: number | null;
}

/**
 * What is trained in a round: in the first one all set-ups, in each other one those that were best in the one before it.
 * `outcomes` are those of all rounds before it, one after the other; from them follows everything.
 */
export function roundTrials(plan: SearchPlan, round: number, outcomes: readonly Outcome[]): Trial[] {
  const { candidates, axes, experiment, ask, rounds } = plan;
  return placesOf(plan, round, outcomes).flatMap((place) =>
    repeated(
      withValues(
        experiment,
        axes.map((axis, at) => [axis, candidates[place][at]]),
      ),
      { ...ask, epochs: rounds[round].epochs },
    ),
  );
}

/** The set-ups of a round, the best of the one before it first. */
function placesOf(plan: SearchPlan, round: number, outcomes: readonly Outcome[]): readonly number[] {
  if (round === 0) return plan.candidates.map((_, place) => place);
  const before = candidatesOf(plan, round - 1, outcomes, plan.ask.measure);
  return ranked(before, plan.ask.measure)
    .slice(0, plan.rounds[round].count)
    .map(({ place }) => place);
}

/** How many runs all rounds before it have. */
export function startOf({ rounds, repeats }: SearchPlan, round: number): number {
  return rounds.slice(0, round).reduce((sum, { count }) => sum + count * repeats, 0);
}

/**
 * Of each run of a round after the first, in their order, which one of all `outcomes` the same run was in the round
 * before. While that one is under way: of those that would go on by what is known by now.
 */
export function runsBefore(plan: SearchPlan, round: number, outcomes: readonly Outcome[]): readonly number[] {
  const { repeats } = plan;
  const order = placesOf(plan, round - 1, outcomes);
  const before = new Map(order.map((place, at) => [place, startOf(plan, round - 1) + at * repeats]));
  return placesOf(plan, round, outcomes).flatMap((place) =>
    Array.from({ length: repeats }, (_, repeat) => (before.get(place) ?? 0) + repeat),
  );
}

function candidatesOf(
  plan: SearchPlan,
  round: number,
  outcomes: readonly Outcome[],
  measure: MeasureName,
): Candidate[] {
  const { candidates, repeats } = plan;
  const start = startOf(plan, round);
  return placesOf(plan, round, outcomes).map((place, at): Candidate => {
    const own = outcomes.slice(start + at * repeats, start + (at + 1) * repeats);
    const results = own.flatMap(({ result }) => (result === null ? [] : [result]));
    const value = results.length === 0 ? null : measured(results, measure);
    return { place, values: candidates[place], round, outcomes: own, value };
  });
}

/** Every set-up in the last round that it was in: those of the last round first, and in each the best. */
export function rankedCandidates(
  plan: SearchPlan,
  outcomes: readonly Outcome[],
  measure: MeasureName,
): readonly Candidate[] {
  const all: Candidate[] = [];
  const taken = new Set<number>();
  for (let round = roundsBegun(plan, outcomes.length) - 1; round >= 0; round--) {
    const own = candidatesOf(plan, round, outcomes, measure).filter(({ place }) => !taken.has(place));
    for (const { place } of own) taken.add(place);
    all.push(...ranked(own, measure));
  }
  return all;
}

/** How many rounds have begun, by how many runs there are. */
export function roundsBegun({ rounds, repeats }: SearchPlan, runs: number): number {
  let [begun, end] = [0, 0];
  while (begun < rounds.length && runs > end) end += rounds[begun++].count * repeats;
  return begun;
}

/**
 * The best by what is measured first; of equals, and of those that have none of it, by the median of their losses; then
 * in the order in which they were drawn. Those that diverged come last but for those that are not known.
 */
function ranked(candidates: readonly Candidate[], measure: MeasureName): Candidate[] {
  const sign = higherIsGood.has(measure) ? -1 : 1;
  const keyOf = ({ outcomes, value, place }: Candidate): readonly number[] => {
    const results = outcomes.flatMap(({ result }) => (result === null ? [] : [result]));
    if (results.length === 0 || value === null) return [2, 0, 0, place];
    const losses = results
      .map((result) => (result.diverged ? Infinity : lossOf(result)))
      .sort((a, b) => a - b);
    const loss = losses[Math.floor(losses.length / 2)];
    const first = Number.isFinite(value) ? sign * value : Number.MAX_VALUE;
    return loss === Infinity ? [1, first, 0, place] : [0, first, loss, place];
  };
  const keyed = candidates.map((candidate) => ({ candidate, key: keyOf(candidate) }));
  return keyed
    .sort((a, b) => {
      const at = a.key.findIndex((part, i) => part !== b.key[i]);
      return at < 0 ? 0 : a.key[at] - b.key[at];
    })
    .map(({ candidate }) => candidate);
}
