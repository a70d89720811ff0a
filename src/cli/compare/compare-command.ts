import { freshOutcomes, planComparison, totalOf, type ComparisonPlan } from '../../compare/comparison.ts';
import { runComparison } from '../../compare/run-comparison.ts';
import type { OrderOutcome } from '../../compare/order.ts';
import { Pool } from '../../compare/pool.ts';
import type { Outcome } from '../../compare/swarm.ts';
import { engineNamed } from '../../training/engine.ts';
import type { Trial, TrialAnswer } from '../../training/trials/trial.ts';
import type { Arguments } from '../arguments.ts';
import { Progress } from '../progress.ts';
import { readSubject, type Subject } from '../subject.ts';
import { exitCodes, UsageError } from '../usage.ts';
import type { CompareWorld } from '../world.ts';
import { askOf, countOf } from './ask-options.ts';
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
  given.out.forEach(writerOf);
  const workers = given.workers === null ? world.cores : countOf('workers', given.workers, workerLimits);
  const subject = await readSubject(given);
  const ask = askOf(kind, subject.ask, given);
  const planned = planComparison(subject.experiment, ask);
  if (!planned.ok) throw new UsageError(planned.message);
  const plan = withoutPictures(planned.plan);
  const outcomes = freshOutcomes(plan.trials);
  const end = await trainAll(plan, outcomes, { subject, workers, isQuiet: given.quiet }, world);
  writeResults(given.out, { ask, outcomes });
  const { engine, fused } = engineNamed(subject.experiment.engine, subject.experiment.fused);
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
  { subject, workers, isQuiet }: { subject: Subject; workers: number; isQuiet: boolean },
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
