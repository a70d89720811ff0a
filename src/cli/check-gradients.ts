import { engineNamed } from '../training/engine.ts';
import { GradientCheck } from '../training/gradient-check.ts';
import type { GradientSummary } from '../training/gradient-summary.ts';
import { currentBatch } from '../training/batches.ts';
import type { Run } from '../training/run.ts';
import type { Progress } from './progress.ts';
import type { World } from './world.ts';

export interface Checked extends GradientSummary {
  readonly tolerance: number;
}

/** The batch that comes next, in double precision; null where it was interrupted. */
export async function checkBatch(
  run: Run,
  progress: Progress,
  { now, nextTask, isInterrupted }: World,
): Promise<Checked | null> {
  const batch = currentBatch(run);
  const gather = (column: Float64Array): Float64Array => Float64Array.from(batch, (i) => column[i]);
  const { inputs, targets } = run.epochSamples;
  const { gradient, metrics } = run.network.tapes;
  const check = new GradientCheck({
    backend: engineNamed('wasm-f64').backend,
    gradient,
    loss: metrics,
    parameters: run.parameters(),
    samples: { count: batch.length, inputs: inputs.map(gather), targets: targets.map(gather) },
  });
  try {
    while (check.result === null) {
      const turnEnds = now() + checkTurnMs;
      do check.advance();
      while (check.result === null && now() < turnEnds);
      progress.show(check.done, check.total, () => 'gradients');
      await nextTask();
      if (isInterrupted()) return null;
    }
    return { ...check.result, tolerance: check.tolerance };
  } finally {
    progress.end();
    check.end();
  }
}

/** After it an interruption is heard. */
const checkTurnMs = 40;
