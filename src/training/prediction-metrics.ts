import type { ForwardExecutor, Samples } from '../backends/executor.ts';
import { interpreter } from '../backends/interpreter/interpreter.ts';
import type { PointColumns } from '../data/data-set.ts';
import { traceLoss } from '../nn/forward-tapes.ts';
import { l2Penalty, summarize, type SetMetrics } from './evaluation.ts';
import type { Run } from './run.ts';
import { classLabels } from './samples.ts';
import type { Metrics } from './view.ts';

/** What was computed of the points of one set, elsewhere. */
export interface Predicted {
  /** As shown: its sign is the class. */
  readonly displayed: Float32Array;
  /** What the loss compares with the target. */
  readonly predictions: Float32Array;
}

/** The figures of a run's weights from the predictions they make; the loss of each is taken in double precision. */
export function predictionMetrics(
  run: Run,
  parameters: Float64Array,
  train: Predicted,
  test: Predicted,
): Metrics {
  const { dataSet, network, experiment } = run;
  const loss = interpreter.createForward(traceLoss(experiment.loss));
  const trained = setMetrics(loss, run.train, train, classLabels(dataSet, dataSet.train));
  const tested = setMetrics(loss, run.test, test, classLabels(dataSet, dataSet.test));
  loss.dispose();
  return {
    trainLoss: trained.loss,
    testLoss: tested.loss,
    trainAccuracy: trained.accuracy,
    testAccuracy: tested.accuracy,
    penalty: l2Penalty(parameters, network.decay, experiment.l2),
  };
}

function setMetrics(
  loss: ForwardExecutor,
  { count, targets }: Samples,
  { displayed, predictions }: Predicted,
  labels: PointColumns['label'] | null,
): SetMetrics {
  const losses = new Float64Array(count);
  loss.run({ count, inputs: [Float64Array.from(predictions)], targets }, 0, count, [losses]);
  return summarize(losses, displayed, labels);
}
