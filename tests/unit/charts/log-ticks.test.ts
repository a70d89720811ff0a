import { describe, expect, it } from 'vitest';
import { logTicks } from '../../../src/charts/log-ticks.ts';
import { tickFormat } from '../../../src/charts/tick-format.ts';

/** About as wide as the page's font is. */
const sizeOf = (text: string): number => 6.5 * text.length;

function written(min: number, max: number, length: number, most = 8): string[] {
  const ticks = logTicks(min, max, { length, sizeOf, most }) ?? [];
  return ticks.map(tickFormat(ticks));
}

describe('the numbers at a logarithmic axis', () => {
  it('are round, and more of them where there is room', () => {
    expect(written(0.01, 1, 800)).toEqual(['0.01', '0.02', '0.05', '0.1', '0.2', '0.5', '1']);
    expect(written(0.01, 1, 200)).toEqual(['0.01', '0.03', '0.1', '0.3', '1']);
    expect(written(0.01, 1, 120)).toEqual(['0.01', '0.1', '1']);
    expect(written(1, 1e37, 600, 6)).toEqual(['1', '1e7', '1e14', '1e21', '1e28', '1e35']);
    expect(written(0.08, 0.13, 300)).toEqual(['0.08', '0.09', '0.1', '0.11', '0.12', '0.13']);
    expect(written(0.0102, 0.0104, 300)).toEqual(['0.0102', '0.01025', '0.0103', '0.01035', '0.0104']);
  });

  it('never stand in one another’s way, and there is always one', () => {
    for (const length of [40, 90, 160, 290, 560, 1000])
      for (let from = -7; from < 4; from += 0.37)
        for (const span of [0.003, 0.05, 0.2, 0.6, 1, 1.7, 3, 6, 12, 60]) {
          const [min, max] = [10 ** from, 10 ** (from + span)];
          const ticks = logTicks(min, max, { length, sizeOf, most: 8 })!;
          expect(ticks.length).toBeGreaterThan(0);
          expect(ticks.length).toBeLessThanOrEqual(8);
          const write = tickFormat(ticks);
          const places = ticks.map((tick) => (Math.log(tick / min) / Math.log(max / min)) * length);
          expect(Math.min(...places)).toBeGreaterThan(-1e-6);
          expect(Math.max(...places)).toBeLessThan(length + 1e-6);
          places.slice(1).forEach((place, i) => {
            const half = (sizeOf(write(ticks[i])) + sizeOf(write(ticks[i + 1]))) / 2;
            expect(place - places[i]).toBeGreaterThanOrEqual(half + 4);
          });
        }
  });

  it('are left to the chart where there is no scale', () => {
    for (const [min, max] of [
      [0, 1],
      [1, 1],
      [NaN, 1],
      [1, Infinity],
    ])
      expect(logTicks(min, max, { length: 300, sizeOf, most: 8 })).toBeNull();
  });
});
