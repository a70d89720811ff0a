import type { Compilation } from './compilation.ts';
import type { FunctionReference, Local } from './encoding/function-body.ts';
import type { TrainingLayout } from './memory-layout.ts';

/**
 * A function (samples to train on, samples left in the order, batch size) → samples trained on. `layout.pending`
 * and `layout.diverged` are kept up to date.
 * Goes through the order in chunks of up to `chunkSize` samples that are counted from the start of each batch, and
 * so may end beyond what was asked for; stops early after a step that diverged.
 */
export function emitTrainLoop(
  compilation: Compilation,
  layout: TrainingLayout,
  chunkSize: number,
  chunk: FunctionReference,
  step: FunctionReference,
): FunctionReference {
  const { body } = compilation.function({ parameters: ['i32', 'i32', 'i32'], results: ['i32'] });
  const [wanted, available, batchSize] = body.parameters;
  const [position, left, size, other, pending, diverged] = Array.from({ length: 6 }, () => body.local('i32'));
  const keep = (address: number, value: () => void): void => {
    body.i32(0);
    value();
    body.memory('i32.store', address);
  };
  const binary = (target: Local, a: Local, op: 'i32.add' | 'i32.sub', b: Local): void => {
    body.get(a);
    body.get(b);
    body.op(op);
    body.set(target);
  };
  /** target = a < b ? b : a, or the other way round. */
  const select = (target: Local, a: Local, b: Local, op: 'i32.lt_s' | 'i32.gt_s'): void => {
    for (const local of [b, a, a, b]) body.get(local);
    body.op(op);
    body.op('select_i32');
    body.set(target);
  };
  const larger = (target: Local, a: Local, b: Local): void => select(target, a, b, 'i32.lt_s');
  const smaller = (target: Local, a: Local, b: Local): void => select(target, a, b, 'i32.gt_s');

  body.i32(0);
  body.memory('i32.load', layout.pending);
  body.set(pending);
  body.block((done) => {
    body.loop((again) => {
      // Left in this batch; at least one sample, should the batch size have become smaller than what is pending.
      body.i32(1);
      body.set(other);
      binary(left, batchSize, 'i32.sub', pending);
      larger(left, left, other);
      binary(other, available, 'i32.sub', position);
      smaller(left, left, other);
      body.i32(chunkSize);
      body.set(other);
      smaller(size, left, other);

      body.get(position);
      body.i32(2);
      body.op('i32.shl');
      body.i32(layout.order);
      body.op('i32.add');
      body.get(size);
      body.call(chunk);
      binary(position, position, 'i32.add', size);
      binary(pending, pending, 'i32.add', size);

      body.get(size);
      body.get(left);
      body.op('i32.eq');
      body.if(() => {
        body.get(pending);
        body.call(step);
        body.set(diverged);
        body.i32(0);
        body.set(pending);
        body.get(diverged);
        body.branchIf(done);
      });
      body.get(position);
      body.get(wanted);
      body.op('i32.lt_s');
      body.branchIf(again);
    });
  });
  keep(layout.pending, () => body.get(pending));
  keep(layout.diverged, () => body.get(diverged));
  body.get(position);
  return compilation.module.add(body);
}
