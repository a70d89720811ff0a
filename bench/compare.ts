/**
 * How long comparisons take, by a pool of Node's threads that is warm: the same scheduler and the same service as in the
 * browser. Medians over rounds that take turns; the first workload in turn with PyTorch's vmap, where there is one, and
 * sweeps by halving (`--only 5` and more) in turn with the same whose rounds each train from the beginning.
 *
 *   npm run bench:compare -- [--rounds 5] [--workers 2] [--only 4]
 */
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { usualAsk } from '../src/compare/ask.ts';
import { handsFor, Pool } from '../src/compare/pool.ts';
import { planSweep } from '../src/compare/sweep.ts';
import { swarmTrials } from '../src/compare/swarm.ts';
import { defaultExperiment, type Experiment } from '../src/experiment/schema.ts';
import type { Trial, TrialJob, TrialReply } from '../src/protocol/compare-messages.ts';
import { Vmap } from './compare/vmap.ts';
import { halvings, tellHalving } from './compare/halving.ts';
import { NodeHand } from './compare/node-hand.ts';
import { median } from './measure.ts';

// As the command line does: only Node 20 keeps relaxed SIMD behind a flag, and it must be set before the first module.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** A network of 2-32-2 on 100 points of a spiral, full batch: softmax cross-entropy over two outputs, Adam, 100 steps. */
const spiral: Experiment = {
  ...defaultExperiment,
  ...{ dataSet: 'spiral', points: 200, trainShare: 50, batchSize: 100, hidden: [32] },
  ...{ loss: 'cross-entropy', optimizer: 'adam', learningRate: 0.01 },
};

function sweep(): readonly Trial[] {
  const planned = planSweep(defaultExperiment, { ...usualAsk, kind: 'sweep', target: 'none', epochs: 300 });
  if (!planned.ok) throw new Error(planned.message);
  const { trials, order } = planned.plan;
  return order.map((place) => trials[place]);
}

const seeds = swarmTrials(spiral, { ...usualAsk, seeds: 100, epochs: 100, target: 'none' });
const workloads: readonly {
  readonly name: string;
  readonly goal: string;
  readonly trials: readonly Trial[];
}[] = [
  {
    name: '100 seeds of 2-32-2, 100 points of a spiral, 100 full-batch steps of Adam, trained alone',
    goal: '≤ 0.25 s on two cores',
    trials: seeds.map((trial) => ({ ...trial, picture: 0 })),
  },
  { name: 'the same, with a boundary of each', goal: '', trials: seeds },
  {
    name: 'the same, and its test loss judged after every step',
    goal: '',
    trials: seeds.map((trial) => ({ ...trial, target: { measure: 'test-loss', value: 0 } })),
  },
  {
    name: '16 × 16 rates and L2 on the circle, 300 epochs each',
    goal: '≤ 3 s on two cores',
    trials: sweep(),
  },
];

const workers = option('workers', handsFor(availableParallelism(), false));
const rounds = option('rounds', 5);
const hire = (): NodeHand => new NodeHand(new URL('./compare-worker.js', import.meta.url));
const now = (): number => performance.now();
const pools = {
  one: new Pool<TrialJob, TrialReply>({ hire, now }, 1),
  all: new Pool<TrialJob, TrialReply>({ hire, now }, workers),
};

/** Seconds on the wall, and those of all processors, which other processes disturb less. */
interface Spent {
  readonly wall: number;
  readonly processors: number;
}

async function timed(pool: Pool<TrialJob, TrialReply>, trials: readonly Trial[]): Promise<Spent> {
  let sum = 0;
  const used = process.cpuUsage();
  const start = now();
  const order = pool.run({
    jobs: trials.map((trial) => ({ trial, table: null })),
    onResult: (_, reply) => {
      if (!reply.ok) throw new Error(reply.message);
      sum += reply.value.final.testLoss;
    },
    onGivenUp: (_, reason) => {
      throw new Error(reason);
    },
  });
  const outcome = await order.outcome;
  if (outcome.kind !== 'done' || Number.isNaN(sum)) throw new Error(`it ended as ${outcome.kind}`);
  const { user, system } = process.cpuUsage(used);
  return { wall: (now() - start) / 1000, processors: (user + system) / 1e6 };
}

const wallOf = (spent: readonly Spent[]): number => median(spent.map(({ wall }) => wall));

const processorsOf = (spent: readonly Spent[]): number => median(spent.map(({ processors }) => processors));

function spentWords(spent: readonly Spent[]): string {
  return `${wallOf(spent).toFixed(3)} s, ${processorsOf(spent).toFixed(3)} s of processors`;
}

/** Ours measures the losses and accuracies of both sets at each of the first 64 epochs as well; theirs only trains. */
function tellVmap({ version }: Vmap, theirs: readonly Spent[], one: readonly Spent[], all: readonly Spent[]) {
  const ratio = (ours: readonly Spent[]): string => (wallOf(theirs) / wallOf(ours)).toFixed(1);
  const ofProcessors = (processorsOf(theirs) / processorsOf(one)).toFixed(1);
  console.log(`  PyTorch ${version}, functorch's vmap, one thread: ${spentWords(theirs)}`);
  console.log(
    `  ${workers} workers are ${ratio(all)} × as fast (goal ≥ 18), one ${ratio(one)} ×, by processors ${ofProcessors} ×`,
  );
}

const vmap = await Vmap.start();
if (typeof vmap === 'string') console.log(`without PyTorch: ${vmap}`);

const only = option('only', 0);
for (const [place, { name, goal, trials }] of workloads.entries()) {
  if (only > 0 && place !== only - 1) continue;
  // Warm: threads are there and the shape is compiled.
  await timed(pools.one, trials);
  await timed(pools.all, trials);
  const [ofOne, ofAll, ofVmap]: [Spent[], Spent[], Spent[]] = [[], [], []];
  const peer = place === 0 && typeof vmap !== 'string' ? vmap : null;
  await peer?.train();
  for (let round = 0; round < rounds; round++) {
    ofOne.push(await timed(pools.one, trials));
    ofAll.push(await timed(pools.all, trials));
    if (peer !== null) ofVmap.push(await peer.train());
  }
  console.log(`${name}${goal === '' ? '' : ` (goal ${goal})`}`);
  console.log(`  ${workers} workers: ${spentWords(ofAll)}`);
  console.log(`  one worker: ${spentWords(ofOne)}`);
  const efficiency = wallOf(ofOne) / wallOf(ofAll) / workers;
  console.log(`  the pool does ${efficiency.toFixed(2)} × ${workers} × one worker (goal ≥ 0.9)`);
  const thrift = processorsOf(ofOne) / processorsOf(ofAll);
  console.log(`  and ${thrift.toFixed(2)} × as much for each second of a processor, whatever else they do`);
  if (peer !== null) tellVmap(peer, ofVmap, ofOne, ofAll);
}
for (const [place, halving] of halvings.entries()) {
  if (only > 0 && place + workloads.length !== only - 1) continue;
  for (const pool of [pools.one, pools.all]) await tellHalving(pool, halving, rounds);
}
for (const pool of Object.values(pools)) pool.dispose();
if (typeof vmap !== 'string') vmap.end();
