import { describe, expect, it } from 'vitest';
import { decadeTicks, tickFormat } from '../../../src/charts/tick-format.ts';

const written = (...values: number[]): string[] => values.map(tickFormat(values));

describe('the numbers at an axis', () => {
  it('are written in full where they are short so', () => {
    expect(written(0, 0.5, 1, 1.5)).toEqual(['0', '0.5', '1', '1.5']);
    expect(written(0, 100_000, 200_000)).toEqual(['0', '100,000', '200,000']);
    expect(written(0.0001, 0.001, 0.01)).toEqual(['0.0001', '0.001', '0.01']);
  });

  it('never mix two notations', () => {
    expect(written(0, 500_000, 1_000_000, 1_500_000)).toEqual(['0', '5e5', '1e6', '1.5e6']);
    expect(written(1e-6, 1e-4, 0.01, 1, 100)).toEqual(['1e−6', '1e−4', '1e−2', '1', '1e2']);
    for (const values of [
      [0, 250_000, 500_000, 750_000, 1e6],
      [1e-7, 0.5],
      [0, 2e-5, 4e-5],
    ]) {
      const texts = written(...values).filter((text) => text !== '0' && text !== '1');
      expect(new Set(texts.map((text) => text.includes('e'))).size).toBe(1);
    }
  });

  it('say what they are', () => {
    for (const value of [0.3, 2e-7, 123_456, 1.25e9, -4.5]) {
      expect(Number(tickFormat([value])(value).replaceAll(',', '').replaceAll('−', '-'))).toBe(value);
    }
  });
});

describe('the decades of a logarithmic axis', () => {
  it('are at even distances, however many there are', () => {
    expect(decadeTicks(1, 1e37, 6)).toEqual([1, 1e7, 1e14, 1e21, 1e28, 1e35]);
    expect(decadeTicks(0.1, 1e38, 6)).toEqual([1, 1e7, 1e14, 1e21, 1e28, 1e35]);
    expect(decadeTicks(1e-300, 1e300, 6)).toEqual([1e-202, 1e-101, 1, 1e101, 1e202]);
  });

  it('never are more than there is room for, nor beyond the ends, and about half as many at least', () => {
    for (let low = -320; low < 300; low += 13)
      for (let high = low + 6; high <= 308; high += 17) {
        const ticks = decadeTicks(Number(`1e${low}`), Number(`1e${high}`), 6)!;
        const exponents = ticks.map((tick) => Math.round(Math.log10(tick)));
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(exponents[0]).toBeGreaterThanOrEqual(low);
        expect(exponents.at(-1)).toBeLessThanOrEqual(high);
        expect(new Set(exponents.slice(1).map((exponent, i) => exponent - exponents[i])).size).toBe(1);
      }
  });

  it('are left to the chart where there are few', () => {
    expect(decadeTicks(0.01, 100, 6)).toBeNull();
    expect(decadeTicks(1, 1, 6)).toBeNull();
    expect(decadeTicks(0, 1, 6)).toBeNull();
  });
});
