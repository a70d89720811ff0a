import type { Instructions } from './live-part.ts';
import { ops } from './ops.ts';
import { finish, inPieces, type Steps } from './steps.ts';
import { TapeBuilder } from './tape-builder.ts';
import { instructionCode, isLeaf, opOf, type Tape } from './tape.ts';

/**
 * From a tape to one that also computes d(outputs[0])/d(leaf) for every input or parameter, by the chain rules
 * of the op table and nothing else. The new tape returns `[...tape.outputs, ...gradients by slot]`.
 */
export function differentiate(tape: Tape, by: 'parameter' | 'input' = 'parameter'): Tape {
  // A product has two derivatives, each of which is a product again.
  const builder = TapeBuilder.after(tape, 3 * tape.length);
  const gradients = finish(gradientSteps(builder, tape.outputs[0], by));
  return builder.build([...tape.outputs, ...gradients]);
}

/** Instructions that are differentiated between two yields. */
const instructionsPerStep = 8192;

/** Appends d(output)/d(leaf) to a tape that computes the output; the gradients by slot, 0 where it does not depend. */
export function* gradientSteps(
  builder: TapeBuilder,
  output: number,
  by: 'parameter' | 'input',
): Steps<number[]> {
  return (yield* passSteps(builder, output, by)).gradients();
}

/** As `gradientSteps` by the parameters, and d(output)/d(each of these instructions), 0 where none is on the way. */
export function* reactionSteps(
  builder: TapeBuilder,
  output: number,
  instructions: readonly number[],
): Steps<{ readonly parameters: readonly number[]; readonly instructions: readonly number[] }> {
  const pass = yield* passSteps(builder, output, 'parameter');
  return { parameters: pass.gradients(), instructions: instructions.map((at) => pass.reaction(at)) };
}

function* passSteps(builder: TapeBuilder, output: number, by: 'parameter' | 'input'): Steps<BackwardPass> {
  const depends = yield* dependsOn(builder.instructions(), instructionCode[by]);
  yield;
  const pass = new BackwardPass(builder, depends, output, by);
  yield;
  for (let to = builder.length; to > 0; to -= instructionsPerStep) {
    pass.run(Math.max(0, to - instructionsPerStep), to);
    yield;
  }
  return pass;
}

class BackwardPass {
  readonly #builder: TapeBuilder;
  /** As they were before the pass. */
  readonly #forward: Instructions;
  readonly #role: 'parameter' | 'input';
  readonly #depends: Uint8Array;
  /** For every forward instruction the one that computes d(output)/d(it), or -1. */
  readonly #adjoints: Int32Array;

  /** `depends` is 1 for every instruction whose value changes with some leaf of the role. */
  constructor(builder: TapeBuilder, depends: Uint8Array, output: number, role: 'parameter' | 'input') {
    this.#builder = builder;
    this.#forward = builder.instructions();
    this.#role = role;
    this.#depends = depends;
    this.#adjoints = new Int32Array(this.#forward.length).fill(-1);
    this.#adjoints[output] = builder.constant(1);
  }

  /** Passes on the gradients of instructions [from, to); those from `to` on must have passed on theirs. */
  run(from: number, to: number): void {
    const { codes, left, right, immediates } = this.#forward;
    const adjoints = this.#adjoints;
    const depends = this.#depends;
    for (let i = to - 1; i >= from; i--) {
      if (adjoints[i] < 0 || isLeaf(codes[i]) || depends[i] === 0) continue;
      const a = left[i];
      const b = right[i];
      const local = { result: i, a, b, exponent: immediates[i] };
      const { chainRules } = ops[opOf(codes[i])];
      const ruleA = chainRules[0];
      const ruleB = chainRules[1];
      if (depends[a] === 1) this.#accumulate(a, ruleA(this.#builder, adjoints[i], local));
      if (ruleB !== undefined && depends[b] === 1)
        this.#accumulate(b, ruleB(this.#builder, adjoints[i], local));
    }
  }

  #accumulate(operand: number, contribution: number): void {
    const adjoints = this.#adjoints;
    const sum = adjoints[operand];
    adjoints[operand] = sum < 0 ? contribution : this.#builder.add(sum, contribution);
  }

  /** What computes d(output)/d(an instruction) that depends on a leaf of the role. */
  reaction(instruction: number): number {
    const adjoint = this.#adjoints[instruction];
    return adjoint < 0 ? this.#builder.constant(0) : adjoint;
  }

  /** A leaf that the output does not depend on has gradient 0. */
  gradients(): number[] {
    const { length, codes, left, parameterCount, inputCount } = this.#forward;
    const count = this.#role === 'parameter' ? parameterCount : inputCount;
    const gradients = new Array<number>(count).fill(this.#builder.constant(0));
    for (let i = 0; i < length; i++) {
      if (codes[i] === instructionCode[this.#role] && this.#adjoints[i] >= 0)
        gradients[left[i]] = this.#adjoints[i];
    }
    return gradients;
  }
}

/** 1 for every instruction whose value changes with some leaf of the role. */
function* dependsOn({ length, codes, left, right }: Instructions, roleCode: number): Steps<Uint8Array> {
  const depends = new Uint8Array(length);
  yield* inPieces(length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (isLeaf(codes[i])) depends[i] = codes[i] === roleCode ? 1 : 0;
      else depends[i] = depends[left[i]] | (right[i] < 0 ? 0 : depends[right[i]]);
    }
  });
  return depends;
}
