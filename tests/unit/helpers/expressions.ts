import fc from 'fast-check';
import { ops, opNames, type OpName } from '../../../src/autograd/ops.ts';
import { Value } from '../../../src/autograd/value.ts';
import type { Instruction } from './goldens.ts';

export interface BuiltExpression {
  readonly leaves: readonly Value[];
  readonly root: Value;
}

/** An expression in the format of the goldens, as Values. */
export function buildExpression(
  leafValues: readonly number[],
  code: readonly Instruction[],
): BuiltExpression {
  const leaves = leafValues.map((x) => new Value(x));
  const nodes = [...leaves];
  for (const instruction of code) nodes.push(applyInstruction(instruction, nodes));
  return { leaves, root: nodes[nodes.length - 1] };
}

function applyInstruction([op, first, second]: Instruction, nodes: readonly Value[]): Value {
  if (op === 'constant') return new Value(first);
  if (op === 'pow') return nodes[first].pow(second);
  return Value.apply(op, ops[op].arity === 2 ? [nodes[first], nodes[second]] : [nodes[first]]);
}

export interface RandomExpression {
  readonly leaves: readonly number[];
  /** How many of the leaves are inputs; the next are parameters, the rest constants. */
  readonly inputCount: number;
  readonly parameterCount: number;
  readonly code: readonly Instruction[];
}

/** Smooth and joining ops more often than those that cut the gradient off or leave their domain. */
const randomOp = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('add', 'sub', 'mul') },
  { weight: 2, arbitrary: fc.constantFrom('neg', 'tanh', 'sigmoid', 'softplus', 'sin', 'cos') },
  { weight: 2, arbitrary: fc.constantFrom(...opNames, 'constant') },
) satisfies fc.Arbitrary<OpName | 'constant'>;

/** How many places back an operand is; mostly few, so that the root depends on much. */
const distanceBack = fc.oneof(fc.nat(4), fc.nat(30));

const interestingNumbers = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: -4, max: 4, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, -1, 2, 0.5) },
);

/** Expressions over the whole op table with few distinct operands, so that there is much to share and to fold. */
export const randomExpression: fc.Arbitrary<RandomExpression> = fc
  .record({
    inputs: fc.array(interestingNumbers, { minLength: 1, maxLength: 3 }),
    parameters: fc.array(interestingNumbers, { minLength: 1, maxLength: 3 }),
    constants: fc.array(interestingNumbers, { maxLength: 3 }),
    steps: fc.array(
      fc.record({
        op: randomOp,
        a: distanceBack,
        b: distanceBack,
        exponent: fc.constantFrom(0, 1, 2, 3, -1, 0.5),
        constant: interestingNumbers,
      }),
      { minLength: 1, maxLength: 20, size: 'max' },
    ),
  })
  .map(({ inputs, parameters, constants, steps }) => {
    const leaves = [...inputs, ...parameters, ...constants];
    const code = steps.map(({ op, a, b, exponent, constant }, k): Instruction => {
      const count = leaves.length + k;
      const back = (distance: number): number => count - 1 - (distance % count);
      return instructionOf(op, back(a), back(b), exponent, constant);
    });
    return { leaves, inputCount: inputs.length, parameterCount: parameters.length, code };
  });

function instructionOf(
  op: OpName | 'constant',
  a: number,
  b: number,
  exponent: number,
  constant: number,
): Instruction {
  if (op === 'constant') return [op, constant];
  if (op === 'pow') return [op, a, exponent];
  return ops[op].arity === 2 ? [op, a, b] : [op, a];
}
