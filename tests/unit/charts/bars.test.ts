import type { Chart } from 'chart.js';
import { describe, expect, it } from 'vitest';
import { barDatasets, barsPlugin, type Bars } from '../../../src/charts/bars.ts';

type Drawn = readonly [fill: string, left: number, top: number, width: number, height: number];

/** Bars 10 pixels apart from 0 on, a unit 4 pixels high, over a floor at 100. */
function drawn(bars: readonly Bars[], shareOfRoom: number, leastPx: number): Drawn[] {
  const rects: Drawn[] = [];
  const ctx = {
    fillStyle: '',
    save: () => undefined,
    restore: () => undefined,
    fillRect: (...[left, top, width, height]: [number, number, number, number]) =>
      rects.push([ctx.fillStyle, left, top, width, height]),
  };
  const scales = {
    x: { getPixelForValue: (x: number) => 10 * x },
    y: { getPixelForValue: (y: number) => 100 - 4 * y },
  };
  const chart: unknown = { ctx, scales };
  const { beforeDatasetsDraw } = barsPlugin(() => bars, shareOfRoom, leastPx);
  void beforeDatasetsDraw?.call({}, chart as Chart<'scatter'>, { cancelable: true }, {});
  return rects;
}

const below: Bars = { label: 'below', colour: 'red', values: [2, null, 5] };
const above: Bars = { label: 'above', colour: 'blue', values: [1, 3, 0] };

describe('bars', () => {
  it('stand side by side, those of one kind on those of the other', () => {
    expect(drawn([below, above], 0.8, 0)).toEqual([
      ['red', -4, 92, 8, 8],
      ['red', 16, 80, 8, 20],
      ['blue', -4, 88, 8, 4],
      ['blue', 6, 88, 8, 12],
      ['blue', 16, 80, 8, 0],
    ]);
  });

  it('are seen however short they are', () => {
    expect(drawn([above], 0.8, 3).map(([, , , , height]) => height)).toEqual([4, 12, 3]);
  });

  it('are pointed at where there is one', () => {
    expect(barDatasets([below])[0].data).toEqual([
      { x: 0, y: 2 },
      { x: 1, y: NaN },
      { x: 2, y: 5 },
    ]);
  });
});
