import { isLeaf, verify, type Tape, type TapeShape } from './tape.ts';

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
  const { inputCount, targetCount, parameterCount } = instructions;
  const { length: count, codes, left, right, immediates } = instructions;
  const place = liveInstructions(instructions, outputs);
  let length = 0;
  for (let i = 0; i < count; i++) if (place[i] >= 0) length++;
  const part = {
    codes: new Uint8Array(length),
    left: new Int32Array(length),
    right: new Int32Array(length),
    immediates: new Float64Array(length),
  };
  for (let i = 0; i < count; i++) {
    const to = place[i];
    if (to < 0) continue;
    part.codes[to] = codes[i];
    part.left[to] = isLeaf(codes[i]) ? left[i] : place[left[i]];
    part.right[to] = right[i] < 0 ? -1 : place[right[i]];
    part.immediates[to] = immediates[i];
  }
  const kept = new Int32Array(outputs.length);
  for (let k = 0; k < kept.length; k++) kept[k] = place[outputs[k]];
  return verify({ inputCount, targetCount, parameterCount, length, ...part, outputs: kept });
}

/** For every instruction its place among those that some output needs, or -1. */
function liveInstructions(
  { length, codes, left, right }: Instructions,
  outputs: ArrayLike<number>,
): Int32Array {
  const place = new Int32Array(length).fill(-1);
  for (let k = 0; k < outputs.length; k++) {
    if (!(outputs[k] >= 0 && outputs[k] < length))
      throw new RangeError(`output ${k} is instruction ${outputs[k]} of ${length}`);
    place[outputs[k]] = 0;
  }
  for (let i = length - 1; i >= 0; i--) {
    if (place[i] < 0 || isLeaf(codes[i])) continue;
    place[left[i]] = 0;
    if (right[i] >= 0) place[right[i]] = 0;
  }
  let next = 0;
  for (let i = 0; i < length; i++) if (place[i] === 0) place[i] = next++;
  return place;
}
