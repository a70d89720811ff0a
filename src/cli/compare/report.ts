import { sweptAxes, targetInWords, type Ask } from '../../compare/ask.ts';
import type { ComparisonPlan } from '../../compare/comparison.ts';
import { cellName, measureLabels, rankedCells } from '../../compare/measures.ts';
import { quantile } from '../../compare/quantiles.ts';
import { fanShares, lossOf, ranking, summarize, verdict, type Outcome } from '../../compare/swarm.ts';
import { rankedCandidates, type SearchPlan } from '../../compare/search.ts';
import { cellsOf, type SweepPlan } from '../../compare/sweep.ts';
import { sweepableOf } from '../../compare/sweepable.ts';
import { short } from '../result.ts';

/** A comparison as far as it has come. */
export interface Compared {
  readonly ask: Ask;
  readonly plan: ComparisonPlan;
  readonly outcomes: readonly Outcome[];
}

interface About {
  readonly engine: string;
  readonly fused: boolean;
  readonly workers: number;
  readonly interrupted: boolean;
}

/** One run, as `--json` prints it; a loss or an accuracy that there is not is null. */
interface ReportedRun {
  /** As files count them, from 1. */
  readonly run: number;
  readonly seed: number;
  readonly dataSeed: number;
  /** Of a sweep, by name: the values as they would be typed. */
  readonly settings: Readonly<Record<string, string>>;
  readonly trainLoss: number | null;
  readonly testLoss: number | null;
  readonly trainAccuracy: number | null;
  readonly testAccuracy: number | null;
}

/** What `--json` prints. */
export interface Report extends About {
  readonly comparison: Ask['kind'];
  readonly epochs: number;
  readonly goal: { readonly measure: string; readonly value: number } | null;
  readonly runs: number;
  /** Those that were trained; diverged ones among them. */
  readonly done: number;
  readonly diverged: number;
  /** Runs that could not be trained. */
  readonly failed: number;
  /** Runs that reached the goal. */
  readonly reached: number;
  /** The run with the lowest loss; null where there is none. */
  readonly best: ReportedRun | null;
  /** The cell with the best of what is measured; of a sweep. */
  readonly bestCell?: ReportedCell | null;
}

interface ReportedCell {
  readonly measure: Ask['measure'];
  readonly settings: ReportedRun['settings'];
  readonly value: number;
}

export function reportOf({ ask, plan, outcomes }: Compared, about: About): Report {
  const { count, diverged, failed, reached } = summarize(outcomes);
  const first = ranking(outcomes).at(0);
  const { sweep } = plan;
  return {
    comparison: ask.kind,
    epochs: ask.epochs,
    goal: ask.target === 'none' ? null : { measure: ask.target, value: ask.goal },
    runs: outcomes.length,
    done: count,
    ...{ diverged, failed, reached },
    best: first === undefined ? null : runOf(ask, outcomes[first], first),
    ...(sweep === null ? {} : { bestCell: bestCellOf(ask, sweep, outcomes) }),
    ...about,
  };
}

function runOf(ask: Ask, { experiment, result }: Outcome, place: number): ReportedRun | null {
  if (result === null || result.diverged) return null;
  const { trainLoss, testLoss, trainAccuracy, testAccuracy } = result.final;
  const known = (loss: number): number | null => (Number.isNaN(loss) ? null : loss);
  const axes = sweptAxes(ask);
  return {
    run: place + 1,
    seed: experiment.seed,
    dataSeed: experiment.dataSeed,
    settings: Object.fromEntries(
      axes.map(({ setting }) => [setting, sweepableOf(setting)?.of(experiment) ?? '']),
    ),
    ...{ trainLoss: known(trainLoss), testLoss: known(testLoss), trainAccuracy, testAccuracy },
  };
}

function bestCellOf(ask: Ask, sweep: SweepPlan, outcomes: readonly Outcome[]): ReportedCell | null {
  const best = rankedCells(cellsOf(sweep, outcomes, ask.measure), ask.measure).at(0);
  if (best === undefined) return null;
  const settings = {
    [ask.x.setting]: sweep.x.values[best.column],
    ...(ask.y === null ? {} : { [ask.y.setting]: sweep.y.values[best.row] }),
  };
  return { measure: ask.measure, settings, value: best.value ?? NaN };
}

