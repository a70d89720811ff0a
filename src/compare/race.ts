import { classCountOf } from '../experiment/data-sets.ts';
import { effectsOf } from '../experiment/effects.ts';
import { layerActivations } from '../experiment/layer-activations.ts';
import { isPlaneSet, type DataSetName } from '../experiment/names.ts';
import { decodeSettings, encodeSettings } from '../experiment/url.ts';
import { defaultView, type Experiment } from '../experiment/schema.ts';
import type { Trial } from '../training/trials/trial.ts';
import { targetInWords, targetOf, type Ask } from './ask.ts';
import { counted } from './counted.ts';
import type { Outcome } from './swarm.ts';

/** The settings that a run ended with, and what that is called. */
export interface NamedSetUp {
  readonly name: string;
  readonly experiment: Experiment;
}

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
  const hasOtherData = lanes.some((lane) => hasOtherDataThan(lanes[0], lane));
  const hasOtherBatches = differs(({ seed, batchSize, replacement }) => [seed, batchSize, replacement]);
  const weights = 'initial weights';
  const isOther = { data: hasOtherData, [weights]: differs(startOf), batches: hasOtherBatches };
  const names = Object.entries(isOther);
  const other = names.flatMap(([name, isSo]) => (isSo ? [name] : []));
  if (other.length === 0) return null;
  // Batches of other rows are others.
  const same = names.flatMap(([name, isSo]) => (isSo || (name === 'batches' && hasOtherData) ? [] : [name]));
  const rest = same.length === 0 ? '' : ` Their ${listed(same)} are the same.`;
  return `The lanes cannot have the same ${listed(other)}, since their settings for that differ.${rest}`;
}

const listed = (parts: readonly string[]): string =>
  parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

function hasOtherDataThan(first: Experiment, lane: Experiment): boolean {
  const effects = effectsOf(first, lane);
  return effects.has('table') || effects.has('rows') || first.labelNoise !== lane.labelNoise;
}

const hasFeatures = (dataSet: DataSetName): boolean =>
  isPlaneSet(dataSet) || dataSet === 'formula' || dataSet === 'draw';

/** What initial weights follow from. */
function startOf(lane: Experiment): unknown {
  const { dataSet, features, hidden, file, loss, seed, biasSeed, initialization, initialWidth } = lane;
  // Data that are not of the plane have their own inputs.
  const inputs = hasFeatures(dataSet) ? features : [dataSet, dataSet === 'file' && file];
  const classes = classCountOf(lane);
  const outputs = loss === 'cross-entropy' || classes > 2 ? classes : 1;
  const gains = initialization.startsWith('xavier') || initialization.startsWith('kaiming');
  const width = initialization === 'normal' ? initialWidth : null;
  return [inputs, hidden, outputs, gains && layerActivations(lane), seed, biasSeed, initialization, width];
}

/** Who won, in one sentence. */
export function raceVerdict(names: readonly string[], outcomes: readonly Outcome[], ask: Ask): string {
  if (outcomes.length === 0 || outcomes.some(({ result, failure }) => result === null && failure === null))
    return '';
  const goal = targetInWords(ask);
  const known = outcomes.flatMap(({ result }, lane) => (result === null ? [] : [{ result, lane }]));
  if (goal === null || known.length === 0) return '';
  const arrivals = known.flatMap(({ result: { reachedAt }, lane }) =>
    reachedAt === null ? [] : [{ reachedAt, lane }],
  );
  if (arrivals.length === 0) {
    const who = known.length < outcomes.length ? 'No lane that was trained' : 'No lane';
    return `${who} reached ${goal} within ${counted(ask.epochs, 'epoch')}.`;
  }
  const first = Math.min(...arrivals.map(({ reachedAt }) => reachedAt));
  const winners = arrivals.filter(({ reachedAt }) => reachedAt === first).map(({ lane }) => names[lane]);
  const who = winners.length === 1 ? `${winners[0]} was` : `${winners.join(' and ')} were`;
  return `${who} first to reach ${goal}, after ${counted(first, 'epoch')}.`;
}
