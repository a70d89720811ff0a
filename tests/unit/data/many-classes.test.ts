import { describe, expect, it } from 'vitest';
import { createDataSet, type DataSettings } from '../../../src/data/data-set.ts';
import { placeOf } from '../../../src/data/plane-table.ts';
import { classCountOf, classNamesOf } from '../../../src/experiment/data-sets.ts';

const settings = { noise: 0, points: 600, trainShare: 50, dataSeed: 4 };

interface Placed {
  readonly x1: number;
  readonly x2: number;
  readonly place: number;
}

function points(change: Partial<DataSettings> & Pick<DataSettings, 'dataSet'>): Placed[] {
  const { train, test, classNames } = createDataSet({ ...settings, ...change });
  return [train, test].flatMap(({ x1, x2, label }) =>
    Array.from(x1, (x, i) => ({ x1: x, x2: x2[i], place: placeOf(label[i], classNames.length) })),
  );
}

const shares = (all: readonly Placed[], count: number): number[] =>
  Array.from({ length: count }, (_, place) => all.filter((point) => point.place === place).length);

describe('data sets of several classes', () => {
  it.each([
    ['rings', 2],
    ['rings', 4],
    ['blobs', 2],
    ['blobs', 8],
    ['yin-yang', 3],
    ['four-spirals', 4],
  ] as const)('%s of %i classes gives each the same share of the points', (dataSet, classes) => {
    expect(classCountOf({ dataSet, classes })).toBe(classes);
    expect(classNamesOf({ dataSet, classes })).toHaveLength(classes);
    expect(shares(points({ dataSet, classes }), classes)).toEqual(Array<number>(classes).fill(600 / classes));
  });

  it('takes as many classes as it can have, whatever is asked for', () => {
    expect(classCountOf({ dataSet: 'rings', classes: 8 })).toBe(4);
    expect(classCountOf({ dataSet: 'yin-yang', classes: 8 })).toBe(3);
    expect(classCountOf({ dataSet: 'circle', classes: 8 })).toBe(2);
    expect(classCountOf({ dataSet: 'plane', classes: 8 })).toBe(0);
  });

  it('rings lie one around the other, with a gap', () => {
    const byRing = [0, 1, 2].map((place) =>
      points({ dataSet: 'rings', classes: 3 })
        .filter((point) => point.place === place)
        .map(({ x1, x2 }) => Math.hypot(x1, x2)),
    );
    expect(Math.max(...byRing[0])).toBeLessThan(Math.min(...byRing[1]) - 0.2);
    expect(Math.max(...byRing[1])).toBeLessThan(Math.min(...byRing[2]) - 0.2);
    expect(Math.max(...byRing[2])).toBeLessThan(5);
  });

  it('blobs stand in a circle, in the order of their classes', () => {
    const all = points({ dataSet: 'blobs', classes: 6 });
    for (let place = 0; place < 6; place++) {
      const own = all.filter((point) => point.place === place);
      const mean = (key: 'x1' | 'x2'): number => own.reduce((sum, point) => sum + point[key], 0) / own.length;
      const angle = (2 * Math.PI * place) / 6;
      expect(mean('x1')).toBeCloseTo(4 * Math.sin(angle), 0);
      expect(mean('x2')).toBeCloseTo(4 * Math.cos(angle), 0);
    }
  });

  it('yin and yang are the same half, turned, but for the dots', () => {
    const all = points({ dataSet: 'yin-yang', points: 3000 });
    const dots = all.filter(({ place }) => place === 2);
    expect(dots.every(({ x1, x2 }) => Math.hypot(Math.abs(x1) - 2.5, x2) < 1)).toBe(true);
    for (const { x1, x2, place } of all) {
      expect(Math.hypot(x1, x2)).toBeLessThanOrEqual(5);
      // Above the middle line all is yin but the lobe on the right.
      if (place < 2 && Math.abs(x2) > 2.6) expect(place).toBe(x2 > 0 ? 0 : 1);
    }
  });

  it('arms of four spirals start a quarter of a turn apart', () => {
    const all = points({ dataSet: 'four-spirals' });
    for (let place = 0; place < 4; place++) {
      const own = all.filter((point) => point.place === place);
      for (const { x1, x2 } of own) {
        const r = Math.hypot(x1, x2);
        const t = (r / 5) * 2 * Math.PI + (place * Math.PI) / 2;
        expect(x1).toBeCloseTo(r * Math.sin(t), 9);
        expect(x2).toBeCloseTo(r * Math.cos(t), 9);
      }
    }
  });

  it.each([2, 5, 8])('a checkerboard has %i squares along each side, in turn', (squares) => {
    for (const { x1, x2, place } of points({ dataSet: 'checkerboard', squares })) {
      const [column, row] = [x1, x2].map((x) => Math.floor(((x + 5) / 10) * squares));
      expect(place).toBe((column + row) % 2 === 0 ? 1 : 0);
    }
  });

  it.each(['rings', 'blobs', 'yin-yang', 'four-spirals', 'checkerboard'] as const)(
    'noise changes %s, and only so far that it is still to be learned',
    (dataSet) => {
      expect(points({ dataSet, noise: 30 })).not.toEqual(points({ dataSet }));
      for (const { x1, x2 } of points({ dataSet, noise: 50 })) {
        expect(Number.isFinite(x1) && Number.isFinite(x2)).toBe(true);
        expect(Math.max(Math.abs(x1), Math.abs(x2))).toBeLessThan(12);
      }
    },
  );
});
