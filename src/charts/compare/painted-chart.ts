import type { ChartConfiguration, Plugin, Scale } from 'chart.js';
import { axisOptions, Chart, fastOptions } from '../chart-setup.ts';
import type { Theme } from '../colour-scale.ts';
import { palettes, type Palette } from '../palette.ts';
import { placeLogTicks } from '../log-ticks.ts';
import { formatTick } from '../tick-format.ts';

export interface PaintedAxis {
  readonly title: string;
  readonly scale: 'linear' | 'log';
  readonly min: number;
  readonly max: number;
  /** It counts: there is nothing between whole numbers. */
  readonly isCount?: boolean;
  /** Where it is marked, and with what; evenly by its numbers unless said otherwise. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
  /** Every mark is written, aslant where there is little room; otherwise some are left out then. */
  readonly areAllMarked?: boolean;
}

/** What is painted into, with places in pixels. */
export interface PaintArea {
  readonly context: CanvasRenderingContext2D;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly palette: Palette;
  readonly theme: Theme;
}

export interface Painting {
  readonly x: PaintedAxis;
  readonly y: PaintedAxis;
  readonly theme: Theme;
  /** Clipped to the area between the axes. */
  readonly paint: (area: PaintArea) => void;
}

/** Axes of Chart.js around something that is painted by hand. The owner calls `destroy`. */
export class PaintedChart {
  readonly #canvas: HTMLCanvasElement;
  #painting: Painting | null = null;
  #chart: Chart<'scatter', []> | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  show(painting: Painting): void {
    this.#painting = painting;
    if (this.#chart === null)
      this.#chart = new Chart(this.#canvas, {
        type: 'scatter',
        data: { datasets: [] },
        options: optionsOf(painting),
        plugins: [this.#plugin()],
      });
    else {
      this.#chart.options = optionsOf(painting);
      this.#chart.update('none');
    }
  }

  /** What lies under a point of the window; null outside the axes. */
  at(clientX: number, clientY: number): { readonly x: number; readonly y: number } | null {
    const chart = this.#chart;
    if (chart === null) return null;
    const box = this.#canvas.getBoundingClientRect();
    const [left, top] = [clientX - box.left, clientY - box.top];
    const { chartArea, scales } = chart;
    const isInside =
      left >= chartArea.left && left <= chartArea.right && top >= chartArea.top && top <= chartArea.bottom;
    const [x, y] = [scales.x.getValueForPixel(left), scales.y.getValueForPixel(top)];
    return isInside && x !== undefined && y !== undefined ? { x, y } : null;
  }

  #plugin(): Plugin<'scatter'> {
    return {
      id: 'painting',
      beforeDatasetsDraw: ({ ctx, chartArea, scales }) => {
        const painting = this.#painting;
        if (painting === null) return;
        ctx.save();
        ctx.beginPath();
        ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
        ctx.clip();
        painting.paint({
          context: ctx,
          x: placesOn(scales.x),
          y: placesOn(scales.y),
          palette: palettes[painting.theme],
          theme: painting.theme,
        });
        ctx.restore();
      },
    };
  }

  destroy(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }
}

const placesOn =
  (scale: Scale) =>
  (value: number): number =>
    scale.getPixelForValue(value);

function optionsOf({ x, y, theme }: Painting): ChartConfiguration<'scatter'>['options'] & object {
  return {
    ...fastOptions,
    events: [],
    scales: { x: scaleOf(x, theme, 8), y: scaleOf(y, theme, 6) },
    plugins: { tooltip: { enabled: false } },
  };
}

function scaleOf(
  { title, scale, min, max, isCount = false, marks, areAllMarked = false }: PaintedAxis,
  theme: Theme,
  maxTicksLimit: number,
) {
  const options = axisOptions(theme, title);
  const type = scale === 'log' ? ('logarithmic' as const) : ('linear' as const);
  const common = { ...options, type, min, max };
  if (marks === undefined)
    return {
      ...common,
      ticks: {
        ...options.ticks,
        maxTicksLimit,
        includeBounds: false,
        autoSkip: scale === 'linear',
        ...(isCount ? { precision: 0 } : {}),
        callback: formatTick,
      },
      afterBuildTicks: (axis: Scale): void => {
        if (scale === 'log') placeLogTicks(axis, maxTicksLimit);
      },
    };
  const labels = new Map(marks.map(({ at, label }) => [at, label]));
  return {
    ...common,
    grid: { ...options.grid, drawOnChartArea: false },
    afterBuildTicks: (axis: { ticks: { value: number }[] }): void => {
      axis.ticks = marks.map(({ at }) => ({ value: at }));
    },
    ticks: {
      ...options.ticks,
      autoSkip: !areAllMarked,
      ...(areAllMarked ? { maxRotation: 60 } : {}),
      callback: (value: number | string): string => labels.get(Number(value)) ?? '',
    },
  };
}
