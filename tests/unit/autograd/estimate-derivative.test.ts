import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateOf } from '../../../src/autograd/estimate-derivative.ts';
import { judgeGradient } from '../../../src/autograd/judge-gradient.ts';
import type { DerivativeEstimate } from '../../../src/autograd/surroundings.ts';

/** `noise` is what rounding makes of the function, in ulps of its value. */
const estimate = (f: (x: number) => number, x: number, noise = 1): DerivativeEstimate =>
  estimateOf(x, f, (at) => noise * Number.EPSILON * Math.abs(f(at)));

interface Case {
  readonly across: string;
  readonly f: (x: number) => number;
  readonly x: number;
  readonly derivative: number;
  readonly noise?: number;
}

const smooth: readonly Case[] = [
  { across: 'a pole nearby', f: (x) => 1 / x, x: 5e-4, derivative: -4e6 },
  { across: 'a pole very near', f: (x) => 1 / x, x: 1e-9, derivative: -1e18 },
  { across: 'a logarithm’s pole', f: (x) => -Math.log(x), x: 1e-5, derivative: -1e5 },
  { across: 'a root’s edge', f: (x) => Math.sqrt(x), x: 1e-12, derivative: 5e5 },
  { across: 'a fast bend', f: (x) => Math.tanh(1e4 * x), x: 0, derivative: 1e4 },
  { across: 'a very fast bend', f: (x) => Math.tanh(1e15 * x), x: 0, derivative: 1e15 },
  { across: 'a bend elsewhere', f: (x) => Math.tanh(1e6 * (x - 1)), x: 1, derivative: 1e6 },
  { across: 'wiggles', f: (x) => Math.sin(x), x: 20000, derivative: Math.cos(20000) },
  { across: 'small wiggles on a slope', f: (x) => x + 1e-3 * Math.sin(1e6 * x), x: 0, derivative: 1001 },
  { across: 'a small plateau', f: (x) => Math.max(x - 1e-6, 0) + Math.min(x + 1e-6, 0), x: 0, derivative: 0 },
  { across: 'a parabola far out', f: (x) => x * x, x: 1e8, derivative: 2e8 },
  { across: 'a weak slope', f: (x) => 1e-8 * x * x, x: 2, derivative: 4e-8 },
  { across: 'a slope that all but drowns', f: (x) => 1 + 1e-12 * x, x: 2, derivative: 1e-12 },
  { across: 'huge numbers', f: (x) => Math.exp(300 * x), x: 2, derivative: 300 * Math.exp(600), noise: 600 },
  { across: 'a minimum', f: (x) => x * x, x: 0, derivative: 0 },
  { across: 'a flat corner', f: (x) => Math.max(x, 0) ** 2, x: 0, derivative: 0 },
  { across: 'nothing', f: () => 3, x: 1, derivative: 0 },
];

