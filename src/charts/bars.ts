import type { ChartDataset, Plugin } from 'chart.js';
import type { axisOptions } from './chart-setup.ts';

/** A bar at each of 0, 1, 2, …; null where there is none. */
export interface Bars {
  readonly label: string;
  readonly colour: string;
  readonly values: readonly (number | null)[];
}

export interface BarPlace {
  readonly x: number;
  readonly y: number;
}

/** What there is to point at; the bars themselves are painted. Chart.js has some, but the first script would have them too. */
export function barDatasets(bars: readonly Bars[]): ChartDataset<'scatter', BarPlace[]>[] {
  return bars.map(({ label, colour, values }) => ({
    label,
    data: values.map((value, x) => ({ x, y: value ?? NaN })),
    backgroundColor: colour,
    pointRadius: 0,
    pointHoverRadius: 0,
  }));
}

/** An axis with a number of bars side by side, each with its label or ''. */
export function barAxis(
  axis: ReturnType<typeof axisOptions>,
  count: number,
  labelOf: (bar: number) => string,
  autoSkip = true,
) {
  return {
    ...axis,
    type: 'linear',
    min: -0.5,
    max: Math.max(1, count) - 0.5,
    grid: { display: false },
    afterBuildTicks: (scale: { ticks: { value: number }[] }): void => {
      scale.ticks = Array.from({ length: count }, (_, value) => ({ value }));
    },
    ticks: { ...axis.ticks, autoSkip, callback: (value: number | string): string => labelOf(Number(value)) },
  } as const;
}

/** Paints the bars, those of one data set on those of the one before; none is shorter than `leastPx`. */
export function barsPlugin(
  bars: () => readonly Bars[],
  shareOfRoom: number,
  leastPx: number,
): Plugin<'scatter'> {
  return {
    id: 'bars',
    beforeDatasetsDraw: ({ ctx, scales: { x, y } }) => {
      const bottom = y.getPixelForValue(0);
      const width = (x.getPixelForValue(1) - x.getPixelForValue(0)) * shareOfRoom;
      const tops = new Map<number, number>();
      ctx.save();
      for (const { colour, values } of bars()) {
        ctx.fillStyle = colour;
        values.forEach((value, bar) => {
          if (value === null) return;
          const height = Math.max(leastPx, bottom - y.getPixelForValue(value));
          const top = (tops.get(bar) ?? bottom) - height;
          tops.set(bar, top);
          ctx.fillRect(x.getPixelForValue(bar) - width / 2, top, width, height);
        });
      }
      ctx.restore();
    },
  };
}
