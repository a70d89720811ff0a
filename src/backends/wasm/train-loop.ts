import type { Compilation } from './compilation.ts';
import type { FunctionReference } from './encoding/function-body.ts';
import { IntegerMath } from './integer-math.ts';
import type { TrainingLayout } from './memory-layout.ts';

export interface TrainLoopParts {
  readonly layout: TrainingLayout;
  /** Samples that a chunk takes at most. */
  readonly chunkSize: number;
  readonly chunk: FunctionReference;
  readonly step: FunctionReference;
  /** Takes the step where some parameters rest. */
  readonly restingStep: FunctionReference;
}

/**
 * A function (samples to train on, samples left in the order, batch size) → samples trained on. `layout.pending`
 * and `layout.diverged` are kept up to date.
 * Goes through the order in chunks of up to `chunkSize` samples that are counted from the start of each batch, and
 * so may end beyond what was asked for; stops early after a step that diverged.
 */
export function emitTrainLoop(
  compilation: Compilation,
  { layout, chunkSize, chunk, step, restingStep }: TrainLoopParts,
): FunctionReference {
  const { body } = compilation.function({ parameters: ['i32', 'i32', 'i32'], results: ['i32'] });
  const [wanted, available, batchSize] = body.parameters;
  const [position, left, size, pending, diverged] = Array.from({ length: 5 }, () => body.local('i32'));
  const m = new IntegerMath(body);

  const takeStep = (taken: FunctionReference): void => {
    m.push(pending);
    body.call(taken);
    body.set(diverged);
  };
  m.set(pending, m.load(layout.pending));
  body.block((done) => {
    body.loop((again) => {
      // Left in this batch; at least one sample, should the batch size have become smaller than what is pending.
      m.set(left, m.max(m.sub(batchSize, pending), 1));
      m.set(left, m.min(left, m.sub(available, position)));
      m.set(size, m.min(left, chunkSize));
      m.push(m.add(m.shiftLeft(position, 2), layout.order));
      m.push(size);
      body.call(chunk);
      m.set(position, m.add(position, size));
      m.set(pending, m.add(pending, size));
      m.push(m.equal(size, left));
      body.if(() => {
        m.push(m.equal(m.load(layout.anyRests), 0));
        body.if(() => {
          takeStep(step);
        });
        m.push(m.load(layout.anyRests));
        body.if(() => {
          takeStep(restingStep);
        });
        m.set(pending, 0);
        m.push(diverged);
        body.branchIf(done);
      });
      m.push(m.less(position, wanted));
      body.branchIf(again);
    });
  });
  m.store(layout.pending, pending);
  m.store(layout.diverged, diverged);
  m.push(position);
  return compilation.module.add(body);
}
