/**
 * How long it takes to solve a problem: for seeds 1–20, the training time and epochs until the test accuracy first
 * reaches its mark, looked at after every epoch outside the clock. Two hidden layers, tanh, Adam at 0.01,
 * cross-entropy. The spiral: batch 10, 250 training points, 98 %. The digits: batch 32, 80 % of 1,797, 97 %.
 *
 *   npm run bench:spiral -- [--data spiral|digits] [--hidden 16,16] [--epochs 5000] [--engine wasm-f32]
 */
import { readFileSync } from 'node:fs';
import type { Backend } from '../src/backends/executor.ts';
import { engineNames, type EngineName, type RealSetName } from '../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../src/experiment/schema.ts';
import { parseRealSet } from '../src/data/real/parse-real-set.ts';
import { realSets } from '../src/data/real/real-sets.ts';
import type { Table } from '../src/data/table.ts';
import { measure } from '../src/training/evaluation.ts';
import { NetworkCache } from '../src/training/network-cache.ts';
import { Run } from '../src/training/run.ts';
import { createEngines } from '../workers/engines.ts';
import { median } from './measure.ts';

interface Outcome {
  readonly seed: number;
  /** null when 98 % was not reached. */
  readonly epochs: number | null;
  readonly trainingMs: number;
}

function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
}

interface Problem {
  readonly experiment: Experiment;
  /** Test accuracy, 0…1. */
  readonly mark: number;
  readonly mostEpochs: number;
}

const adam = { ...defaultExperiment, optimizer: 'adam', learningRate: 0.01 } as const;
const problems: Readonly<Record<string, Problem>> = {
  spiral: {
    experiment: { ...adam, dataSet: 'spiral', loss: 'binary-cross-entropy', hidden: [16, 16] },
    mark: 0.98,
    mostEpochs: 5000,
  },
  digits: {
    experiment: {
      ...adam,
      dataSet: 'digits',
      loss: 'cross-entropy',
      hidden: [64, 32],
      trainShare: 80,
      batchSize: 32,
    },
    mark: 0.97,
    mostEpochs: 100,
  },
};

/** From the folder that the page serves. */
function tableOf(name: RealSetName): Table {
  return parseRealSet(name, JSON.parse(readFileSync(`public/${realSets[name].file}`, 'utf8')));
}

function trainUntilSolved(
  experiment: Experiment,
  backend: Backend,
  mark: number,
  mostEpochs: number,
): Outcome {
  const clock = (): number => performance.now();
  const table = (): Table => tableOf(experiment.dataSet as RealSetName);
  const run = new Run(experiment, backend, clock, null, new NetworkCache(), table);
  const metrics = backend.createForward(run.network.tapes.metrics);
  try {
    for (let epoch = 1; epoch <= mostEpochs; epoch++) {
      run.advance(Infinity, epoch);
      metrics.setParameters(run.parameters());
      const steps = measure(metrics, run.test, run.test.count);
      let step = steps.next();
      while (!step.done) step = steps.next();
      if (step.value.accuracy! >= mark)
        return { seed: experiment.seed, epochs: epoch, trainingMs: run.trainingMs };
    }
    return { seed: experiment.seed, epochs: null, trainingMs: run.trainingMs };
  } finally {
    metrics.dispose();
    run.dispose();
  }
}

function engineNamed(name: string): EngineName {
  const found = engineNames.find((known) => known === name);
  if (found === undefined) throw new Error(`there is no engine ${name}; there are ${engineNames.join(', ')}`);
  return found;
}

const { backend, fallbackReason } = createEngines(() => performance.now()).choose(
  engineNamed(option('engine', 'wasm-f32')),
);
if (fallbackReason !== null) throw new Error(fallbackReason);
const data = option('data', 'spiral');
if (!Object.hasOwn(problems, data))
  throw new Error(`there is no problem ${data}; there are ${Object.keys(problems).join(', ')}`);
const problem = problems[data];
const hidden = option('hidden', problem.experiment.hidden.join()).split(',').map(Number);
const mostEpochs = Number(option('epochs', String(problem.mostEpochs)));
const experiment: Experiment = { ...problem.experiment, hidden };
const outcomes: Outcome[] = [];
for (let seed = 1; seed <= 20; seed++) {
  const outcome = trainUntilSolved({ ...experiment, seed }, backend, problem.mark, mostEpochs);
  outcomes.push(outcome);
  const reached = outcome.epochs === null ? `not within ${mostEpochs} epochs` : `epoch ${outcome.epochs}`;
  console.log(
    `seed ${String(seed).padStart(2)}  ${reached.padEnd(24)} ${outcome.trainingMs.toFixed(1)} ms of training`,
  );
}
const solved = outcomes.filter(({ epochs }) => epochs !== null);
console.log(
  `${data}, ${hidden.join('-')}, ${backend.name}: ${solved.length} of ${outcomes.length} reached ${problem.mark * 100} %; ` +
    `median epoch ${median(solved.map(({ epochs }) => epochs!))}, ` +
    `median training time ${median(solved.map(({ trainingMs }) => trainingMs)).toFixed(1)} ms`,
);
