import { describe, expect, it } from 'vitest';
import { tickFormat } from '../../../src/charts/tick-format.ts';

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