describe('a derivative from differences alone', () => {
  it.each(smooth)('is found across $across, and how far off it may be', ({ f, x, derivative, noise }) => {
    const found = estimate(f, x, noise);
    expect(found.kind).toBe('slope');
    // The noise of f itself is about one ulp, of its argument’s up to the size of the argument.
    expect(Math.abs(found.derivative - derivative)).toBeLessThanOrEqual(
      found.uncertainty + 1e-9 * Math.abs(derivative),
    );
    expect(found.uncertainty).toBeLessThanOrEqual(2.5e-4 * Math.abs(derivative) + 1e-15);
  });

  it('takes no more than some dozens of values of the function', () => {
    for (const { across, f, x, noise = 1 } of smooth) {
      let count = 0;
      const counted = (at: number): number => (count++, f(at));
      estimateOf(x, counted, (at) => noise * Number.EPSILON * Math.abs(f(at)));
      expect(count, across).toBeLessThan(across === 'a very fast bend' ? 200 : 90);
    }
  });

  const corners: readonly (readonly [string, (x: number) => number, number, number, number])[] = [
    ['|x|', Math.abs, 0, -1, 1],
    ['relu', (x) => Math.max(x, 0), 0, 0, 1],
    ['a slight corner', (x) => x + 1e-3 * Math.abs(x - 2), 2, 0.999, 1.001],
    ['a corner of a curve', (x) => Math.sin(x) + Math.abs(x - 1), 1, Math.cos(1) - 1, Math.cos(1) + 1],
  ];

  it.each(corners)(
    'is a kink at the corner of %s, with the slopes of both sides',
    (_n, f, x, left, right) => {
      const found = estimate(f, x);
      expect(found.kind).toBe('kink');
      expect(found.left).toBeCloseTo(left, 8);
      expect(found.right).toBeCloseTo(right, 8);
      expect(estimate(f, x + 1e-3).kind).toBe('slope');
    },
  );

  it('is none at a jump, where a root ends and where the function is not finite', () => {
    expect(estimate((x) => (x > 0 ? 1 : 0), 0).kind).toBe('jump');
    expect(estimate((x) => (x >= 0.3 ? 1e-3 : 0), 0.3).kind).toBe('jump');
    expect(estimate((x) => 1 / x, 0)).toMatchObject({ kind: 'unknown', reason: 'not-finite' });
    expect(estimate(Math.sqrt, 0)).toMatchObject({ kind: 'unknown', reason: 'one-sided' });
    expect(estimate(Math.cbrt, 0)).toMatchObject({ kind: 'unknown', reason: 'unbounded' });
    expect(estimate((x) => Math.sqrt(Math.abs(x)), 0).kind).toBe('kink');
    expect(estimate(Math.log, -1)).toMatchObject({ kind: 'unknown', reason: 'not-finite' });
  });

  it('is within its uncertainty for random mixtures of waves, at every scale', () => {
    const wave = fc.record({
      size: fc.double({ min: 0.01, max: 1, noNaN: true }),
      decade: fc.double({ min: -3, max: 5, noNaN: true }),
      phase: fc.double({ min: 0, max: 6, noNaN: true }),
    });
    let certain = 0;
    let total = 0;
    fc.assert(
      fc.property(
        fc.array(wave, { minLength: 1, maxLength: 4 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (waves, x) => {
          const sum = (of: (rate: number, size: number, angle: number) => number): number =>
            waves.reduce(
              (all, { size, decade, phase }) => all + of(10 ** decade, size, 10 ** decade * x + phase),
              0,
            );
          const f = (at: number): number =>
            waves.reduce(
              (all, { size, decade, phase }) => all + size * Math.sin(10 ** decade * at + phase),
              0,
            );
          const slope = sum((rate, size, angle) => rate * size * Math.cos(angle));
          // An angle is rounded to a few ε of itself, which its wave's slope carries on.
          const noise = sum((_rate, size, angle) => Number.EPSILON * Math.abs(size) * (1 + Math.abs(angle)));
          const found = estimateOf(x, f, () => noise);
          total++;
          if (found.kind === 'unknown') return;
          expect(found.kind).toBe('slope');
          const ofAngles = sum(
            (rate, size, angle) => 4 * Number.EPSILON * rate * Math.abs(size) * (1 + Math.abs(angle)),
          );
          expect(Math.abs(found.derivative - slope)).toBeLessThanOrEqual(found.uncertainty + ofAngles);
          if (found.uncertainty <= 1e-4 * Math.abs(slope)) certain++;
        },
      ),
      { numRuns: 500 },
    );
    expect(certain / total).toBeGreaterThan(0.9);
  });
});

describe('the judgement of a gradient', () => {
  const of = (f: (x: number) => number, x: number, backward: number, rounding = 0): string =>
    judgeGradient(backward, estimate(f, x), rounding).verdict;

  it('goes by the size of the gradient, however small', () => {
    const weak = (x: number): number => 1e-8 * x * x;
    expect(of(weak, 2, 4e-8)).toBe('agrees');
    expect(of(weak, 2, 2e-8)).toBe('differs');
    expect(of(weak, 2, 4.004e-8)).toBe('differs');
  });

  it('takes two zeros for the same, and what is rounding for zero', () => {
    expect(of(() => 3, 1, 0)).toBe('agrees');
    expect(of((x) => x + 3 - x, 0.1, 1e-17, 1e-16)).toBe('agrees');
    expect(of((x) => x + 3 - x, 0.1, 1e-3, 1e-16)).toBe('differs');
  });

  it('takes for zero no rounding that a slope may be hidden in', () => {
    const cancelled = (x: number): number => 1e20 * x - 1e20 * x + x;
    for (const backward of [0, 1, -1, 1000]) expect(of(cancelled, 3, backward, 1e5)).toBe('unknown');
    expect(of(cancelled, 3, 1e6, 1e5)).toBe('differs');
    // Nothing in the backward pass was rounded, and nothing moves.
    expect(of(() => 1e12, 3, 0)).toBe('agrees');
  });

  it('does not call right what it cannot see', () => {
    // 1e-20 beside 1: no step shows it.
    expect(of(() => 1, 1, 1e-40)).not.toBe('differs');
    expect(of((x) => Math.cos(1e-9 * x) + 1e-30 * x, 0, 1e-30)).toBe('unknown');
  });

  it('finds a gradient that is no number wrong where there is one', () => {
    expect(of((x) => x * x, 2, NaN)).toBe('differs');
    expect(of((x) => x * x, 2, Infinity)).toBe('differs');
    expect(of((x) => 1 / x, 0, NaN)).toBe('unknown');
  });
});
