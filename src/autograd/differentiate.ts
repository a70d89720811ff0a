import { ops } from './ops.ts';
import { TapeBuilder } from './tape-builder.ts';
import { instructionNames, isLeaf, opOf, type Tape } from './tape.ts';

/**
 * From a tape to one that also computes d(outputs[0])/d(leaf) for every input or parameter, by the chain rules
 * of the op table and nothing else. The new tape returns `[...tape.outputs, ...gradients by slot]`.
 */
export function differentiate(tape: Tape, by: 'parameter' | 'input' = 'parameter'): Tape {
  const builder = new TapeBuilder(tape);
  const at = builder.include(tape);
  const depends = dependsOn(tape, by);
  const adjoints = new Int32Array(tape.length).fill(-1);
  adjoints[tape.outputs[0]] = builder.constant(1);

  const accumulate = (operand: number, contribution: number): void => {
    adjoints[operand] = adjoints[operand] < 0 ? contribution : builder.add(adjoints[operand], contribution);
  };
  for (let i = tape.length - 1; i >= 0; i--) {
    if (adjoints[i] < 0 || isLeaf(tape.codes[i]) || depends[i] === 0) continue;
    const left = tape.left[i];
    const right = tape.right[i];
    const local = {
      result: at[i],
      a: at[left],
      b: right < 0 ? -1 : at[right],
      exponent: tape.immediates[i],
    };
    const { chainRules } = ops[opOf(tape.codes[i])];
    const ruleA = chainRules[0];
    const ruleB = chainRules[1];
    if (depends[left] === 1) accumulate(left, ruleA(builder, adjoints[i], local));
    if (ruleB !== undefined && depends[right] === 1) accumulate(right, ruleB(builder, adjoints[i], local));
  }
  return builder.build([
    ...Array.from(tape.outputs, (i) => at[i]),
    ...gradientsBySlot(tape, by, adjoints, builder),
  ]);
}

/** 1 for every instruction whose value changes with some leaf of the role. */
function dependsOn(tape: Tape, role: 'parameter' | 'input'): Uint8Array {
  const depends = new Uint8Array(tape.length);
  for (let i = 0; i < tape.length; i++) {
    if (isLeaf(tape.codes[i])) depends[i] = instructionNames[tape.codes[i]] === role ? 1 : 0;
    else depends[i] = depends[tape.left[i]] | (tape.right[i] < 0 ? 0 : depends[tape.right[i]]);
  }
  return depends;
}

/** A leaf that the output does not depend on has gradient 0. */
function gradientsBySlot(
  tape: Tape,
  role: 'parameter' | 'input',
  adjoints: Int32Array,
  builder: TapeBuilder,
): number[] {
  const count = role === 'parameter' ? tape.parameterCount : tape.inputCount;
  const gradients = new Array<number>(count).fill(builder.constant(0));
  for (let i = 0; i < tape.length; i++) {
    if (isLeaf(tape.codes[i]) && instructionNames[tape.codes[i]] === role && adjoints[i] >= 0) {
      gradients[tape.left[i]] = adjoints[i];
    }
  }
  return gradients;
}
