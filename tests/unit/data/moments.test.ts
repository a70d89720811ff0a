import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf } from '../../../src/data/moments.ts';
import { difference } from '../helpers/closeness.ts';

const moments = (values: readonly number[]) =>
  momentsOf(
    Float64Array.from(values),
    Uint32Array.from(values, (_, row) => row),
  );

describe('mean and standard deviation', () => {
  it('are those of the population, in the rows asked for, without what is missing', () => {
    const values = Float64Array.of(100, 2, NaN, 4, 4, 4, 5, 5, 7, 9);
    const rows = Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    expect(momentsOf(values, rows)).toEqual({ count: 8, mean: 5, deviation: 2 });
    expect(momentsOf(values, Uint32Array.of(2))).toEqual({ count: 0, mean: NaN, deviation: NaN });
    expect(momentsOf(values, new Uint32Array())).toEqual({ count: 0, mean: NaN, deviation: NaN });
  });

  it('are exact where all are the same', () => {
    for (const value of [0.1, -1e308, 5e-324, 1.7e12 + 0.1]) {
      expect(moments(Array.from({ length: 1000 }, () => value))).toEqual({
        count: 1000,
        mean: value,
        deviation: 0,
      });
    }
  });

  it('keep the digits of timestamps, which the mean of squares loses', () => {
    const start = 1_700_000_000_000;
    const count = 100_000;
    const values = Array.from({ length: count }, (_, i) => start + (i % 10));
    const { mean, deviation } = moments(values);
    expect(mean).toBe(start + 4.5);
    expect(deviation).toBeCloseTo(Math.sqrt(8.25), 12);
    const meanOf = (of: (value: number) => number) => values.reduce((sum, x) => sum + of(x), 0) / count;
    const oneGlance = Math.sqrt(Math.abs(meanOf((x) => x * x) - meanOf((x) => x) ** 2));
    expect(Math.abs(oneGlance - Math.sqrt(8.25))).toBeGreaterThan(1);
  });

  it.each([1e-320, 1e-300, 1e-170, 1e160, 5e307])('neither overflow nor vanish in units of %f', (unit) => {
    const { mean, deviation } = moments([-3, -1, 1, 3].map((x) => x * unit));
    // Numbers that small have few digits.
    const relative = unit < 1e-307 ? 1e-3 : 1e-14;
    expect(Math.abs(mean / unit)).toBeLessThanOrEqual(relative);
    expect(difference(deviation / unit, Math.sqrt(5), 1)).toBeLessThanOrEqual(relative);
  });

  it('are there for the largest numbers that there are', () => {
    const most = Number.MAX_VALUE;
    expect(moments([-most, most])).toEqual({ count: 2, mean: 0, deviation: most });
    expect(moments([most, most, -most, most]).mean / most).toBeCloseTo(0.5, 14);
  });

  it('do not depend on the order, and follow a shift and a scale', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: -1000, max: 1000 }),
        fc.constantFrom(0.25, 2, 3),
        (list, shift, scale) => {
          const one = moments(list);
          expect(moments([...list].reverse()).mean).toBeCloseTo(one.mean, 9);
          const other = moments(list.map((x) => x * scale + shift));
          expect(other.mean).toBeCloseTo(one.mean * scale + shift, 8);
          expect(other.deviation).toBeCloseTo(one.deviation * scale, 8);
        },
      ),
    );
  });

  it('are those of the smallest numbers that there are, too', () => {
    const least = Number.MIN_VALUE;
    expect(momentsOf(Float64Array.of(0, least, NaN), Uint32Array.of(0, 1, 2))).toEqual({
      count: 2,
      mean: expect.closeTo(0) as number,
      deviation: expect.closeTo(0) as number,
    });
  });
});
