/**
 * How long the training service takes to answer and to go on, while it trains 8 layers of 64 at full speed with one batch
 * an epoch, and then the largest network of the page on a real set (64 inputs, 8 layers of 128, 10 classes): medians and
 * maxima over a few rounds, in Node, without a worker between.
 *
 *   npm run bench:latency
 */
import { readFile } from 'node:fs/promises';
import { defaultExperiment, type Experiment } from '../src/experiment/schema.ts';
import type { Checkpoint } from '../src/protocol/messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import { createEngines } from '../workers/engines.ts';
import { TrainingService } from '../workers/training-service.ts';
import { median } from './measure.ts';

const rounds = 7;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const nextTask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const now = (): number => performance.now();
const service = new TrainingService({
  loadFile: async (file) => JSON.parse(await readFile(`public/${file}`, 'utf8')) as unknown,
  engines: createEngines(now),
  gpu: undefined,
  now,
  nextTask,
  sleep,
  onCrash: (error) => {
    throw error;
  },
});

interface Latency {
  /** From the call to its answer. */
  readonly answerMs: number;
  /** From the call to the end of the first training step under the new settings; null where nothing trains after it. */
  readonly stepMs: number | null;
  /** The longest time up to then in which no message would have been let in. */
  readonly heldMs: number;
}

const latencies = new Map<string, Latency[]>();

/** Where the training is, in samples of closed batches. */
async function progress(): Promise<number> {
  const checkpoint = unwrap<Checkpoint | null>(await service.checkpoint());
  return checkpoint === null ? 0 : checkpoint.epoch * 1e6 + checkpoint.position;
}

/** Of a call that is made in the middle of training. The page asks for snapshots meanwhile, as it does at every frame. */
async function measure(what: string, call: () => Promise<Reply<unknown>>, trainsOn: boolean): Promise<void> {
  unwrap(await service.command('play'));
  await sleep(120);
  let heldMs = 0;
  const start = now();
  let last = start;
  const letIn = async (): Promise<void> => {
    await nextTask();
    heldMs = Math.max(heldMs, now() - last);
    last = now();
  };
  unwrap(await call());
  const answerMs = now() - start;
  await letIn();
  const before = trainsOn ? await progress() : 0;
  while (trainsOn && (await progress()) === before) {
    await service.snapshot({ viewVersion: 0, historyVersion: -1 });
    await letIn();
  }
  const stepMs = trainsOn ? now() - start : null;
  latencies.set(what, [...(latencies.get(what) ?? []), { answerMs, stepMs, heldMs }]);
}

function unwrap<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(reply.message);
  return reply.value;
}

let experiment: Experiment = {
  ...defaultExperiment,
  dataSet: 'spiral',
  hidden: Array<number>(8).fill(64),
  batchSize: 2000,
  loss: 'binary-cross-entropy',
  optimizer: 'adam',
  learningRate: 0.001,
};

function change(what: string, patch: Partial<Experiment>): Promise<void> {
  experiment = { ...experiment, ...patch };
  return measure(what, () => service.configure({ experiment }), true);
}

const sevenOf64 = Array<number>(7).fill(64);
unwrap(await service.setSpeed('full'));
unwrap(await service.configure({ experiment }));
for (let round = 1; round <= rounds; round++) {
  const isOdd = round % 2 === 1;
  await measure('pause', () => service.command('pause'), false);
  await measure('step', () => service.command('step'), false);
  await measure('reset', () => service.command('reset'), false);
  await change('learning rate', { learningRate: 0.001 + round / 1e4 });
  await change('L2', { l2: round / 1e4 });
  await change('batch size', { batchSize: 100 + round });
  await change('full batch', { batchSize: 2000 });
  await change('new seed', { seed: 1 + round });
  await change('noise', { noise: 5 * round });
  await change('new data', { dataSeed: 1 + round });
  await change('optimizer', { optimizer: isOdd ? 'sgd' : 'adam' });
  await change('activation', { activation: isOdd ? 'sigmoid' : 'tanh' });
  await change('loss', { loss: isOdd ? 'squared-error' : 'binary-cross-entropy' });
  // Widths that were not there before: nothing can be kept from an earlier round.
  await change('one layer less', { hidden: [...sevenOf64.slice(1), 64 - round] });
  await change('one layer more', { hidden: [...sevenOf64, 64 - round] });
  await change('one neuron less', { hidden: [...sevenOf64, 63 - round] });
  await change('that neuron again', { hidden: [...sevenOf64, 64 - round] });
  await change('8 × 64 again', { hidden: [...sevenOf64, 64] });
}

const deep = Array<number>(8).fill(128);
experiment = { ...experiment, dataSet: 'digits', loss: 'cross-entropy', trainShare: 80, batchSize: 32 };
unwrap(await service.configure({ experiment: { ...experiment, hidden: [16] } }));
for (let round = 1; round <= rounds; round++) {
  // Widths that were not there before, and then the whole of it from a network that trains on.
  await change('8 × 128, one narrower', { hidden: [...deep.slice(1), 128 - round] });
  await change('its activation', { activation: round % 2 === 1 ? 'relu' : 'tanh' });
  await change('one layer less of it', { hidden: [...deep.slice(2), 128 - round] });
}
unwrap(await service.command('pause'));

const columns: readonly [string, (latency: Latency) => number | null][] = [
  ['answered', ({ answerMs }) => answerMs],
  ['first step', ({ stepMs }) => stepMs],
  ['longest held', ({ heldMs }) => heldMs],
];
console.log('median (slowest), ms'.padEnd(22), ...columns.map(([title]) => title.padStart(18)));
for (const [what, measured] of latencies) {
  const cells = columns.map(([, of]) => {
    const values = measured.map(of).filter((ms) => ms !== null);
    if (values.length === 0) return ''.padStart(18);
    return `${median(values).toFixed(1)} (${Math.max(...values).toFixed(1)})`.padStart(18);
  });
  console.log(what.padEnd(22), ...cells);
}
