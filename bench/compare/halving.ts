import { usualAsk, type Ask } from '../../src/compare/ask.ts';
import { freshOutcomes, planComparison } from '../../src/compare/comparison.ts';
import type { Pool } from '../../src/compare/pool.ts';
import { runComparison } from '../../src/compare/run-comparison.ts';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema.ts';
import type { Trial, TrialJob, TrialReply } from '../../src/protocol/compare-messages.ts';
import { median } from '../measure.ts';

interface Halving {
  readonly name: string;
  readonly experiment: Experiment;
  readonly ask: Partial<Ask>;
}

const large: Experiment = { ...defaultExperiment, dataSet: 'spiral', hidden: [64, 64], optimizer: 'adam' };

export const halvings: readonly Halving[] = [
  {
    name: '27 set-ups of 4-2 by halving, one in 3, from 3 epochs to 81',
    experiment: defaultExperiment,
    ask: { tries: 27, keep: 3, first: 3, epochs: 81 },
  },
  {
    name: 'the usual one: 81 set-ups of 4-2, one in 3, from 11 epochs to 300',
    experiment: defaultExperiment,
    ask: {},
  },
  {
    name: '32 set-ups of 4-2, one in 2, from 32 epochs to 1,024',
    experiment: defaultExperiment,
    ask: { tries: 32, keep: 2, first: 32, epochs: 1024 },
  },
  {
    name: '27 set-ups of 64-64 with Adam, one in 3, from 3 epochs to 81',
    experiment: large,
    ask: { tries: 27, keep: 3, first: 3, epochs: 81 },
  },
];

/** As if nobody had told where it ended: it trains from its beginning. */
function fromTheBeginning({ experiment, epochs, target, picture, withState }: Trial): Trial {
  return { experiment, epochs, target, picture, withState };
}

interface Spent {
  readonly wall: number;
  readonly processors: number;
}

async function timed(
  pool: Pool<TrialJob, TrialReply>,
  { experiment, ask }: Halving,
  asTrained: (trial: Trial) => Trial,
): Promise<Spent & { readonly losses: string }> {
  const planned = planComparison(experiment, {
    ...{ ...usualAsk, kind: 'sweep', search: 'halving', target: 'none' },
    ...ask,
  });
  if (!planned.ok) throw new Error(planned.message);
  const outcomes = freshOutcomes(planned.plan.trials);
  const now = (): number => performance.now();
  const used = process.cpuUsage();
  const start = now();
  const { outcome } = runComparison<TrialJob>(planned.plan, {
    ...{ pool, outcomes, now },
    jobOf: (trial) => ({ trial: asTrained(trial), table: null }),
    onProgress: () => undefined,
  });
  const { kind } = await outcome;
  const wall = now() - start;
  const { user, system } = process.cpuUsage(used);
  if (kind !== 'done') throw new Error(`it ended as ${kind}`);
  const losses = outcomes.map(({ result }) => result?.final.testLoss).join(' ');
  return { wall, processors: (user + system) / 1e3, losses };
}

/** Rounds that take turns with the same from the beginning. Throws an Error where the two come to different numbers. */
export async function tellHalving(
  pool: Pool<TrialJob, TrialReply>,
  halving: Halving,
  rounds: number,
): Promise<void> {
  const [onwards, anew]: [Spent[], Spent[]] = [[], []];
  for (let round = -1; round < rounds; round++) {
    // Whoever comes second has the garbage of the first.
    const isTurned = round % 2 !== 0;
    const early = isTurned ? await timed(pool, halving, (trial) => trial) : null;
    const before = await timed(pool, halving, fromTheBeginning);
    const after = early ?? (await timed(pool, halving, (trial) => trial));
    if (before.losses !== after.losses) throw new Error('going on has come to other numbers');
    // The first of them compiles.
    if (round < 0) continue;
    onwards.push(after);
    anew.push(before);
  }
  const of = (spent: readonly Spent[], what: keyof Spent): number => median(spent.map((one) => one[what]));
  const told = (what: keyof Spent): string => {
    const [now, then] = [of(onwards, what), of(anew, what)];
    return `${now.toFixed(0)} ms, from the beginning ${then.toFixed(0)} ms: ${(now / then).toFixed(2)} ×`;
  };
  console.log(halving.name);
  console.log(`  ${pool.size} ${pool.size === 1 ? 'worker' : 'workers'}: ${told('wall')}`);
  console.log(`  of processors: ${told('processors')}`);
}
