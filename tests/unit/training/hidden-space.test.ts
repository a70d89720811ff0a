import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { principalComponents } from '../../../src/data/principal-components.ts';
import {
  alignedDirections,
  along,
  axesOfLayer,
  calmWindow,
  gridLineCount,
  gridLinePoints,
  gridPlaces,
  linesOf,
} from '../../../src/training/hidden-space.ts';

describe('the axes of a layer', () => {
  const neurons = (x: number, y: number) => ({ kind: 'neurons', neurons: [x, y] });

  it('are a line for one neuron, both neurons for two, and the principal components for more', () => {
    expect(axesOfLayer(1, { x: null, y: null })).toEqual({ kind: 'line' });
    expect(axesOfLayer(2, { x: null, y: null })).toEqual(neurons(0, 1));
    expect(axesOfLayer(3, { x: null, y: null })).toEqual({ kind: 'components' });
  });

  it('are the neurons that are asked for, and never one of them twice', () => {
    expect(axesOfLayer(5, { x: 3, y: 1 })).toEqual(neurons(3, 1));
    expect(axesOfLayer(5, { x: 3, y: null })).toEqual(neurons(3, 0));
    expect(axesOfLayer(5, { x: null, y: 0 })).toEqual(neurons(1, 0));
    expect(axesOfLayer(5, { x: 0, y: 0 })).toEqual(neurons(0, 1));
    expect(axesOfLayer(2, { x: 1, y: null })).toEqual(neurons(1, 0));
  });

  it('leave out neurons that the layer does not have', () => {
    expect(axesOfLayer(3, { x: 7, y: 9 })).toEqual({ kind: 'components' });
    expect(axesOfLayer(3, { x: 7, y: 2 })).toEqual(neurons(0, 2));
  });
});

describe('the directions of a picture', () => {
  const [a, b] = [Float64Array.of(0.6, 0.8, 0), Float64Array.of(-0.8, 0.6, 0)];
  const negated = (vector: Float64Array): Float64Array => vector.map((part) => -part);

  it('keep their signs and their order, however they come', () => {
    expect(alignedDirections([a, b], [negated(a), b])).toEqual([a, b]);
    expect(alignedDirections([a, b], [negated(b), a])).toEqual([a, b]);
    expect(alignedDirections([a, b], [negated(b), negated(a)])).toEqual([a, b]);
  });

  it('are taken as they come where there were none, or others', () => {
    expect(alignedDirections(null, [negated(a), b])).toEqual([negated(a), b]);
    const short = Float64Array.of(1, 0);
    expect(alignedDirections([short, short], [negated(a), b])).toEqual([negated(a), b]);
  });

  it('never turn over while the points move a little', () => {
    const cloud = fc.record({
      points: fc.array(
        fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
        {
          minLength: 12,
          maxLength: 30,
        },
      ),
      turn: fc.double({ min: 0, max: Math.PI, noNaN: true }),
    });
    fc.assert(
      fc.property(cloud, ({ points, turn }) => {
        let before = null;
        let last: Float64Array | null = null;
        for (let step = 0; step < 12; step++) {
          const angle = turn + 0.05 * step;
          // A long cloud that turns slowly in space.
          const rows = points.map(([u, v]) => [
            3 * u * Math.cos(angle) - v * Math.sin(angle),
            3 * u * Math.sin(angle) + v * Math.cos(angle),
            0.1 * u * v,
          ]);
          const columns = [0, 1, 2].map((i) => Float64Array.from(rows, (row) => row[i]));
          const { directions, mean, shares } = principalComponents(columns);
          // Of a round cloud no direction is the first.
          if (shares[0] < 2 * shares[1]) return;
          before = alignedDirections(before, directions);
          const places = along(columns, mean, before[0]);
          if (last !== null) {
            const likeness = places.reduce((sum, place, i) => sum + place * (last as Float64Array)[i], 0);
            expect(likeness).toBeGreaterThan(0);
          }
          last = places;
        }
      }),
      { numRuns: 40, seed: 83 },
    );
  });
});

describe('the window', () => {
  const set = (x: readonly number[], y: readonly number[]) => ({
    x1: Float64Array.from(x),
    x2: Float64Array.from(y),
  });

  it('holds all points, and stays while they lie well in it', () => {
    const first = calmWindow(null, set([0, 1], [0, 1]), set([2], [-1]));
    expect(first.x1[0]).toBeLessThan(0);
    expect(first.x1[1]).toBeGreaterThan(2);
    expect(first.x2[0]).toBeLessThan(-1);
    expect(calmWindow(first, set([0.05, 1.9], [-0.9, 0.95]))).toBe(first);
  });

  it('follows points that leave it, and comes nearer to those that have shrunk', () => {
    const first = calmWindow(null, set([0, 2], [0, 2]));
    expect(calmWindow(first, set([0, 3], [0, 2])).x1[1]).toBeGreaterThan(3);
    expect(calmWindow(first, set([0, 0.5], [0, 2])).x1[1]).toBeLessThan(1);
  });
});

describe('the grid', () => {
  it('runs along its lines, first up and then across', () => {
    const { x1, x2 } = gridPlaces({ x1: [-6, 6], x2: [0, 1] });
    const lines = linesOf(x1, x2);
    expect(lines).toHaveLength(2 * gridLineCount);
    const [left, across] = [lines[0], lines[gridLineCount]];
    expect([left[0], left[1]]).toEqual([-6, 0]);
    expect([left[2 * gridLinePoints - 2], left[2 * gridLinePoints - 1]]).toEqual([-6, 1]);
    expect([across[0], across[1]]).toEqual([-6, 0]);
    expect([across[2 * gridLinePoints - 2], across[2 * gridLinePoints - 1]]).toEqual([6, 0]);
  });
});
