import { describe, expect, it } from 'vitest';
import { smoothed } from '../../../src/charts/smoothing.ts';

describe('a smoothed curve', () => {
  it('is the mean in which what was before weighs so much, debiased from the first value on', () => {
    // By hand: s = 0.5·s + 0.5·v, over 1 − 0.5ⁿ: 0.5/0.5, 1.25/0.75, 2.125/0.875.
    expect(smoothed([1, 2, 3], 0.5)).toEqual([1, 1.25 / 0.75, 2.125 / 0.875]);
    const [first, second] = smoothed([4, 0], 0.95);
    expect(first).toBeCloseTo(4, 12);
    expect(second).toBeCloseTo((0.95 * 0.05 * 4) / (1 - 0.95 ** 2), 12);
  });

  it('is the curve itself without a weight, and a constant stays what it is', () => {
    expect(smoothed([3, 1, 2], 0)).toEqual([3, 1, 2]);
    for (const value of smoothed([0.3, 0.3, 0.3, 0.3], 0.95)) expect(value).toBeCloseTo(0.3, 14);
  });

  it('has a gap where the curve has one, and goes on after it as if that were not there', () => {
    expect(smoothed([1, NaN, 2, Infinity, 3], 0.5)).toEqual([1, NaN, 1.25 / 0.75, NaN, 2.125 / 0.875]);
  });

  it('refuses a weight that leaves nothing of the new', () => {
    expect(() => smoothed([1], 1)).toThrow('a weight is from 0 to below 1, got 1');
  });
});
