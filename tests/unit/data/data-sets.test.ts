import { describe, expect, it } from 'vitest';
import { createDataSet, type DataSettings } from '../../../src/data/data-set.ts';
import { encode } from '../../../src/data/encoding.ts';
import { planeEncoding } from '../../../src/data/features.ts';
import { gridPoints } from '../../../src/data/grid.ts';
import { labelOf, planeTable, type PointColumns } from '../../../src/data/plane-table.ts';
import { randomFromSeed, randomFromState, shuffledOrder } from '../../../src/data/random.ts';
import { allRows } from '../../../src/data/table.ts';
import { dataSetNames, featureNames, type FeatureName } from '../../../src/experiment/names.ts';

const settings: DataSettings = { dataSet: 'circle', noise: 0, points: 500, trainShare: 50, dataSeed: 3 };

interface Point {
  x1: number;
  x2: number;
  label: number;
}

function points(change: Partial<DataSettings>): Point[] {
  const { train, test } = createDataSet({ ...settings, ...change });
  const rows = ({ x1, x2, label }: PointColumns): Point[] =>
    Array.from(x1, (_, i) => ({ x1: x1[i], x2: x2[i], label: label[i] }));
  return [...rows(train), ...rows(test)];
}

describe('every data set', () => {
  it.each(dataSetNames)('%s is the same for the same seed and another for another', (dataSet) => {
    expect(points({ dataSet })).toEqual(points({ dataSet }));
    expect(points({ dataSet, noise: 10 })).not.toEqual(points({ dataSet, noise: 10, dataSeed: 4 }));
  });

  it.each(dataSetNames)('%s has as many points as asked for, split by the share', (dataSet) => {
    const { train, test } = createDataSet({ ...settings, dataSet, points: 333, trainShare: 30 });
    expect(train.label).toHaveLength(99);
    expect(test.label).toHaveLength(234);
  });

  it('keeps a point on each side, whatever the share', () => {
    const { train, test } = createDataSet({ ...settings, points: 20, trainShare: 90 });
    expect([train.label.length, test.label.length]).toEqual([18, 2]);
  });
});

describe('circle', () => {
  it('has its positive half inside 0.5 R and its negative half beyond 0.7 R', () => {
    for (const { x1, x2, label } of points({})) {
      const r = Math.hypot(x1, x2);
      expect(r < 2.5 || (r >= 3.5 && r <= 5)).toBe(true);
      expect(label).toBe(r < 2.5 ? 1 : -1);
    }
  });

  it('lets noise flip labels but never move a point', () => {
    const quiet = points({});
    const noisy = points({ noise: 50 });
    expect(noisy.map(({ x1, x2 }) => [x1, x2])).toEqual(quiet.map(({ x1, x2 }) => [x1, x2]));
    expect(noisy.map(({ label }) => label)).not.toEqual(quiet.map(({ label }) => label));
  });
});

describe('xor', () => {
  it('is labelled by the sign of the product and keeps 0.3 off the axes', () => {
    for (const { x1, x2, label } of points({ dataSet: 'xor' })) {
      expect(label).toBe(x1 * x2 >= 0 ? 1 : -1);
      expect(Math.min(Math.abs(x1), Math.abs(x2))).toBeGreaterThanOrEqual(0.3);
      expect(Math.max(Math.abs(x1), Math.abs(x2))).toBeLessThanOrEqual(5.3);
    }
  });
});

describe('gaussian', () => {
  it.each([
    [0, 0.5],
    [50, 4],
  ])('has variance by the noise: %d %% gives %d', (noise, variance) => {
    const positive = points({ dataSet: 'gaussian', noise, points: 2000 }).filter(({ label }) => label > 0);
    const mean = positive.reduce((sum, { x1 }) => sum + x1, 0) / positive.length;
    const measured = positive.reduce((sum, { x1 }) => sum + (x1 - mean) ** 2, 0) / positive.length;
    expect(positive).toHaveLength(1000);
    expect(mean).toBeCloseTo(2, 0);
    expect(Math.abs(measured / variance - 1)).toBeLessThan(0.15);
  });
});

describe('spiral', () => {
  it('lies exactly on its two arms without noise', () => {
    for (const { x1, x2, label } of points({ dataSet: 'spiral' })) {
      const r = Math.hypot(x1, x2);
      const t = 1.75 * 2 * Math.PI * (r / 5) + (label > 0 ? 0 : Math.PI);
      expect(x1).toBeCloseTo(r * Math.sin(t), 10);
      expect(x2).toBeCloseTo(r * Math.cos(t), 10);
    }
  });
});

