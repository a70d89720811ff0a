import { describe, expect, it } from 'vitest';
import { curveAt, curveOf, outputsIn, traceCurve } from '../../../src/charts/curves.ts';
import { readings } from '../../../src/charts/curve-plugin.ts';

/** Two outputs over three columns, every row alike. */
const grid = {
  resolution: 3,
  values: Float32Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3, 7, 8, 9, 7, 8, 9, 7, 8, 9),
};

describe('a curve', () => {
  it('is any row of an output’s grid', () => {
    expect(outputsIn(grid)).toBe(2);
    expect([...curveOf(grid)]).toEqual([1, 2, 3]);
    expect([...curveOf(grid, 1)]).toEqual([7, 8, 9]);
    expect(outputsIn({ resolution: 0, values: new Float32Array(0) })).toBe(0);
  });

  it('is read between the centres of its columns, and at the ends as at the nearest centre', () => {
    const curve = Float32Array.of(1, 2, 4);
    const places = [0, 1 / 6, 1 / 3, 0.5, 2 / 3, 5 / 6, 1];
    const expected = [1, 1, 1.5, 2, 3, 4, 4];
    places.forEach((place, i) => {
      expect(curveAt(curve, place)).toBeCloseTo(expected[i], 12);
    });
    expect(curveAt(curve, -3)).toBe(1);
    expect(curveAt(curve, 3)).toBe(4);
  });

  it('is drawn through the centres, with a gap where there is no number', () => {
    const steps: string[] = [];
    const context = {
      beginPath: () => steps.push('begin'),
      moveTo: (x: number, y: number) => steps.push(`move ${x} ${y}`),
      lineTo: (x: number, y: number) => steps.push(`line ${x} ${y}`),
    };
    const box = { left: 10, width: 40, toY: (value: number) => 100 - value };
    traceCurve(context, Float32Array.of(1, 2, NaN, 4), box);
    expect(steps).toEqual(['begin', 'move 15 99', 'line 25 98', 'move 45 96']);
  });

  it('is read out in words: one output, each by its class, or the one that is looked at', () => {
    const classNames = ['a', 'b'];
    expect(readings({ classNames: [], lookedAt: null }, [-0.123456])).toEqual(['output = −0.1235']);
    expect(readings({ classNames, lookedAt: null }, [0.25, 0.75])).toEqual(['a = 0.25', 'b = 0.75']);
    expect(readings({ classNames, lookedAt: 1 }, [0.25, 0.75])).toEqual(['b = 0.75']);
  });
});
