/**
 * How long the training service takes to answer, while it trains the largest network of the page (8 layers of 64)
 * at full speed with one batch an epoch: medians and maxima over a few rounds, in Node, without a worker between.
 *
 *   npm run bench:latency
 */
import { defaultExperiment, type Experiment } from '../src/experiment/schema.ts';
import { createEngines } from '../workers/engines.ts';
import { TrainingService } from '../workers/training-service.ts';
import { median } from './measure.ts';

const rounds = 5;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const now = (): number => performance.now();
const service = new TrainingService({
  engines: createEngines(now),
  gpu: undefined,
  now,
  nextTask: () => new Promise((resolve) => setImmediate(resolve)),
  sleep,
  onCrash: (error) => {
    throw error;
  },
});

const times = new Map<string, number[]>();

/** From the moment the call is made, in the middle of training, until it is answered. */
async function time(what: string, call: () => Promise<{ readonly ok: boolean }>): Promise<void> {
  await service.command('play');
  await sleep(120);
  const start = now();
  const { ok } = await call();
  times.set(what, [...(times.get(what) ?? []), now() - start]);
  if (!ok) throw new Error(`${what} was refused`);
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
  return time(what, () => service.configure({ experiment }));
}

await service.configure({ experiment });
for (let round = 1; round <= rounds; round++) {
  const isOdd = round % 2 === 1;
  await time('pause', () => service.command('pause'));
  await time('step', () => service.command('step'));
  await time('reset', () => service.command('reset'));
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
  await change('shape', { hidden: [...Array<number>(7).fill(64), isOdd ? 63 : 64] });
}
await service.command('pause');
console.log('answered after, in ms'.padEnd(24), 'median'.padStart(8), 'slowest'.padStart(8));
for (const [what, values] of times) {
  const figures = [median(values), Math.max(...values)].map((ms) => ms.toFixed(1).padStart(8));
  console.log(what.padEnd(24), ...figures);
}
