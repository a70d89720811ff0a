import { describe, expect, it } from 'vitest';
import { ops, type OpName } from '../../../src/autograd/ops.ts';
import { TapeBuilder } from '../../../src/autograd/tape-builder.ts';
import type { LaneType } from '../../../src/backends/wasm/lanes.ts';
import { uniformOf } from '../helpers/problems.ts';
import { wasmBackend } from './backends.ts';

/** An op on every number of a column. */
function apply(lanes: LaneType, op: OpName, exponent: number, xs: Float64Array): Float64Array {
  const builder = new TapeBuilder({ inputCount: 1, targetCount: 0, parameterCount: 0 });
  const tape = builder.build([builder.apply(op, builder.leaf('input', 0), -1, exponent)]);
  const executor = wasmBackend(lanes).createForward(tape);
  const results = new Float64Array(xs.length);
  executor.run({ count: xs.length, inputs: [xs], targets: [] }, 0, xs.length, [results]);
  executor.dispose();
  return results;
}

/** Every exponent and sign of the format with some mantissas each, and numbers around the ends of the ranges. */
function wholeRange(lanes: LaneType): Float64Array {
  const uniform = uniformOf(11);
  const [smallest, largest, step] = lanes === 'f32' ? [-149, 127, 1] : [-1074, 1023, 1];
  const xs: number[] = [0, -0, 1, -1, 2 ** smallest, -(2 ** smallest)];
  for (let e = smallest; e <= largest; e += step) {
    for (let k = 0; k < 24; k++) {
      const x = 2 ** e * (1 + uniform() * (1 - 2 ** -20));
      xs.push(x, -x);
    }
  }
  for (let k = 0; k < 20_000; k++) xs.push(40 * (uniform() - 0.5), 1600 * (uniform() - 0.5), 2 * uniform());
  return Float64Array.from(xs, lanes === 'f32' ? Math.fround : (x) => x);
}

const formats = {
  f32: { mantissaBits: 23, smallestExponent: -126 },
  f64: { mantissaBits: 52, smallestExponent: -1022 },
} as const;

/** The distance of neighbouring numbers of the format at |x|. */
function ulp(lanes: LaneType, x: number): number {
  const { mantissaBits, smallestExponent } = formats[lanes];
  if (x === 0) return 2 ** (smallestExponent - mantissaBits);
  const exponent = Math.max(smallestExponent, Math.floor(Math.log2(Math.abs(x))));
  return 2 ** (exponent - mantissaBits);
}

function expected(lanes: LaneType, op: OpName, exponent: number, x: number): number {
  const value = ops[op].value(x, 0, exponent);
  return lanes === 'f32' ? Math.fround(value) : value;
}

/** The largest error over the range in units in the last place; ∞ where only one side is finite, or the sign of ∞ differs. */
function largestUlps(lanes: LaneType, op: OpName, exponent = 0): { ulps: number; at: number } {
  const xs = wholeRange(lanes);
  const actual = apply(lanes, op, exponent, xs);
  let largest = { ulps: 0, at: NaN };
  xs.forEach((x, i) => {
    const exact = ops[op].value(x, 0, exponent);
    const rounded = expected(lanes, op, exponent, x);
    if (Object.is(actual[i], rounded) || actual[i] === rounded) return;
    const ulps = Number.isFinite(rounded) ? Math.abs(actual[i] - exact) / ulp(lanes, exact) : Infinity;
    if (!(ulps <= largest.ulps)) largest = { ulps, at: x };
  });
  return largest;
}

const exact = { sqrt: 0.51, relu: 0, step: 0, neg: 0, abs: 0 };

/** Bounds in ulp, as the kernels document them (sums of several roundings where they refer to each other). */
const bounds = {
  f32: { ...exact, exp: 2, log: 2, tanh: 6, sigmoid: 4, softplus: 4, erf: 4, expm1: 8 },
  // The table's own erf is as far off.
  f64: { ...exact, exp: 2, log: 2, tanh: 4, sigmoid: 4, softplus: 4, erf: 8, expm1: 8 },
} as const;

const cases = (['f32', 'f64'] as const).flatMap((lanes) =>
  Object.entries(bounds[lanes]).map(([op, bound]) => [lanes, op as OpName, bound] as const),
);

