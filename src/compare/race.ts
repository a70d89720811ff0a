import { decodeSettings, encodeSettings } from '../experiment/url.ts';
import { defaultView, type Experiment } from '../experiment/schema.ts';
import type { Trial } from '../training/trials/trial.ts';
import { targetInWords, targetOf, type Ask } from './ask.ts';
import type { Outcome } from './swarm.ts';

/** Cells along each side of a lane's boundary. */
export const raceCells = 100;

export function laneText(experiment: Experiment): string {
  return encodeSettings({ experiment, view: defaultView });
}

export function laneOf(text: string): Experiment {
  return decodeSettings(text).settings.experiment;
}

export function raceTrials(lanes: readonly Experiment[], ask: Ask): Trial[] {
  return lanes.map((experiment) => ({
    experiment,
    epochs: ask.epochs,
    target: targetOf(ask),
    picture: raceCells,
    withState: false,
  }));
}

/** What two lanes do not have in common, though a race should be about something else; as a sentence, or null. */
export function unfairness(lanes: readonly Experiment[]): string | null {
  const differs = (keyOf: (experiment: Experiment) => unknown): boolean =>
    new Set(lanes.map((lane) => JSON.stringify(keyOf(lane)))).size > 1;
  const parts = [
    differs(({ dataSet, points, noise, dataSeed, trainShare, drawn, formula, file, classes }) => [
      ...[dataSet, points, noise, dataSeed, trainShare],
      ...[drawn, formula, file, classes],
    ]) && 'data',
    differs(({ hidden, features, loss, seed, biasSeed, initialization, initialWidth }) => [
      ...[hidden, features, seed, biasSeed, initialization, initialWidth],
      loss === 'cross-entropy',
    ]) && 'initial weights',
    differs(({ seed, batchSize, replacement }) => [seed, batchSize, replacement]) && 'batches',
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  const listed = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `The lanes cannot have the same ${listed}, since their settings for that differ; all else they have in common.`;
}

/** Who won, in one sentence. */
export function raceVerdict(names: readonly string[], outcomes: readonly Outcome[], ask: Ask): string {
  if (outcomes.length === 0 || outcomes.some(({ result, failure }) => result === null && failure === null))
    return '';
  const goal = targetInWords(ask);
  const known = outcomes.flatMap(({ result }, lane) => (result === null ? [] : [{ result, lane }]));
  if (goal === null) return '';
  const arrivals = known.flatMap(({ result: { reachedAt }, lane }) =>
    reachedAt === null ? [] : [{ reachedAt, lane }],
  );
  if (arrivals.length === 0) return `No lane reached ${goal} within ${ask.epochs} epochs.`;
  const first = Math.min(...arrivals.map(({ reachedAt }) => reachedAt));
  const winners = arrivals.filter(({ reachedAt }) => reachedAt === first).map(({ lane }) => names[lane]);
  const who = winners.length === 1 ? `${winners[0]} was` : `${winners.join(' and ')} were`;
  return `${who} first to reach ${goal}, after ${first} ${first === 1 ? 'epoch' : 'epochs'}.`;
}
