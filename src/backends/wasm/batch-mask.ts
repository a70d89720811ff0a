import { instructionCode, instructionNames, isLeaf, type Tape } from '../../autograd/tape.ts';

/**
 * An instruction that every gradient is a multiple of: each of them is it times something, or a sum of such
 * products. Setting it to 0 in a lane sets all of that lane's gradients to 0. In a network with one output it is
 * the loss's derivative by the output (before or after the output's activation). Null where there is none.
 *
 * Exact also for numbers that are not finite, as long as the lane repeats another sample of the same batch: where
 * 0 · x is NaN here, that sample's own gradient is not finite either.
 */
export function commonGradientFactor(gradient: Tape): number | null {
  const { outputs, codes, length } = gradient;
  let first = length;
  for (let k = 1; k < outputs.length; k++)
    if (!isZero(gradient, outputs[k])) first = Math.min(first, outputs[k]);
  if (first === length || isLeaf(codes[first])) return null;
  const multiple = multiplesOf(gradient, first);
  for (let k = 1; k < outputs.length; k++) {
    if (multiple[outputs[k]] === 0 && !isZero(gradient, outputs[k])) return null;
  }
  return first;
}

export function isZero(tape: Tape, i: number): boolean {
  return tape.codes[i] === instructionCode.constant && tape.immediates[i] === 0;
}

/** 1 for every instruction that is linear in the factor, without a constant term. */
function multiplesOf({ length, codes, left, right }: Tape, factor: number): Uint8Array {
  const multiple = new Uint8Array(length);
  multiple[factor] = 1;
  for (let i = factor + 1; i < length; i++) {
    const a = multiple[left[i]] === 1;
    const b = right[i] >= 0 && multiple[right[i]] === 1;
    switch (instructionNames[codes[i]]) {
      case 'add':
      case 'sub':
        multiple[i] = a && b ? 1 : 0;
        break;
      case 'mul':
        multiple[i] = a !== b ? 1 : 0;
        break;
      case 'div':
        multiple[i] = a && !b ? 1 : 0;
        break;
      case 'neg':
        multiple[i] = a ? 1 : 0;
        break;
      default:
        break;
    }
  }
  return multiple;
}
