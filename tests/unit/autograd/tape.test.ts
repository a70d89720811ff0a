import { describe, expect, it } from 'vitest';
import { instructionCode, printTape, verify, type Tape } from '../../../src/autograd/tape.ts';
import { differentiate } from '../../../src/autograd/differentiate.ts';
import { trace } from '../../../src/autograd/trace.ts';
import { Value } from '../../../src/autograd/value.ts';

type Row = readonly [code: number, left: number, right: number, immediate: number];

const { input, target, parameter, constant, add, exp, pow } = instructionCode;

/** x, y, p, 2, x + p, exp of it, its square. */
const wellFormed: readonly Row[] = [
  [input, 0, -1, 0],
  [target, 0, -1, 0],
  [parameter, 0, -1, 0],
  [constant, -1, -1, 2],
  [add, 0, 2, 0],
  [exp, 4, -1, 0],
  [pow, 5, -1, 2],
];

function tapeOf(rows: readonly Row[], outputs: readonly number[] = [rows.length - 1]): Tape {
  return {
    inputCount: 1,
    targetCount: 1,
    parameterCount: 1,
    length: rows.length,
    codes: Uint8Array.from(rows, ([code]) => code),
    left: Int32Array.from(rows, ([, left]) => left),
    right: Int32Array.from(rows, ([, , right]) => right),
    immediates: Float64Array.from(rows, ([, , , immediate]) => immediate),
    outputs: Int32Array.from(outputs),
  };
}

const withRow = (at: number, row: Row): Tape => tapeOf(wellFormed.map((old, i) => (i === at ? row : old)));

describe('verify', () => {
  it('hands a well-formed tape back', () => {
    const tape = tapeOf(wellFormed);
    expect(verify(tape)).toBe(tape);
  });

  it.each<[string, Tape, RegExp]>([
    ['an unknown code', withRow(4, [200, 0, 2, 0]), /%4 has the unknown code 200/],
    ['an input slot that is not there', withRow(0, [input, 1, -1, 0]), /%0 reads input 1 of 1/],
    ['a target slot that is not there', withRow(1, [target, 5, -1, 0]), /%1 reads target 5 of 1/],
    ['a parameter slot that is not there', withRow(2, [parameter, 1, -1, 0]), /%2 reads parameter 1 of 1/],
    ['a negative slot', withRow(2, [parameter, -1, -1, 0]), /%2 reads parameter -1 of 1/],
    ['an op on itself', withRow(5, [exp, 5, -1, 0]), /%5 = exp uses %5, which is not computed before it/],
    ['an op on a later result', withRow(4, [add, 6, 2, 0]), /%4 = add uses %6/],
    ['an op without its first operand', withRow(5, [exp, -1, -1, 0]), /%5 = exp uses %-1/],
    [
      'a binary op without its second operand',
      withRow(4, [add, 0, -1, 0]),
      /%4 = add has %-1 as its second operand/,
    ],
    [
      'a binary op with a later second operand',
      withRow(4, [add, 0, 5, 0]),
      /%4 = add has %5 as its second operand/,
    ],
    ['a unary op with a second operand', withRow(5, [exp, 4, 0, 0]), /%5 = exp has %0 as its second operand/],
    ['a pow with a second operand', withRow(6, [pow, 5, 3, 2]), /%6 = pow has %3 as its second operand/],
    ['an output past the end', tapeOf(wellFormed, [7]), /output %7 is outside a tape of 7/],
    ['a negative output', tapeOf(wellFormed, [-1]), /output %-1 is outside/],
    [
      'codes that are too few',
      { ...tapeOf(wellFormed), codes: new Uint8Array(6) },
      /tape\.codes holds 6 entries, expected 7/,
    ],
    [
      'immediates that are too many',
      { ...tapeOf(wellFormed), immediates: new Float64Array(8) },
      /tape\.immediates holds 8/,
    ],
  ])('refuses %s and names the place', (_what, tape, message) => {
    expect(() => verify(tape)).toThrow(RangeError);
    expect(() => verify(tape)).toThrow(message);
  });
});

describe('printTape', () => {
  it('writes one instruction a line and what is returned', () => {
    expect(printTape(tapeOf(wellFormed, [6, 1]))).toBe(
      [
        '%0 = input 0',
        '%1 = target 0',
        '%2 = parameter 0',
        '%3 = constant 2',
        '%4 = add %0 %2',
        '%5 = exp %4',
        '%6 = pow %5 2',
        'return %6 %1',
      ].join('\n'),
    );
  });

  it('shows a linear neuron with its loss and gradients', () => {
    const [x, y, w, b] = [0, 0, 0, 0].map((zero) => new Value(zero));
    const loss = w.mul(x).add(b).sub(y).pow(2);
    const tape = trace({ inputs: [x], targets: [y], parameters: [w, b], outputs: [loss] });
    expect(printTape(differentiate(tape))).toBe(
      [
        '%0 = input 0',
        '%1 = target 0',
        '%2 = parameter 0',
        '%3 = parameter 1',
        '%4 = mul %2 %0',
        '%5 = add %4 %3',
        '%6 = sub %5 %1',
        '%7 = pow %6 2',
        '%8 = constant 2',
        '%9 = mul %8 %6',
        '%10 = mul %9 %0',
        'return %7 %10 %9',
      ].join('\n'),
    );
  });
});
