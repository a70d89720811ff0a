import { describe, expect, it } from 'vitest';
import { rangeOf } from '../../../src/charts/compare/fan.ts';

describe('the losses of a chart of several curves', () => {
  it('go from the least to the most', () => {
    const { min, max } = rangeOf([Float64Array.of(1, 0.5, 0.02), Float64Array.of(2, 3, 0.5)]);
    expect(min).toBeLessThan(0.02);
    expect(min).toBeGreaterThan(0.01);
    expect(max).toBeGreaterThan(3);
    expect(max).toBeLessThan(4);
  });

  it('are those of the others where one explodes, which leaves the picture', () => {
    const { min, max } = rangeOf([Float64Array.of(1, 0.03), Float64Array.of(1.5, 1e12, 1e30, Infinity)]);
    expect(min).toBeLessThan(0.03);
    expect(max).toBeGreaterThan(100);
    expect(max).toBeLessThan(200);
  });

  it('are anything where there is none, and more than a point where there is one', () => {
    expect(rangeOf([])).toEqual({ min: 0.1, max: 1 });
    expect(rangeOf([Float64Array.of(0, NaN)])).toEqual({ min: 0.1, max: 1 });
    expect(rangeOf([Float64Array.of(4)])).toEqual({ min: 2, max: 8 });
  });
});
