import { finish, inPieces, type Steps } from '../../autograd/steps.ts';
import { instructionNames, isLeaf, type InstructionName, type Tape } from '../../autograd/tape.ts';

/** How many instructions and outputs of the tape read each instruction. */
export function countUses(tape: Tape): Uint32Array {
  return finish(countUsesSteps(tape));
}

/** The same in steps. */
export function* countUsesSteps(tape: Tape): Steps<Uint32Array> {
  const uses = new Uint32Array(tape.length);
  const { length, codes, left, right, outputs } = tape;
  yield* inPieces(length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (isLeaf(codes[i])) continue;
      uses[left[i]]++;
      if (right[i] >= 0) uses[right[i]]++;
    }
  });
  for (let k = 0; k < outputs.length; k++) uses[outputs[k]]++;
  return uses;
}

/** 1 for every instruction that depends on parameters and constants only, and so is the same for all lanes. */
export function uniformInstructions(tape: Tape): Uint8Array {
  const uniform = new Uint8Array(tape.length);
  for (let i = 0; i < tape.length; i++) {
    const name: InstructionName = instructionNames[tape.codes[i]];
    if (isLeaf(tape.codes[i])) uniform[i] = name === 'parameter' || name === 'constant' ? 1 : 0;
    else uniform[i] = uniform[tape.left[i]] & (tape.right[i] < 0 ? 1 : uniform[tape.right[i]]);
  }
  return uniform;
}

/** How many ops the tape has, leaves not counted. */
export function countOperations({ length, codes }: Tape): number {
  let count = 0;
  for (let i = 0; i < length; i++) if (!isLeaf(codes[i])) count++;
  return count;
}