describe('moons', () => {
  it('are two half circles of radius 1, the second shifted by (1, 0.5) and flipped', () => {
    for (const { x1, x2, label } of points({ dataSet: 'moons' })) {
      const r = label < 0 ? Math.hypot(x1, x2) : Math.hypot(x1 - 1, x2 - 0.5);
      expect(r).toBeCloseTo(1, 10);
      expect(label < 0 ? x2 >= -1e-12 : x2 <= 0.5 + 1e-12).toBe(true);
    }
  });
});

describe('plane and multi-gaussian', () => {
  it('plane is (x1 + x2) / 10', () => {
    for (const { x1, x2, label } of points({ dataSet: 'plane' }))
      expect(label).toBeCloseTo((x1 + x2) / 10, 12);
  });

  it('multi-gaussian is a cone of the right sign around each centre', () => {
    const near = (cx: number, cy: number): Point[] =>
      points({ dataSet: 'multi-gaussian', points: 2000 }).filter(
        ({ x1, x2 }) => Math.hypot(x1 - cx, x2 - cy) < 1,
      );
    for (const [cx, cy, sign] of [
      [-4, 2.5, 1],
      [0, 2.5, -1],
      [4, 2.5, 1],
      [-4, -2.5, -1],
      [0, -2.5, 1],
      [4, -2.5, -1],
    ]) {
      const around = near(cx, cy);
      expect(around.length).toBeGreaterThan(10);
      for (const { x1, x2, label } of around)
        expect(label).toBeCloseTo(sign * (1 - Math.hypot(x1 - cx, x2 - cy) / 2), 12);
    }
  });
});

describe('features', () => {
  const point = planeTable({ x1: Float64Array.of(0.5), x2: Float64Array.of(-2), label: Float64Array.of(1) }, [
    '-1',
    '+1',
  ]);
  const seen = (names: readonly FeatureName[]): number[] =>
    encode(planeEncoding(names, ['-1', '+1']), point, allRows(point)).inputs.map(([value]) => value);

  it('are what their names say', () => {
    expect(seen(featureNames)).toEqual([0.5, -2, 0.25, 4, -1, Math.sin(0.5), Math.sin(-2)]);
  });

  it('stand in the order of the table, however they were chosen', () => {
    expect(seen(['x2', 'x1'])).toEqual([0.5, -2]);
  });
});

describe('the table of a data set', () => {
  it.each(dataSetNames)('has the rows of %s that train and test, target included', (dataSet) => {
    const { table, rows, train, test, classNames } = createDataSet({
      ...settings,
      dataSet,
      points: 60,
      noise: 10,
    });
    expect(table.rowCount).toBe(60);
    expect([...rows.train, ...rows.test].sort((a, b) => a - b)).toEqual([...allRows(table)]);
    for (const [own, points] of [
      [rows.train, train],
      [rows.test, test],
    ] as const) {
      const { inputs, target } = encode(planeEncoding(['x1', 'x2'], classNames), table, own);
      expect(inputs).toEqual([points.x1, points.x2]);
      const { length } = classNames;
      const labels = length > 0 ? target.map((place) => labelOf(place, length)) : target;
      expect(labels).toEqual(points.label);
    }
  });
});

describe('a grid', () => {
  it('starts at the top left and holds the centres of its cells', () => {
    const { x1, x2 } = gridPoints(2, { x1: [-6, 6], x2: [-1, 1.5] });
    expect([...x1]).toEqual([-3, 3, -3, 3]);
    expect([...x2]).toEqual([0.875, 0.875, -0.375, -0.375]);
  });
});

describe('random numbers', () => {
  it('go on from a state as if nothing had been between', () => {
    const random = randomFromSeed(5, 0);
    random.uniform();
    const copy = randomFromState(random.state());
    expect([copy.uniform(), copy.normal(0, 1)]).toEqual([random.uniform(), random.normal(0, 1)]);
  });

  it('differ between seeds and between streams', () => {
    const firsts = [0, 1, 2].flatMap((stream) =>
      [1, 2, 3].map((seed) => randomFromSeed(seed, stream).uniform()),
    );
    expect(new Set(firsts).size).toBe(firsts.length);
    expect(Math.max(...firsts) - Math.min(...firsts)).toBeGreaterThan(0.3);
  });

  it('shuffle into permutations', () => {
    const order = shuffledOrder(100, randomFromSeed(1, 0));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b));
  });
});
