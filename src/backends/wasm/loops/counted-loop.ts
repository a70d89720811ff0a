import type { FunctionBody, Local } from '../encoding/function-body.ts';

/** A local that moves by so many bytes in each round. */
export interface Stride {
  readonly local: Local;
  readonly bytes: number;
}

/** Runs the contents `count` times (at least once), then moves each pointer. */
export function repeat(
  body: FunctionBody,
  count: number | Local,
  moving: readonly Stride[],
  contents: () => void,
): void {
  if (count === 1) {
    contents();
    advance(body, moving);
    return;
  }
  const left = body.local('i32');
  if (typeof count === 'number') body.i32(count);
  else body.get(count);
  body.set(left);
  body.loop((again) => {
    contents();
    advance(body, moving);
    body.get(left);
    body.i32(1);
    body.op('i32.sub');
    body.tee(left);
    body.branchIf(again);
  });
}

/**
 * As `repeat`, with the first of the moving pointers, which has to move, as the counter: one value less that is
 * carried from round to round.
 */
export function repeatByPointer(
  body: FunctionBody,
  count: number | Local,
  moving: readonly [Stride, ...Stride[]],
  contents: () => void,
): void {
  const [{ local, bytes }] = moving;
  const end = body.local('i32');
  body.get(local);
  if (typeof count === 'number') body.i32(count * bytes);
  else {
    body.get(count);
    body.i32(bytes);
    body.op('i32.mul');
  }
  body.op('i32.add');
  body.set(end);
  body.loop((again) => {
    contents();
    advance(body, moving);
    body.get(local);
    body.get(end);
    body.op('i32.lt_u');
    body.branchIf(again);
  });
}

export function advance(body: FunctionBody, moving: readonly Stride[]): void {
  for (const { local, bytes } of moving) {
    if (bytes === 0) continue;
    body.get(local);
    body.i32(bytes);
    body.op('i32.add');
    body.set(local);
  }
}

export function setTo(body: FunctionBody, local: Local, value: number | Local): void {
  if (typeof value === 'number') body.i32(value);
  else body.get(value);
  body.set(local);
}
