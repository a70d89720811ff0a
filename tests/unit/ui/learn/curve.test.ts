import { describe, expect, it } from 'vitest';
import { curveOf } from '../../../../src/ui/learn/figures/curve.ts';
import { sampleOf } from '../../helpers/graph-samples.ts';

const range = [-2, 4] as const;

describe('the curve of an expression', () => {
  it('is the result over its one leaf, with the slope where it stands', () => {
    const curve = curveOf(sampleOf('x = 3\nf = 3 * x ** 2 - 4 * x + 5').graph, range)!;
    expect(curve).toMatchObject({ leaf: 'x', x: 3, y: 20, slope: 14, left: -2, right: 4 });
    for (let i = 0; i < curve.points.length; i += 2) {
      const [x, y] = [curve.points[i], curve.points[i + 1]];
      expect(y).toBeCloseTo(3 * x ** 2 - 4 * x + 5, 9);
    }
    expect(curve.high).toBeCloseTo(37, 9);
  });

  it('reaches as far as the point is, and leaves out what is not finite', () => {
    expect(curveOf(sampleOf('x = 9\nf = x * 2').graph, range)).toMatchObject({ right: 9 });
    const curve = curveOf(sampleOf('x = 1\nf = log(x)').graph, range)!;
    expect(curve.points.every(Number.isFinite)).toBe(true);
    expect(curve.points[0]).toBeGreaterThan(0);
  });

  it('is none of several leaves, of none, and where the point is nowhere', () => {
    expect(curveOf(sampleOf('a = 1\nb = 2\nf = a * b').graph, range)).toBeNull();
    expect(curveOf(sampleOf('x = -1\nf = log(x)').graph, range)).toBeNull();
  });
});
