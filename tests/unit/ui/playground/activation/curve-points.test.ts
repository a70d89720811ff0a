import { describe, expect, it } from 'vitest';
import { activationNames } from '../../../../../src/experiment/names.ts';
import { curveOf, reach, runsOf } from '../../../../../src/ui/playground/activation/curve-points.ts';
import { sayCurve } from '../../../../../src/ui/playground/activation/curve-words.ts';

describe('the curve of an activation', () => {
  it('goes through what it computes, and its slope is that of the line', () => {
    const { zs, values, slopes } = curveOf('tanh');
    expect([zs[0], zs[80], zs[160]]).toEqual([-reach, 0, reach]);
    expect(values[100]).toBeCloseTo(Math.tanh(zs[100]), 14);
    zs.slice(1, -1).forEach((z, i) => {
      const between = (values[i + 2] - values[i]) / (zs[i + 2] - z + z - zs[i]);
      expect(Math.abs(slopes[i + 1] - between)).toBeLessThan(1e-3);
    });
  });

  it('is there for every activation, typed ones too', () => {
    for (const name of [...activationNames, '=max(z, abs(z) / 3)' as const]) {
      const { values, slopes } = curveOf(name);
      expect([...values, ...slopes].every(Number.isFinite), name).toBe(true);
    }
    expect(curveOf('linear').slopes.every((slope) => slope === 1)).toBe(true);
  });

  it('is lifted where there is no number, and cut where its sign changes', () => {
    expect(runsOf([-1, 0, 1, 2], [-2, 2, NaN, 3], 1)).toEqual([
      [
        [-0.5, 0],
        [0, 2],
      ],
    ]);
    expect(runsOf([-1, 0, 1, 2], [-2, 2, NaN, 3], -1)).toEqual([
      [
        [-1, -2],
        [-0.5, 0],
      ],
    ]);
  });

  it('is told in words', () => {
    expect(sayCurve('relu', curveOf('relu'))).toBe('ReLU at z = −4, 0 and 4: 0, 0, 4; its slope: 0, 0, 1.');
    expect(sayCurve('step', curveOf('step'))).toContain('It is flat: nothing flows back through it.');
    expect(sayCurve('=log(z)', curveOf('=log(z)'))).toContain(
      'log(z) at z = −4, 0 and 4: no number, no number, 1.386; its slope: no number, no number, 0.25.',
    );
  });
});
