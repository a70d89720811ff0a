import type { ForwardExecutor } from '../backends/executor.ts';
import { interpreter } from '../backends/interpreter/interpreter.ts';
import { traceLoss } from '../nn/forward-tapes.ts';
import { summarize, type SetMetrics } from './evaluation.ts';
import type { MeasuredSamples } from './measured-samples.ts';
import type { Run } from './run.ts';
import type { LabelledSamples } from './samples.ts';
import { metricsOf, type Metrics } from './view.ts';

/** What was computed of the points of one set, elsewhere; by output. */
export interface Predicted {
  /** As shown. */
  readonly displayed: readonly Float32Array[];
  /** What the loss compares with the targets. */
  readonly predictions: readonly Float32Array[];
}

/** The figures of a run's weights from the predictions they make of samples; the loss of each is taken in double precision. */
export function predictionMetrics(
  run: Run,
  samples: Pick<MeasuredSamples, 'train' | 'test'>,
  parameters: Float64Array,
  train: Predicted,
  test: Predicted,
): Metrics {
  const loss = interpreter.createForward(
    traceLoss(run.experiment.loss, run.train.targets.length, run.network.shape),
  );
  const trained = setMetrics(loss, samples.train, train);
  const tested = setMetrics(loss, samples.test, test);
  loss.dispose();
  return metricsOf(run, parameters, trained, tested);
}

function setMetrics(
  loss: ForwardExecutor,
  samples: LabelledSamples,
  { displayed, predictions }: Predicted,
): SetMetrics {
  const { count, targets } = samples;
  const losses = new Float64Array(count);
  const inputs = predictions.map((column) => Float64Array.from(column));
  loss.run({ count, inputs, targets }, 0, count, [losses]);
  return summarize(losses, displayed, samples);
}
