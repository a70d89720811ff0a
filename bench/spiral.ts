/**
 * How long the spiral takes: for seeds 1–20, the training time and epochs until the test accuracy first reaches
 * 98 %, looked at after every epoch outside the clock. Two hidden layers, tanh, Adam at 0.01, cross-entropy,
 * batch 10, 250 training points.
 *
 *   npm run bench:spiral -- [--hidden 16,16] [--epochs 5000] [--engine wasm-f32]
 */
import type { Backend } from '../src/backends/executor.ts';
import { engineNames, type EngineName } from '../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../src/experiment/schema.ts';
import { measure } from '../src/training/evaluation.ts';
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

function trainUntilSolved(experiment: Experiment, backend: Backend, mostEpochs: number): Outcome {
  const run = new Run(experiment, backend, () => performance.now());
  const metrics = backend.createForward(run.network.tapes.metrics);
  try {
    for (let epoch = 1; epoch <= mostEpochs; epoch++) {
      run.advance(Infinity, epoch);
      metrics.setParameters(run.parameters());
      const steps = measure(metrics, run.test, run.test.count);
      let step = steps.next();
      while (!step.done) step = steps.next();
      if (step.value.accuracy! >= 0.98)
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
const hidden = option('hidden', '16,16').split(',').map(Number);
const mostEpochs = Number(option('epochs', '5000'));
const experiment: Experiment = {
  ...defaultExperiment,
  dataSet: 'spiral',
  hidden,
  loss: 'binary-cross-entropy',
  optimizer: 'adam',
  learningRate: 0.01,
};
const outcomes: Outcome[] = [];
for (let seed = 1; seed <= 20; seed++) {
  const outcome = trainUntilSolved({ ...experiment, seed }, backend, mostEpochs);
  outcomes.push(outcome);
  const reached = outcome.epochs === null ? `not within ${mostEpochs} epochs` : `epoch ${outcome.epochs}`;
  console.log(
    `seed ${String(seed).padStart(2)}  ${reached.padEnd(24)} ${outcome.trainingMs.toFixed(1)} ms of training`,
  );
}
const solved = outcomes.filter(({ epochs }) => epochs !== null);
console.log(
  `2-${hidden.join('-')}-1, ${backend.name}: ${solved.length} of ${outcomes.length} reached 98 %; ` +
    `median epoch ${median(solved.map(({ epochs }) => epochs!))}, ` +
    `median training time ${median(solved.map(({ trainingMs }) => trainingMs)).toFixed(1)} ms`,
);
