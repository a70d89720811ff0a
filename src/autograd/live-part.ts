import { finish, inPieces, type Steps } from './steps.ts';
import { isLeaf, verifySteps, type Tape, type TapeShape } from './tape.ts';

/** Instructions without outputs yet; the arrays may be longer than `length`. */
export interface Instructions extends TapeShape {
  readonly length: number;
  readonly codes: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly immediates: Float64Array;
}

/** The verified tape of those instructions that the outputs need, in their order; `outputs` are instructions. */
export function livePart(instructions: Instructions, outputs: ArrayLike<number>): Tape {
  return finish(livePartSteps(instructions, outputs));
}

/** The same in steps. */
export function* livePartSteps(instructions: Instructions, outputs: ArrayLike<number>): Steps<Tape> {
  const { inputCount, targetCount, parameterCount } = instructions;
  const { length: count, codes, left, right, immediates } = instructions;
  const { place, length } = yield* liveInstructions(instructions, outputs);
  yield;
  const part = {
    codes: new Uint8Array(length),
    left: new Int32Array(length),
    right: new Int32Array(length),
    immediates: new Float64Array(length),
  };
  yield* inPieces(count, (from, end) => {
    for (let i = from; i < end; i++) {
      const to = place[i];
      if (to < 0) continue;
      part.codes[to] = codes[i];
      part.left[to] = isLeaf(codes[i]) ? left[i] : place[left[i]];
      part.right[to] = right[i] < 0 ? -1 : place[right[i]];
      part.immediates[to] = immediates[i];
    }
  });
  const kept = new Int32Array(outputs.length);
  for (let k = 0; k < kept.length; k++) kept[k] = place[outputs[k]];
  yield;
  return yield* verifySteps({ inputCount, targetCount, parameterCount, length, ...part, outputs: kept });
}

/** For every instruction its place among those that some output needs, or -1; and how many these are. */
function* liveInstructions(
  { length: count, codes, left, right }: Instructions,
  outputs: ArrayLike<number>,
): Steps<{ readonly place: Int32Array; readonly length: number }> {
  const place = new Int32Array(count).fill(-1);
  for (let k = 0; k < outputs.length; k++) {
    if (!(outputs[k] >= 0 && outputs[k] < count))
      throw new RangeError(`output ${k} is instruction ${outputs[k]} of ${count}`);
    place[outputs[k]] = 0;
  }
  // From the last one back: whatever reads an instruction comes after it.
  yield* inPieces(count, (from, to) => {
    for (let i = count - 1 - from; i >= count - to; i--) {
      if (place[i] < 0 || isLeaf(codes[i])) continue;
      place[left[i]] = 0;
      if (right[i] >= 0) place[right[i]] = 0;
    }
  });
  yield;
  let length = 0;
  for (let i = 0; i < count; i++) if (place[i] === 0) place[i] = length++;
  return { place, length };
}
