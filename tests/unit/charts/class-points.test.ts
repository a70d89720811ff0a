import type { Chart } from 'chart.js';
import { describe, expect, it } from 'vitest';
import { classColours } from '../../../src/charts/class-colours.ts';
import { pairOf } from '../../../src/charts/class-pairs.ts';
import { classPointsPlugin } from '../../../src/charts/class-points.ts';

const { marks } = classColours.light;

/** The colours in which points of these classes are filled, in the order in which they are drawn, with their places. */
function drawn(label: readonly number[], classCount: number, chosenClass = 0): [number, string][] {
  const filled: [number, string][] = [];
  let [at, style] = [NaN, ''];
  const ctx = {
    save: () => undefined,
    restore: () => undefined,
    beginPath: () => (at = NaN),
    closePath: () => undefined,
    stroke: () => undefined,
    moveTo: (x: number) => (at = Number.isNaN(at) ? Math.floor(x / 100) : at),
    lineTo: () => undefined,
    arc: () => undefined,
    rect: (x: number) => (at = Math.floor(x / 100)),
    fill: () => filled.push([at, style]),
    set fillStyle(colour: string) {
      style = colour;
    },
  };
  const chart = {
    ctx,
    data: { datasets: [{}] },
    getActiveElements: () => [],
    getDatasetMeta: () => ({ data: label.map((_, i) => ({ x: 100 * i + 50, y: 0 })) }),
  };
  const train = { label: Float64Array.from(label) };
  const data = { classNames: Array.from({ length: classCount }, String), train, test: train };
  const plugin = classPointsPlugin(() => ({ data, chosenClass, theme: 'light' }));
  plugin.afterDatasetsDraw?.(chart as unknown as Chart<'scatter'>, {}, {}, false);
  return filled;
}

describe('points of several classes', () => {
  it('have each the colour of its class, in their order, up to ten', () => {
    expect(drawn([9, 0, 4, 9], 10, 9)).toEqual([9, 0, 4, 9].map((place, i) => [i, marks[place]]));
  });

  it.each([11, 20, 50])('of %i are the chosen class, on top, and the rest', (count) => {
    const end = count - 1;
    expect(drawn([end, 0, 9, end], count, end)).toEqual([
      [1, marks[0]],
      [2, marks[0]],
      [0, marks[1]],
      [3, marks[1]],
    ]);
    expect(drawn([end, 0], count)).toEqual([
      [0, marks[0]],
      [1, marks[1]],
    ]);
  });
});

describe('pairOf', () => {
  it('gives ten classes ten pairs, and more of them two, whoever is chosen', () => {
    const pairs = (count: number, chosen: number): number[] =>
      Array.from({ length: count }, (_, place) => pairOf(place, count, chosen));
    expect(pairs(10, 3)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const count of [11, 20, 50])
      for (const chosen of [0, 7, count - 1])
        expect(pairs(count, chosen)).toEqual(
          Array.from({ length: count }, (_, place) => Number(place === chosen)),
        );
  });
});
