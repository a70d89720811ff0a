import { nextSeed } from '../experiment/seeds.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Trial, TrialResult } from '../training/trials/trial.ts';
import { counted, written } from './counted.ts';
import { targetInWords, targetOf, type Ask, type VaryName } from './ask.ts';
import { binned, quantile, wilson, type Bin } from './quantiles.ts';

/** Cells along each side of a run's boundary. */
export const swarmCells = 36;

/** One run of many: what was asked for, and what came of it. */
export interface Outcome {
  readonly experiment: Experiment;
  /** null while it is not known, and where it failed. */
  readonly result: TrialResult | null;
  /** Why there is no result; null where there is one, or there is to be one. */
  readonly failure: string | null;
}

/** The set-up with so many seeds, from its own on. */
export function swarmTrials(
  experiment: Experiment,
  ask: Pick<Ask, 'seeds' | 'vary' | 'epochs' | 'target' | 'goal'>,
): Trial[] {
  const trials: Trial[] = [];
  let next = experiment;
  for (let i = 0; i < ask.seeds; i++) {
    trials.push({
      experiment: next,
      epochs: ask.epochs,
      target: targetOf(ask),
      picture: swarmCells,
      withState: false,
    });
    next = withNextSeed(next, ask.vary);
  }
  return trials;
}

function withNextSeed(experiment: Experiment, vary: VaryName): Experiment {
  return {
    ...experiment,
    ...(vary === 'data' ? {} : { seed: nextSeed(experiment.seed) }),
    ...(vary === 'weights' ? {} : { dataSeed: nextSeed(experiment.dataSeed) }),
  };
}

/** Shares of runs below which each line of a fan runs. */
export const fanShares = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export interface Fan {
  readonly epoch: Float64Array;
  /** A column for each of `fanShares`; a run that has diverged counts as infinite from then on. */
  readonly lines: readonly Float64Array[];
}

export interface SwarmSummary {
  /** Runs that were trained, diverged ones among them. */
  readonly count: number;
  readonly diverged: number;
  readonly failed: number;
  readonly reached: number;
  /** Where the share of all seeds lies, with 95 % confidence. */
  readonly interval: { readonly low: number; readonly high: number };
  /** Of the runs that reached the target, ascending. */
  readonly epochsToTarget: readonly number[];
  readonly epochBins: readonly Bin[];
  readonly lossBins: readonly Bin[];
  readonly fan: Fan | null;
}

const mostBins = 24;

/** By the order of the seeds, whoever was done first. */
export function summarize(outcomes: readonly Outcome[]): SwarmSummary {
  const results = outcomes.flatMap(({ result }) => (result === null ? [] : [result]));
  const epochsToTarget = results
    .flatMap(({ reachedAt }) => (reachedAt === null ? [] : [reachedAt]))
    .sort((a, b) => a - b);
  const sound = results.filter(({ diverged }) => !diverged);
  return {
    count: results.length,
    diverged: results.length - sound.length,
    failed: outcomes.filter(({ failure }) => failure !== null).length,
    reached: epochsToTarget.length,
    interval: wilson(epochsToTarget.length, results.length),
    epochsToTarget,
    epochBins: binned(epochsToTarget, mostBins),
    lossBins: binned(sound.map(lossOf), mostBins, true),
    fan: fanOf(results),
  };
}

/** The loss that runs are told apart by: of the test set where there is one. */
export function lossOf({ final }: TrialResult): number {
  return Number.isNaN(final.testLoss) ? final.trainLoss : final.testLoss;
}

export function fanOf(results: readonly TrialResult[]): Fan | null {
  let longest = results.at(0);
  if (longest === undefined) return null;
  for (const result of results) if (result.curve.epoch.length > longest.curve.epoch.length) longest = result;
  const { epoch } = longest.curve;
  const lines = fanShares.map(() => new Float64Array(epoch.length));
  const column = new Float64Array(results.length);
  for (let at = 0; at < epoch.length; at++) {
    results.forEach((result, i) => {
      column[i] = lossAt(result, at, epoch[at]);
    });
    const ascending = column.toSorted();
    fanShares.forEach((share, line) => {
      lines[line][at] = quantile(ascending, share);
    });
  }
  return { epoch, lines };
}

/** All measure the same epochs; one that was stopped stays as it was. */
function lossAt({ curve, diverged }: TrialResult, at: number, epoch: number): number {
  const loss = curve.testLoss.some(Number.isFinite) ? curve.testLoss : curve.trainLoss;
  const last = curve.epoch.length - 1;
  if (at <= last && curve.epoch[at] === epoch) return loss[at];
  const before = Math.min(at, last);
  return diverged ? Infinity : loss[before];
}

/** Best first: those that reached the target, by when; then by the loss, and the diverged last. By places. */
export function ranking(outcomes: readonly Outcome[]): number[] {
  const keyOf = ({ result }: Outcome): readonly [number, number] => {
    if (result === null) return [3, 0];
    return result.diverged ? [2, -result.epochs] : [0, lossOf(result)];
  };
  const keys = outcomes.map(keyOf);
  return outcomes
    .map((_, i) => i)
    .sort((a, b) => keys[a][0] - keys[b][0] || keys[a][1] - keys[b][1] || a - b);
}

/** The answer to “was it luck?”, in one sentence. */
export function verdict(summary: SwarmSummary, ask: Ask): string {
  const { count, reached, diverged } = summary;
  const goal = targetInWords(ask);
  if (count === 0) return '';
  const runs = (share: number): string => `${written(share)} of ${counted(count, 'run')}`;
  const bad = diverged === 0 ? '' : ` ${diverged === count ? 'All' : written(diverged)} diverged.`;
  if (goal === null) return `${runs(count - diverged)} came to an end.${bad}`;
  const median = quantile(summary.epochsToTarget, 0.5);
  const when = reached === 0 ? '' : `, half of them within ${counted(Math.round(median), 'epoch')}`;
  const share = reached / count;
  if (count < 5) return `${runs(reached)} reached ${goal}${when}: too few to tell luck from skill.${bad}`;
  if (reached === 0) return `Not even with luck: none of ${counted(count, 'run')} reached ${goal}.${bad}`;
  if (share >= 0.95) return `It was not luck: ${runs(reached)} reached ${goal}${when}.${bad}`;
  if (share >= 0.6) return `Hardly luck: ${runs(reached)} reached ${goal}${when}.${bad}`;
  if (share >= 0.2) return `Partly luck: ${runs(reached)} reached ${goal}${when}.${bad}`;
  return `Mostly luck: only ${runs(reached)} reached ${goal}${when}.${bad}`;
}
