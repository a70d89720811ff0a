import type { ChartConfiguration, ChartDataset, Plugin, Scale, TooltipItem } from 'chart.js';
import { axisOptions, fastOptions, tooltipOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import type { CurvePoint } from './loss-series.ts';
import { marksPlugin, type PlotMark } from './plot-marks.ts';
import { placeLogTicks } from './log-ticks.ts';
import { formatTick } from './tick-format.ts';

/** A line of a plot. */
export interface PlotLine {
  readonly label: string;
  /** In the order of x; y is NaN where there is nothing to draw. */
  readonly points: readonly CurvePoint[];
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
  /** A value holds until the next one. */
  readonly isStepped?: boolean;
  /** What another line is smoothed from: without words of its own. */
  readonly isRaw?: boolean;
}

export interface PlotAxis {
  readonly title: string;
  readonly scale: 'linear' | 'log';
  readonly min: number;
  readonly max: number;
  readonly format: (value: number) => string;
}

export interface Plot {
  /** The first is drawn on top. */
  readonly lines: readonly PlotLine[];
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly marks: readonly PlotMark[];
  readonly theme: Theme;
}

/** Which axes have room for their titles. */
export interface ShownTitles {
  readonly x: boolean;
  readonly y: boolean;
}

/** Of more lines than these only the nearest is told of: the words of all of them would be higher than the plot. */
const mostTold = 3;

/** A chart of a plot; `marks` are asked for at every drawing, and `zoom` is what makes it one that can be zoomed. */
export function plotConfiguration(
  { lines, x, y, theme }: Plot,
  titles: ShownTitles,
  marks: () => readonly PlotMark[],
  zoom: { readonly plugin: Plugin<'line'>; readonly options: object } | null = null,
): ChartConfiguration<'line', CurvePoint[]> {
  const drawn = marksPlugin(() => ({ marks: marks(), theme }));
  return {
    type: 'line',
    data: { datasets: lines.map(datasetOf) },
    plugins: zoom === null ? [drawn] : [drawn, zoom.plugin],
    options: {
      ...fastOptions,
      interaction: { mode: 'nearest', axis: lines.length > mostTold ? 'xy' : 'x', intersect: false },
      scales: { x: scaleOf(x, theme, 8, titles.x), y: scaleOf(y, theme, 6, titles.y) },
      plugins: {
        tooltip: {
          ...tooltipOptions(theme),
          filter: ({ datasetIndex }) => lines[datasetIndex]?.isRaw !== true,
          callbacks: tooltipOf(x, y),
        },
        ...(zoom === null ? {} : { zoom: zoom.options }),
      },
    },
  };
}

export function rangeOf({ min, max }: PlotAxis) {
  return { min, max };
}

function scaleOf(axis: PlotAxis, theme: Theme, maxTicksLimit: number, hasTitle = true) {
  const options = axisOptions(theme, axis.title);
  return {
    ...options,
    title: { ...options.title, display: hasTitle },
    ...rangeOf(axis),
    ticks: {
      ...options.ticks,
      maxTicksLimit,
      includeBounds: false,
      autoSkip: axis.scale === 'linear',
      callback: formatTick,
    },
    afterBuildTicks: (scale: Scale) => {
      if (axis.scale === 'log') placeLogTicks(scale, maxTicksLimit);
    },
    type: axis.scale === 'log' ? 'logarithmic' : 'linear',
  } as const;
}

function datasetOf(line: PlotLine): ChartDataset<'line', CurvePoint[]> {
  return {
    label: line.label,
    borderColor: line.colour,
    backgroundColor: line.colour,
    borderWidth: line.width,
    borderDash: [...(line.dash ?? [])],
    stepped: line.isStepped === true ? 'before' : false,
    pointHitRadius: 0,
    tension: 0,
    // What was not measured is not drawn.
    spanGaps: false,
    borderJoinStyle: 'round',
    ...dataOf(line),
  };
}

export function dataOf({ points }: PlotLine) {
  const pointRadius = radiiOf(points);
  // On the edge of the plot half of a dot would be cut off.
  return { data: [...points], pointRadius, clip: pointRadius === 0 ? undefined : dot + 1 };
}

const dot = 3;

/** What is alone between two gaps, such as the loss before the first step, is a dot; nothing else is marked. */
export function radiiOf(points: readonly CurvePoint[]): number | number[] {
  let radii: number[] | null = null;
  for (let i = 0; i < points.length; i++) {
    if (Number.isNaN(points[i].y)) continue;
    const first = i;
    while (i + 1 < points.length && !Number.isNaN(points[i + 1].y)) i++;
    // The extremes of a bucket stand at one place: a line between them would be too short to be seen.
    if (points[first].x !== points[i].x) continue;
    radii ??= points.map(() => 0);
    radii.fill(dot, first, i + 1);
  }
  return radii ?? 0;
}

/** What is pointed at, in the notation of the readouts. */
export function tooltipOf(x: Pick<PlotAxis, 'title' | 'format'>, y: Pick<PlotAxis, 'format'>) {
  return {
    title: ([item]: TooltipItem<'line'>[]) => `${x.title} ${written(item?.parsed.x, x.format)}`,
    label: ({ dataset, parsed }: TooltipItem<'line'>) =>
      `${dataset.label ?? ''} ${written(parsed.y, y.format)}`,
  };
}

function written(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '' : format(value);
}
