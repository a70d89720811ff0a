import type { TrialAnswer } from './trial.ts';

/**
 * The buffers that an answer hands over to another thread, each once; nothing here needs any of them any more. A whole
 * run is copied, and so are the best weights of a run that goes on: others may hold parts of it.
 */
export function trialBuffers(answer: TrialAnswer): ArrayBuffer[] {
  if (!answer.ok) return [];
  const { curve, picture, parameters, halt } = answer.value;
  const arrays = [
    ...[curve.epoch, curve.trainLoss, curve.testLoss, curve.trainingMs, parameters],
    ...(picture === null ? [] : [picture]),
    ...(halt === undefined ? [] : halt.point.state),
  ];
  return arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
