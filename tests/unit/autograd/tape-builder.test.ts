import { describe, expect, it } from 'vitest';
import { opNames, ops } from '../../../src/autograd/ops.ts';
import { selectOutputs, TapeBuilder } from '../../../src/autograd/tape-builder.ts';
import { instructionNames, printTape, type Tape } from '../../../src/autograd/tape.ts';
import { runTape } from '../helpers/run-tape.ts';

const shape = { inputCount: 2, targetCount: 0, parameterCount: 1 };

/** A builder with both inputs and the parameter on it. */
function start(): { builder: TapeBuilder; x: number; y: number; p: number } {
  const builder = new TapeBuilder(shape);
  return {
    builder,
    x: builder.leaf('input', 0),
    y: builder.leaf('input', 1),
    p: builder.leaf('parameter', 0),
  };
}

const namesIn = (tape: Tape): string[] => Array.from(tape.codes, (code) => instructionNames[code]);

describe('TapeBuilder shares', () => {
  it('equal instructions, and only equal ones', () => {
    const { builder, x, y } = start();
    expect(builder.mul(x, y)).toBe(builder.mul(x, y));
    expect(builder.mul(x, y)).not.toBe(builder.mul(y, x));
    expect(builder.mul(x, y)).not.toBe(builder.add(x, y));
    expect(builder.pow(x, 2)).toBe(builder.pow(x, 2));
    expect(builder.pow(x, 2)).not.toBe(builder.pow(x, 3));
    expect(builder.leaf('input', 0)).toBe(x);
    expect(builder.leaf('input', 0)).not.toBe(builder.leaf('parameter', 0));
  });

  it('constants by their bits: 0 and -0 stay apart, NaN is NaN', () => {
    const { builder } = start();
    expect(builder.constant(0.1)).toBe(builder.constant(0.1));
    expect(builder.constant(0)).not.toBe(builder.constant(-0));
    expect(builder.constant(NaN)).toBe(builder.constant(NaN));
  });

  it('still when it has outgrown its first arrays', () => {
    const { builder, x } = start();
    const count = 20_000;
    const indices = Array.from({ length: count }, (_, k) => builder.mul(x, builder.constant(k + 2)));
    expect(new Set(indices).size).toBe(count);
    expect(Array.from({ length: count }, (_, k) => builder.mul(x, builder.constant(k + 2)))).toEqual(indices);
    const tape = builder.build([indices[0], indices[count - 1]]);
    expect(runTape(tape, { inputs: [3, 0], parameters: [0] })).toEqual([6, 3 * (count + 1)]);
  });
});

describe('TapeBuilder folds', () => {
  it.each(opNames)('%s of constants to what the op table says', (op) => {
    const { builder } = start();
    const b = ops[op].arity === 2 ? builder.constant(0.25) : -1;
    const folded = builder.apply(op, builder.constant(0.75), b, 3);
    const tape = builder.build([folded]);
    expect(namesIn(tape)).toEqual(['constant']);
    expect(tape.immediates[0]).toBe(ops[op].value(0.75, 0.25, 3));
  });

  it('neutral elements away', () => {
    const { builder, x } = start();
    const zero = builder.constant(0);
    const one = builder.constant(1);
    for (const same of [
      builder.add(x, zero),
      builder.add(zero, x),
      builder.sub(x, zero),
      builder.mul(x, one),
      builder.mul(one, x),
      builder.div(x, one),
      builder.pow(x, 1),
      builder.neg(builder.neg(x)),
    ]) {
      expect(same).toBe(x);
    }
    expect(builder.pow(x, 0)).toBe(one);
  });

  it('nothing that looks neutral from the wrong side', () => {
    const { builder, x } = start();
    const zero = builder.constant(0);
    const one = builder.constant(1);
    const kept = [
      builder.sub(zero, x),
      builder.div(one, x),
      builder.add(x, one),
      builder.mul(x, zero),
      builder.neg(x),
    ];
    expect(new Set([...kept, x, zero, one]).size).toBe(kept.length + 3);
  });

  it('neither x · 0 nor x - x, which are NaN at infinity', () => {
    const { builder, x } = start();
    const tape = builder.build([builder.mul(x, builder.constant(0)), builder.sub(x, x)]);
    expect(runTape(tape, { inputs: [Infinity, 0], parameters: [0] })).toEqual([NaN, NaN]);
    expect(runTape(tape, { inputs: [5, 0], parameters: [0] })).toEqual([0, 0]);
  });
});

describe('TapeBuilder.build', () => {
  it('drops what no output needs and renumbers the rest', () => {
    const { builder, x, y, p } = start();
    builder.exp(y);
    const kept = builder.mul(x, p);
    builder.tanh(kept);
    expect(printTape(builder.build([kept]))).toBe(
      ['%0 = input 0', '%1 = parameter 0', '%2 = mul %0 %1', 'return %2'].join('\n'),
    );
  });

  it('keeps the shape although a leaf was dropped', () => {
    const { builder, x } = start();
    expect(builder.build([x])).toMatchObject({ ...shape, length: 1 });
  });

  it('allows an output twice, a leaf as an output, and none at all', () => {
    const { builder, x } = start();
    expect([...builder.build([x, x]).outputs]).toEqual([0, 0]);
    expect(builder.build([]).length).toBe(0);
  });

  it('can go on and build again', () => {
    const { builder, x, p } = start();
    const product = builder.mul(x, p);
    const first = builder.build([product]);
    const second = builder.build([builder.add(product, x)]);
    expect(runTape(first, { inputs: [3, 0], parameters: [5] })).toEqual([15]);
    expect(runTape(second, { inputs: [3, 0], parameters: [5] })).toEqual([18]);
  });
});

describe('selectOutputs', () => {
  it('keeps the chosen outputs in the order asked for, and no more than they need', () => {
    const { builder, x, y, p } = start();
    const tape = builder.build([builder.mul(x, p), builder.exp(y), builder.add(x, p)]);
    const leaves = { inputs: [3, 0], parameters: [5] };
    const selected = selectOutputs(tape, [2, 0]);
    expect(runTape(selected, leaves)).toEqual([8, 15]);
    expect(namesIn(selected)).not.toContain('exp');
    expect(namesIn(tape)).toContain('exp');
  });
});
