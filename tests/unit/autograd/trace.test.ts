import { describe, expect, it } from 'vitest';
import { differentiate } from '../../../src/autograd/differentiate.ts';
import { printTape } from '../../../src/autograd/tape.ts';
import { trace } from '../../../src/autograd/trace.ts';
import { Value } from '../../../src/autograd/value.ts';
import { runTape } from '../helpers/run-tape.ts';

const three = (): Value[] => [2, 3, 5].map((x) => new Value(x));

describe('trace', () => {
  it('gives each leaf its role and slot, and freezes the others at their value', () => {
    const [a, b, c] = three();
    const tape = trace({ inputs: [b], parameters: [a], outputs: [a.mul(b).add(c)] });
    expect(printTape(tape)).toBe(
      [
        '%0 = input 0',
        '%1 = parameter 0',
        '%2 = mul %1 %0',
        '%3 = constant 5',
        '%4 = add %2 %3',
        'return %4',
      ].join('\n'),
    );
    c.data = 1000;
    expect(runTape(tape, { inputs: [10], parameters: [7] })).toEqual([75]);
  });

  it('shares what several outputs have in common', () => {
    const [a, b] = three();
    const product = a.mul(b);
    const tape = trace({ inputs: [a, b], outputs: [product.exp(), product.sin(), product, a] });
    expect(tape.length).toBe(5);
    expect(runTape(tape, { inputs: [1, 0.5] })).toEqual([Math.exp(0.5), Math.sin(0.5), 0.5, 1]);
  });

  it('refuses a result where a leaf is named, and says which', () => {
    const [a, b] = three();
    const product = a.mul(b);
    expect(() => trace({ parameters: [a, product], outputs: [product] })).toThrow(RangeError);
    expect(() => trace({ parameters: [a, product], outputs: [product] })).toThrow(
      /parameter 1 is the result of mul/,
    );
    expect(() => trace({ parameters: [a, b], outputs: [product] })).not.toThrow();
  });
});

describe('differentiate', () => {
  it('returns the outputs, then the first one’s gradient by every slot', () => {
    const [a, b, c] = three();
    const tape = trace({ inputs: [c], parameters: [a, b], outputs: [a.mul(b).mul(c), a.add(b)] });
    const leaves = { inputs: [5], parameters: [2, 3] };
    expect(runTape(differentiate(tape), leaves)).toEqual([30, 5, 15, 10]);
    expect(runTape(differentiate(tape, 'input'), leaves)).toEqual([30, 5, 6]);
  });

  it('gives 0 for a parameter that the output does not use', () => {
    const [a, b, c] = three();
    const tape = trace({ parameters: [a, b, c], outputs: [a.mul(c)] });
    expect(runTape(differentiate(tape), { parameters: [2, 3, 5] })).toEqual([10, 5, 0, 2]);
  });

  it('gives 1 for an output that is the parameter itself', () => {
    const [a] = three();
    const tape = trace({ parameters: [a], outputs: [a] });
    expect(runTape(differentiate(tape), { parameters: [2] })).toEqual([2, 1]);
  });

  it('can be applied to its own result: the second derivative of x⁴ at 3 is 108', () => {
    const x = new Value(0);
    const first = differentiate(trace({ inputs: [x], outputs: [x.pow(4)] }), 'input');
    const slope = { ...first, outputs: first.outputs.slice(1) };
    expect(runTape(differentiate(slope, 'input'), { inputs: [3] })).toEqual([108, 108]);
  });
});
