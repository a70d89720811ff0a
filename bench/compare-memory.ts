/**
 * How much more memory a swarm of 1,000 seeds takes, with all that is kept of it: boundaries, curves and weights of
 * every run, on the page's side, and what its workers hold beside it. Fails where that is more than 150 MB.
 *
 *   npm run bench:compare-memory -- [seeds]
 */
import { availableParallelism } from 'node:os';
import { usualAsk, type Ask } from '../src/compare/ask.ts';
import { freshOutcomes, planComparison } from '../src/compare/comparison.ts';
import { handsFor, Pool } from '../src/compare/pool.ts';
import { runComparison } from '../src/compare/run-comparison.ts';
import { summarize, type Outcome } from '../src/compare/swarm.ts';
import { defaultExperiment } from '../src/experiment/schema.ts';
import type { TrialJob, TrialReply } from '../src/protocol/compare-messages.ts';
import { NodeHand } from './compare/node-hand.ts';
import { describeReading, readMemory, WatchedEngine } from './memory-readings.ts';

const mostBytes = 150e6;
const seeds = Number(process.argv[2] ?? 1000);
const now = (): number => performance.now();
const pool = new Pool<TrialJob, TrialReply>(
  { hire: () => new NodeHand(new URL('./compare-worker.js', import.meta.url)), now },
  handsFor(availableParallelism(), false),
);

async function swarm(ask: Ask): Promise<Outcome[]> {
  const planned = planComparison(defaultExperiment, ask);
  if (!planned.ok) throw new Error(planned.message);
  const outcomes = freshOutcomes(planned.plan.trials);
  const { outcome } = runComparison<TrialJob>(planned.plan, {
    ...{ pool, outcomes, now },
    jobOf: (trial) => ({ trial, table: null }),
    onProgress: () => undefined,
  });
  const { kind } = await outcome;
  const { count } = summarize(outcomes);
  if (kind !== 'done' || count !== ask.seeds) throw new Error(`it ended as ${kind} with ${count} runs`);
  return outcomes;
}

// The threads of this process count as well; the instances inside of them are in what is resident.
const watched = new WatchedEngine();
await swarm({ ...usualAsk, seeds: 20 });
const before = await readMemory(watched);
const outcomes = await swarm({ ...usualAsk, seeds });
const after = await readMemory(watched);
console.log(`before  ${describeReading(before)}`);
console.log(`after   ${describeReading(after)}`);
const more = after.resident - before.resident;
const held = after.heap + after.buffers - before.heap - before.buffers;
console.log(
  `${outcomes.length} seeds hold ${(held / 1e6).toFixed(1)} MB; the process has ${(more / 1e6).toFixed(1)} MB more`,
);
pool.dispose();
if (more > mostBytes) throw new Error(`that is more than ${mostBytes / 1e6} MB`);
