import { freshOutcomes, planComparison, totalOf, type ComparisonPlan } from '../../compare/comparison.ts';
import { measureReason } from '../../compare/measures.ts';
import { runComparison } from '../../compare/run-comparison.ts';
import type { OrderOutcome } from '../../compare/order.ts';
import type { Ask } from '../../compare/ask.ts';
import { Pool } from '../../compare/pool.ts';
import type { Outcome } from '../../compare/swarm.ts';
import type { Table } from '../../data/table.ts';
import type { Experiment } from '../../experiment/schema.ts';
import { engineNamed } from '../../training/engine.ts';
import type { Trial, TrialAnswer } from '../../training/trials/trial.ts';
import type { Arguments } from '../arguments.ts';
import { Progress } from '../progress.ts';
import { readSubject, type Subject } from '../subject.ts';
import { exitCodes, UsageError } from '../usage.ts';
import type { CompareWorld } from '../world.ts';
import { askOf, countOf } from './ask-options.ts';
import { writeDask } from './dask-command.ts';
import { reportOf, told } from './report.ts';
import { timeLeft } from './time-left.ts';
import { writeResults, writerOf } from './write-results.ts';

const workerLimits = { min: 1, max: 256 } as const;

/** A swarm or a sweep as the page asks for it, on threads. */
export async function compare(
  kind: 'swarm' | 'sweep',
  given: Arguments,
  world: CompareWorld,
): Promise<number> {
  if (given.dask !== null) return writeDask(kind, given.dask, given, world);
  given.out.forEach(writerOf);
  const { experiment, table, ask: linked } = await readSubject(given);
  const ask = askOf(kind, linked, given);
  const unmeasured = kind === 'sweep' ? measureReason(ask.measure, experiment, ask) : null;
  if (unmeasured !== null) throw new UsageError(`--measure ${ask.measure}: ${unmeasured}`);
  const planned = planComparison(experiment, ask);
  if (!planned.ok) throw new UsageError(planned.message);
  return compareAll({ ask, plan: planned.plan, table, experiment }, given, world);
}

/** What is to be trained, with the user's own table; the engine is that of `experiment`. */
export interface PlannedComparison {
  readonly ask: Ask;
  readonly plan: ComparisonPlan;
  readonly table: Table | null;
  readonly experiment: Experiment;
}

/** Trains all of it on threads, and says what came of it. */
export async function compareAll(
  planned: PlannedComparison,
  given: Arguments,
  world: CompareWorld,
): Promise<number> {
  const workers = given.workers === null ? world.cores : countOf('workers', given.workers, workerLimits);
  const { ask, table, experiment } = planned;
  const plan = withoutPictures(planned.plan);
  const outcomes = freshOutcomes(plan.trials);
  const end = await trainAll(plan, outcomes, { subject: { table }, workers, isQuiet: given.quiet }, world);
  writeResults(given.out, { ask, outcomes });
  const { engine, fused } = engineNamed(experiment.engine, experiment.fused);
  const about = { engine, fused, workers, interrupted: end.kind === 'cancelled' };
  const report = reportOf({ ask, plan, outcomes }, about);
  world.print(given.json ? JSON.stringify(report) : told(report, { ask, plan, outcomes }, given.out));
  if (end.kind === 'failed') throw new Error(`the comparison has ended: ${end.reason}`);
  if (end.kind === 'cancelled') return exitCodes.interrupted;
  if (report.failed > 0) return exitCodes.failed;
  return report.diverged === report.done ? exitCodes.diverged : exitCodes.done;
}

/** Nobody looks at them here. */
function withoutPictures(plan: ComparisonPlan): ComparisonPlan {
  return { ...plan, trials: plan.trials.map((trial) => ({ ...trial, picture: 0 })) };
}

async function trainAll(
  plan: ComparisonPlan,
  outcomes: Outcome[],
  { subject, workers, isQuiet }: { subject: Pick<Subject, 'table'>; workers: number; isQuiet: boolean },
  { hire, now, terminal, interruption }: CompareWorld,
): Promise<OrderOutcome> {
  const progress = new Progress(terminal, !isQuiet, now);
  const pool = new Pool<Trial, TrialAnswer>({ hire: () => hire(subject.table), now }, workers);
  progress.show(0, totalOf(plan), () => 'runs');
  const running = runComparison(plan, {
    ...{ pool, outcomes, now },
    jobOf: (trial) => trial,
    onProgress: ({ done, total, leftMs }) => {
      progress.show(done, total, () => `runs${leftMs === null ? '' : `   ${timeLeft(leftMs)}`}`);
    },
  });
  const cancel = (): void => running.cancel();
  interruption.addEventListener('abort', cancel);
  if (interruption.aborted) cancel();
  try {
    return await running.outcome;
  } finally {
    interruption.removeEventListener('abort', cancel);
    progress.end();
    pool.dispose();
  }
}
