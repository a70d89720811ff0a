import type { ExecutorState, Presentation } from '../backends/executor.ts';
import { randomFromState } from '../data/random.ts';
import { droppedAt, EpochPresentation, isPresenting } from './presented.ts';
import type { Run } from './run.ts';
import type { LabelledSamples } from './samples.ts';
import { epochOrder } from './trainer.ts';
import { updateNumbersOf } from './update-options.ts';

/** Samples of a batch whose masks are told: of more the shares are much the same. */
const mostSeen = 100;

/** See `nextStep`. */
export interface NextStep {
  readonly samples: LabelledSamples;
  /** Of the epoch; the batch has the places [from, to) in it. */
  readonly order: Uint32Array;
  readonly from: number;
  readonly to: number;
  readonly before: ExecutorState;
  readonly presentation: Presentation | null;
  /** As the executor is told them. */
  readonly hyperParameters: readonly number[];
  /** As in `TrainingExecutor`. */
  readonly resting: Uint8Array;
}

/** Places in `Run.epochSamples` of the samples of the batch that is open or comes next. */
export function currentBatch(run: Run): Uint32Array {
  const { generator, position, replaces = false } = run.point();
  const isDrawn = position > 0 ? replaces : run.experiment.replacement;
  const order = epochOrder(run.epochSamples.count, randomFromState(generator), isDrawn);
  return order.slice(position, position + Math.max(1, Math.ceil(run.experiment.batchSize)));
}

/**
 * All that the next step of the optimizer follows from: the batch that is open or comes next, from its beginning, and
 * what it is trained with.
 */
export function nextStep(run: Run): NextStep {
  const { parameters, state, shared, generator, position, replaces = false } = run.point();
  const earlier = position > 0 ? run.earlierRows : null;
  const samples = earlier?.trained ?? run.trained;
  const settings = run.experiment;
  const isDrawn = position > 0 ? replaces : settings.replacement;
  const order = epochOrder(samples.count, randomFromState(generator), isDrawn);
  return {
    ...{ samples, order, from: position },
    to: Math.min(order.length, position + Math.max(1, Math.ceil(settings.batchSize))),
    before: { parameters, state, shared },
    presentation: isPresenting(settings)
      ? new EpochPresentation(settings, run.epoch, run.network.inputs.length)
      : null,
    hyperParameters: updateNumbersOf(settings, run.learningRate),
    resting: run.held.resting,
  };
}

/**
 * By hidden layer and neuron the share of the last batch's samples in which it was dropped, or whether it was in one of
 * them: `pending`, the number of samples of the open batch that were looked at, names the last of these, and 0 the last
 * of a closed one. Null where no layer drops, and before anything was trained on.
 */
export function dropped(run: Run, pending: number | null): readonly Float32Array[] | null {
  if (pending !== null && pending > 0) {
    const place = run.place.position + pending - 1;
    return droppedAt(run.experiment, run.epoch, place, place + 1);
  }
  const last = run.lastBatch;
  if (last === null) return null;
  const { epoch, from, to } = last;
  return droppedAt(run.experiment, epoch, pending === null ? Math.max(from, to - mostSeen) : to - 1, to);
}