/** So many cells of a sweep are told. */
const mostCells = 8;

/** The same for a reader. */
export function told(report: Report, compared: Compared, out: readonly string[]): string {
  const { plan, outcomes } = compared;
  const { runs, done, diverged, failed, engine, fused, epochs } = report;
  const howMany = done === runs ? `${runs} runs` : `${done} of ${runs} runs`;
  const bad = diverged === 0 ? '' : `, ${diverged === done ? 'all' : diverged} diverged`;
  const most = (plan.search?.rounds.length ?? 1) > 1 ? 'at most ' : '';
  const reason = outcomes.find(({ failure }) => failure !== null)?.failure ?? '';
  return [
    `${howMany} of ${most}${epochs} epochs${bad} (${engine}${fused ? ', fused' : ''})${report.interrupted ? ', where it was interrupted' : ''}`,
    ...(failed === 0 ? [] : [`${failed} could not be trained: ${reason}`]),
    ...comparedLines(compared),
    ...bestLine(report),
    ...out.map((path) => `wrote  ${path}`),
  ].join('\n');
}

function comparedLines(compared: Compared): string[] {
  const { ask, plan, outcomes } = compared;
  if (plan.sweep !== null) return sweepLines(ask, plan.sweep, outcomes);
  return plan.search === null ? swarmLines(compared) : searchLines(ask, plan.search, outcomes);
}

function swarmLines({ ask, outcomes }: Compared): string[] {
  const sentence = targetInWords(ask) === null ? '' : verdict(summarize(outcomes), ask);
  const losses = outcomes
    .flatMap(({ result }) => (result === null || result.diverged ? [] : [lossOf(result)]))
    .sort((a, b) => a - b);
  const shares = fanShares.map(
    (share) => `${share === 0.5 ? 'half' : `${100 * share} %`} ≤ ${short(quantile(losses, share))}`,
  );
  return [
    ...(sentence === '' ? [] : [sentence]),
    ...(losses.length === 0 ? [] : [`loss   ${shares.join(', ')}`]),
  ];
}

function sweepLines(ask: Ask, sweep: SweepPlan, outcomes: readonly Outcome[]): string[] {
  const { measure } = ask;
  const ranked = rankedCells(cellsOf(sweep, outcomes, measure), measure).slice(0, mostCells);
  if (ranked.length === 0) return [];
  return [
    `By ${measureLabels[measure]}, the best first:`,
    ...ranked.map((cell) => `  ${short(cell.value ?? NaN).padEnd(12)} ${cellName(cell, sweep)}`),
  ];
}

/** Those that got into the last round first. */
function searchLines({ measure }: Ask, search: SearchPlan, outcomes: readonly Outcome[]): string[] {
  const known = rankedCandidates(search, outcomes, measure).filter(
    ({ value }) => value !== null && Number.isFinite(value),
  );
  if (known.length === 0) return [];
  const { rounds, axes } = search;
  const more = rounds
    .map(({ count, epochs }) => `${count} ${count === 1 ? 'set-up' : 'set-ups'} for ${epochs} epochs`)
    .join(', then ');
  return [
    `${more}. By ${measureLabels[measure]}, the best first:`,
    ...known.slice(0, mostCells).map(({ value, values, round }) => {
      const name = axes.map(({ setting }, at) => `${sweepableOf(setting)?.label} ${values[at]}`).join(', ');
      return `  ${short(value ?? NaN).padEnd(12)} ${name}${rounds.length > 1 ? ` (${rounds[round].epochs} epochs)` : ''}`;
    }),
  ];
}

function bestLine({ best }: Report): string[] {
  if (best === null) return [];
  const { run, seed, dataSeed, trainLoss, testLoss, testAccuracy } = best;
  const figures = [
    ...(trainLoss === null ? [] : [`train loss ${short(trainLoss)}`]),
    ...(testLoss === null ? [] : [`test loss ${short(testLoss)}`]),
    ...(testAccuracy === null ? [] : [`test accuracy ${(100 * testAccuracy).toFixed(1)} %`]),
  ];
  return [`best   run ${run} (seed ${seed}, data seed ${dataSeed}): ${figures.join(', ')}`];
}
