import type { TrainingExecutor } from '../src/backends/executor.ts';
import { engineNames } from '../src/experiment/names.ts';
import { hyperParametersOf } from '../src/nn/optimizers.ts';
import type { EngineMeasurement } from '../src/protocol/messages.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import type { Engines } from './engines.ts';

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
  for (const name of engineNames) {
    const { backend, fallbackReason } = engines.choose(name);
    if (fallbackReason !== null) {
      measurements.push({ name, samplesPerSecond: null, reason: fallbackReason });
      continue;
    }
    const executor = backend.createTraining(run.program);
    try {
      executor.writeState(run.state());
      // At rate 0 the copy does the same work, and cannot diverge.
      const { optimizer, l2 } = run.experiment;
      executor.hyperParameters.set(hyperParametersOf(optimizer, 0, l2));
      await trainFor(warmUpMs, executor, run, now, nextTask);
      const { samples, spentMs } = await trainFor(measuredMs, executor, run, now, nextTask);
      measurements.push({ name, samplesPerSecond: (samples / spentMs) * 1000, reason: null });
    } finally {
      executor.dispose();
    }
  }
  return measurements;
}

async function trainFor(
  budgetMs: number,
  executor: TrainingExecutor,
  run: Run,
  now: Clock,
  nextTask: () => Promise<void>,
): Promise<{ samples: number; spentMs: number }> {
  const order = Uint32Array.from({ length: run.train.count }, (_, i) => i);
  const { batchSize } = run.experiment;
  let samples = 0;
  let spentMs = 0;
  let position = 0;
  let call = batchSize;
  while (spentMs < budgetMs) {
    const start = now();
    let elapsed = 0;
    do {
      const reached = executor.train(
        run.train,
        order,
        position,
        Math.min(order.length, position + call),
        batchSize,
      );
      samples += reached - position;
      position = reached === order.length ? 0 : reached;
      elapsed = now() - start;
    } while (elapsed < callMs / 2);
    spentMs += elapsed;
    call = elapsed > callMs ? Math.max(1, call >> 1) : call;
    await nextTask();
  }
  return { samples, spentMs };
}