describe('kernels over the whole range', () => {
  it.each(cases)('%s %s stays within %f ulp', (lanes, op, bound) => {
    const { ulps, at } = largestUlps(lanes, op);
    expect(ulps, `at ${at}`).toBeLessThanOrEqual(bound);
  });

  it.each(['f32', 'f64'] as const)('%s give zeros the sign that the op table gives them', (lanes) => {
    for (const op of ['sin', 'tanh', 'relu', 'neg', 'sqrt', 'step', 'abs', 'erf', 'expm1'] as const) {
      for (const zero of [0, -0]) {
        const [actual] = apply(lanes, op, 0, Float64Array.of(zero, 1, 1, 1));
        expect(
          Object.is(actual, ops[op].value(zero, 0, 0)),
          `${op} of ${Object.is(zero, -0) ? '-0' : '0'}`,
        ).toBe(true);
      }
      const [ofNaN] = apply(lanes, op, 0, Float64Array.of(NaN, 1, 1, 1));
      expect(ofNaN, op).toEqual(ops[op].value(NaN, 0, 0));
    }
  });

  it.each(['f32', 'f64'] as const)('%s choose the larger and the smaller as Math does', (lanes) => {
    const some = [0, -0, 1, -1, 2.5, NaN, Infinity, -Infinity];
    const pairs = some.flatMap((a) => some.map((b) => [a, b]));
    const inputs = [0, 1].map((k) => Float64Array.from(pairs, (pair) => pair[k]));
    for (const op of ['max', 'min'] as const) {
      const builder = new TapeBuilder({ inputCount: 2, targetCount: 0, parameterCount: 0 });
      const tape = builder.build([builder.apply(op, builder.leaf('input', 0), builder.leaf('input', 1))]);
      const executor = wasmBackend(lanes).createForward(tape);
      const results = new Float64Array(pairs.length);
      executor.run({ count: pairs.length, inputs, targets: [] }, 0, pairs.length, [results]);
      executor.dispose();
      expect([...results]).toEqual(pairs.map(([a, b]) => Math[op](a, b)));
    }
  });

  it('would notice a wrong kernel', () => {
    const xs = Float64Array.of(0.5, 1, 2, 3);
    const actual = apply('f32', 'exp', 0, xs);
    const off = Math.abs(actual[0] - Math.exp(0.5 + 1e-6)) / ulp('f32', actual[0]);
    expect(off).toBeGreaterThan(bounds.f32.exp);
  });

  it.each([
    ['f32', 2e-7, 8192],
    ['f64', 5e-16, 1e6],
  ] as const)(
    '%s sin and cos stay within %f where they reduce, and are exact beyond',
    (lanes, bound, largest) => {
      const xs = wholeRange(lanes);
      for (const op of ['sin', 'cos'] as const) {
        const actual = apply(lanes, op, 0, xs);
        let worst = 0;
        xs.forEach((x, i) => {
          const exact = expected(lanes, op, 0, x);
          if (Math.abs(x) <= largest) worst = Math.max(worst, Math.abs(actual[i] - ops[op].value(x, 0, 0)));
          else expect(actual[i]).toBe(exact);
        });
        expect(worst).toBeLessThanOrEqual(bound);
      }
    },
  );

  it('sin keeps its relative accuracy near multiples of π in f64, and for tiny arguments', () => {
    const xs = Float64Array.from([Math.PI, 2 * Math.PI, 22, 355, 1e-300, 5e-324, -1e-9]);
    apply('f64', 'sin', 0, xs).forEach((y, i) => {
      expect(Math.abs(y - Math.sin(xs[i]))).toBeLessThanOrEqual(4 * ulp('f64', y));
    });
  });

  it.each([
    ['f32', 2, 1],
    ['f32', 3, 2],
    ['f32', -1, 1],
    ['f32', 0.5, 1],
    ['f32', -2.5, 1],
    ['f32', 17, 1],
    ['f64', 2, 1],
    ['f64', 3, 2],
    ['f64', 8, 8],
    ['f64', -1, 1],
    ['f64', 0.5, 1],
    ['f64', 17, 1],
  ] as const)('%s pow %f stays within %f ulp', (lanes, exponent, bound) => {
    const { ulps, at } = largestUlps(lanes, 'pow', exponent);
    expect(ulps, `at ${at}`).toBeLessThanOrEqual(bound);
  });
});

describe.each(['f32', 'f64'] as const)('%s special values', (lanes) => {
  const specials = Float64Array.of(NaN, Infinity, -Infinity, 0, -0);

  it.each([
    'exp',
    'log',
    'tanh',
    'sigmoid',
    'softplus',
    'sin',
    'cos',
    'sqrt',
    'relu',
    'step',
    'neg',
    'abs',
    'erf',
    'expm1',
  ] as const)('%s treats NaN, infinities and zeros as the interpreter does', (op) => {
    const actual = apply(lanes, op, 0, specials);
    specials.forEach((x, i) => {
      const exact = expected(lanes, op, 0, x);
      // tanh stops short of 1 in f32.
      if (lanes === 'f32' && op === 'tanh' && Number.isFinite(exact)) expect(actual[i]).toBeCloseTo(exact, 6);
      else if (exact === 0) expect(Math.abs(actual[i])).toBe(0);
      else if (Number.isFinite(exact))
        expect(Math.abs(actual[i] - exact)).toBeLessThanOrEqual(2 * ulp(lanes, exact));
      else expect(actual[i]).toBe(exact);
    });
  });

  it('tanh never leaves [-1, 1] and keeps its sign', () => {
    const xs = wholeRange(lanes);
    apply(lanes, 'tanh', 0, xs).forEach((y, i) => {
      expect(Math.abs(y) <= 1 && Math.sign(y) === Math.sign(xs[i])).toBe(true);
    });
  });

  it('log of a negative number is NaN', () => {
    expect([...apply(lanes, 'log', 0, Float64Array.of(-1, -1e-30))]).toEqual([NaN, NaN]);
  });
});
