/**
 * Does anything grow? Changes the network's shape again and again, then trains one network for long; looks at the
 * memory at even distances, and fails where the last third of a part holds more than its second third.
 *
 *   npm run bench:memory -- [--changes 100000] [--minutes 60] [--engine wasm-f32]
 */
import { parseArgs } from 'node:util';
import type { Backend } from '../src/backends/executor.ts';
import { interpreter } from '../src/backends/interpreter/interpreter.ts';
import { createWasmBackend } from '../src/backends/wasm/wasm-backend.ts';
import { activationNames, engineNames, optimizerNames, type EngineName } from '../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../src/experiment/schema.ts';
import { NetworkCache } from '../src/training/network-cache.ts';
import { Run } from '../src/training/run.ts';
import { available } from './engines/ours.ts';
import {
  describeReading,
  growthOf,
  nextTask,
  readMemory,
  WatchedEngine,
  type Reading,
} from './memory-readings.ts';

const readingsEach = 30;
const sliceMs = 10;
const now = (): number => performance.now();

interface Settings {
  readonly changes: number;
  readonly minutes: number;
  readonly engine: EngineName;
}

async function main(): Promise<void> {
  const { changes, minutes, engine } = parseSettings();
  const watched = new WatchedEngine();
  const backend = backendOf(engine, watched);
  const grown = [
    ...(changes > 0 ? await changeShapes(changes, backend, watched) : []),
    ...(minutes > 0 ? await trainFor(minutes, backend, watched) : []),
  ];
  if (grown.length > 0) throw new Error(grown.join('\n'));
  console.log('nothing grew');
}

function parseSettings(): Settings {
  const { values } = parseArgs({
    options: {
      changes: { type: 'string', default: '100000' },
      minutes: { type: 'string', default: '60' },
      engine: { type: 'string', default: 'wasm-f32' },
    },
  });
  const engine = engineNames.find((name) => name === values.engine);
  const changes = Number(values.changes);
  const minutes = Number(values.minutes);
  if (engine === undefined || !(changes >= 0) || !(minutes >= 0))
    throw new Error(
      `--changes and --minutes take a number, --engine one of ${engineNames.join(', ')}; ` +
        `got ${values.changes}, ${values.minutes}, ${values.engine}`,
    );
  return { changes, minutes, engine };
}

function backendOf(name: EngineName, watched: WatchedEngine): Backend {
  if (name === 'interpreter') return interpreter;
  return available(createWasmBackend(name === 'wasm-f32' ? 'f32' : 'f64', { engine: watched.engine }));
}

/** As a learner who keeps changing the network: every run follows from the one before and trains for an epoch. */
async function changeShapes(changes: number, backend: Backend, watched: WatchedEngine): Promise<string[]> {
  const readings: Reading[] = [];
  const networks = new NetworkCache();
  let run = new Run(shapeOf(0), backend, now, null, networks);
  for (let change = 1; change <= changes; change++) {
    const next = new Run(shapeOf(change), backend, now, run, networks);
    run.dispose();
    run = next;
    run.advance(Infinity, 1);
    // The worker too gets back to its event loop after every change.
    await nextTask();
    if (change % Math.ceil(changes / readingsEach) === 0)
      readings.push(await report(`${change.toLocaleString('en')} changes of shape`, watched));
  }
  run.dispose();
  return growthOf(readings);
}

/** Every so many changes the same shapes come again, so that what is cached for each of them would be complete. */
function shapeOf(change: number): Experiment {
  return {
    ...defaultExperiment,
    points: 40,
    hidden: [1 + (change % 16), 1 + ((change * 5) % 12)],
    activation: activationNames[change % activationNames.length],
    optimizer: optimizerNames[change % optimizerNames.length],
    learningRate: 1e-3,
  };
}

/** In slices, as the worker does, with the loss curve filled. */
async function trainFor(minutes: number, backend: Backend, watched: WatchedEngine): Promise<string[]> {
  const readings: Reading[] = [];
  const run = new Run({ ...defaultExperiment, dataSet: 'spiral', hidden: [16, 16] }, backend, now);
  const start = now();
  const reached = (): number => (now() - start) / (minutes * 60_000);
  for (let samples = 0; reached() < 1;) {
    samples += run.advance(now() + sliceMs);
    run.history.push(run.epoch, 1 / (1 + run.epoch), 1);
    await nextTask();
    if (reached() > readings.length / readingsEach) {
      const text = `${samples.toLocaleString('en')} samples in ${((now() - start) / 60_000).toFixed(1)} minutes`;
      readings.push(await report(text, watched));
    }
  }
  run.dispose();
  return growthOf(readings);
}

async function report(text: string, watched: WatchedEngine): Promise<Reading> {
  const reading = await readMemory(watched);
  console.log(`${text}: ${describeReading(reading)}`);
  return reading;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
