import { describe, expect, it } from 'vitest';
import { placed } from '../../../src/charts/plot-marks.ts';
import { radiiOf } from '../../../src/charts/plot-configuration.ts';

/** A plot 400 pixels wide in which an epoch is 4 pixels and a letter 6. */
const placeOf = ({ x, text }: { readonly x: number; readonly text: string }) => ({
  x: 4 * x,
  width: 6 * text.length,
  left: 0,
  right: 400,
});

describe('marks where a setting was changed', () => {
  it('have their words beside them, in the next row where others stand, and none where there is no room', () => {
    const text = 'rate 0.03 → 0.3';
    const marks = [10, 12, 14, 60].map((x) => ({ x, text }));
    expect(placed(marks, placeOf).map(({ x, row }) => [x, row])).toEqual([
      [40, 0],
      [48, 1],
      [56, null],
      [240, 0],
    ]);
  });

  it('are left out where they are out of sight', () => {
    const marks = [-1, 50, 101].map((x) => ({ x, text: 'seed' }));
    expect(placed(marks, placeOf).map(({ x }) => x)).toEqual([200]);
    expect(placed([{ x: NaN, text: 'seed' }], placeOf)).toEqual([]);
  });
});

describe('a value between two gaps', () => {
  it('is a dot, and those that have neighbours are none', () => {
    const points = [1, NaN, 2, 3, NaN, 4].map((y, x) => ({ x, y }));
    expect(radiiOf(points)).toEqual([3, 0, 0, 0, 0, 3]);
    expect(radiiOf(points.slice(2, 4))).toBe(0);
    expect(radiiOf([])).toBe(0);
    // Before the first step there is one loss, as both extremes of its bucket.
    const first = [1.3, 1.3].map((y) => ({ x: 0, y }));
    expect(radiiOf(first)).toEqual([3, 3]);
    expect(radiiOf([...first, { x: 1, y: 1.2 }])).toBe(0);
  });
});
