import type { Samples, TrainingExecutor } from '../src/backends/executor.ts';
import { engineNames } from '../src/experiment/names.ts';
import type { EngineMeasurement } from '../src/protocol/engine-messages.ts';
import type { Run } from '../src/training/run.ts';
import { updateNumbersOf } from '../src/training/update-options.ts';
import { isTellable, learnStep, type Clock } from '../src/timing/clock.ts';
import type { Engines } from './engines.ts';
import { inTasks } from './in-tasks.ts';

/** Browsers run new WebAssembly slowly at first and optimize it meanwhile. */
const warmUpMs = 250;
const measuredMs = 80;
/** No call longer than this, so that messages are not kept waiting. */
const callMs = 5;

/**
 * Trains a copy of the run for a moment on every engine: samples a second on this network, this data, this machine.
 * The run itself is not touched.
 */
export async function measureEngines(
  run: Run,
  engines: Engines,
  now: Clock,
  nextTask: () => Promise<void>,
): Promise<EngineMeasurement[]> {
  const measurements: EngineMeasurement[] = [];
  // Taken now: while the engines are measured the run may be replaced.
  const { program, train: samples, experiment } = run;
  const state = run.state();
  const work = { samples, batchSize: experiment.batchSize, now, nextTask };
  for (const name of engineNames) {
    const { backend, fallbackReason } = engines.choose(name, experiment.fused);
    if (fallbackReason !== null) {
      measurements.push({ name, samplesPerSecond: null, reason: fallbackReason });
      continue;
    }
    const executor = await inTasks(backend.trainingSteps(program), nextTask);
    try {
      executor.writeState(state);
      // At rate 0 the copy does the same work, and cannot diverge.
      executor.hyperParameters.set(updateNumbersOf(experiment, 0));
      await trainFor(warmUpMs, executor, work);
      const samplesPerSecond = await trainFor(measuredMs, executor, work);
      measurements.push({ name, samplesPerSecond, reason: null });
    } finally {
      executor.dispose();
    }
  }
  return measurements;
}

interface Work {
  readonly samples: Samples;
  readonly batchSize: number;
  readonly now: Clock;
  readonly nextTask: () => Promise<void>;
}

/** Trains for so long, and for as long as the clock needs to tell; samples a second. */
async function trainFor(
  budgetMs: number,
  executor: TrainingExecutor,
  { samples, batchSize, now, nextTask }: Work,
): Promise<number> {
  const order = Uint32Array.from({ length: samples.count }, (_, i) => i);
  let used = 0;
  let spentMs = 0;
  let position = 0;
  // Grows while calls are short: nobody knows yet how long a sample takes.
  let call = 1;
  while (spentMs < budgetMs || !isTellable(spentMs, learnStep(now, 0))) {
    const start = now();
    let elapsed = 0;
    while (elapsed < callMs) {
      const callStart = now();
      const reached = executor.train(
        samples,
        order,
        position,
        Math.min(order.length, position + call),
        batchSize,
      );
      used += reached - position;
      position = reached === order.length ? 0 : reached;
      elapsed = now() - start;
      learnStep(now, elapsed);
      call = now() - callStart < callMs / 4 ? call * 2 : Math.max(1, call >> 1);
    }
    spentMs += elapsed;
    await nextTask();
  }
  return (used / spentMs) * 1000;
}
