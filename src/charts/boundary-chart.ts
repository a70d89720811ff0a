import type { ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { Chart, fastOptions, tooltipOptions } from './chart-setup.ts';
import { colourScales, tableIndex, type Theme } from './colour-scale.ts';
import { classPointsPlugin, classPointStyle } from './class-points.ts';
import { curveAt, curveOf, outputsIn, type CurveScale } from './curves.ts';
import { curvePlugin, readings } from './curve-plugin.ts';
import type { ClassOutputs, GridValues } from './heat-map-painter.ts';
import { heatMapPlugin } from './heat-map-plugin.ts';
import { faded, opacityOf } from './nearness.ts';
import { palettes } from './palette.ts';

export interface PlotPoints {
  readonly x1: Float64Array;
  readonly x2: Float64Array;
  readonly label: Float64Array;
  /** 1 in the slice, falling to 0 far from it; left out where all lie in it. */
  readonly nearness?: Float64Array;
}

export interface BoundaryChartData {
  readonly task: 'classification' | 'regression';
  /** In their order; none for regression. */
  readonly classNames: readonly string[];
  readonly window: { readonly x1: readonly [number, number]; readonly x2: readonly [number, number] };
  readonly train: PlotPoints;
  readonly test: PlotPoints;
}

export interface BoundaryChartState {
  readonly data: BoundaryChartData | null;
  readonly grid: GridValues | null;
  readonly classes: ClassOutputs | null;
  readonly lookedAt: number | null;
  /** The class that is told from the rest where there are more than have colours. */
  readonly chosenClass: number;
  /** What is across and up. */
  readonly axes: readonly [string, string];
  /** Of one input, what is up is the output, and each is drawn as a curve; null over a plane. */
  readonly curve: CurveScale | null;
  /** Classes whose points are not shown. */
  readonly hidden: ReadonlySet<number>;
  readonly theme: Theme;
  readonly showTest: boolean;
  readonly discrete: boolean;
  /** The point that is spoken of. */
  readonly chosen: ChosenPoint | null;
}

export interface ChosenPoint {
  readonly split: 'train' | 'test';
  readonly index: number;
}

/** Told of the point that was clicked; for a click beside all of them of null, and of the place on both axes. */
type OnChoose = (point: ChosenPoint | null, place: readonly [number, number] | null) => void;

interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

type PointsDataset = ChartDataset<'scatter', LabelledPoint[]>;

const empty: BoundaryChartState = {
  data: null,
  grid: null,
  classes: null,
  lookedAt: null,
  chosenClass: 0,
  axes: ['x1', 'x2'],
  curve: null,
  hidden: new Set(),
  theme: 'light',
  showTest: true,
  discrete: false,
  chosen: null,
};

/** The data sets of the chart, in its order. */
const splits = ['train', 'test'] as const;

/** The data set over the network's output. The owner calls `destroy`. */
export class BoundaryChart {
  #chart: Chart<'scatter', LabelledPoint[]>;
  #state = empty;

  readonly #onChoose: OnChoose;

  constructor(canvas: HTMLCanvasElement, theme: Theme, onChoose: OnChoose) {
    this.#onChoose = onChoose;
    this.#chart = new Chart(canvas, {
      type: 'scatter',
      data: { datasets: [] },
      options: this.#options({ ...empty, theme }),
      plugins: [
        classPointsPlugin(() => this.#state),
        heatMapPlugin(() => belowCurve(this.#state)),
        curvePlugin(() => ({ ...this.#state, classNames: this.#state.data?.classNames ?? [] })),
        ringPlugin(() => this.#state),
      ],
    });
  }

  #options({ theme, data }: BoundaryChartState): ReturnType<typeof options> {
    return {
      ...options(theme, data, () => this.#state),
      onClick: ({ x, y }, [element]) => {
        if (element === undefined) this.#onChoose(null, this.#placeAt(x, y));
        else this.#onChoose({ split: splits[element.datasetIndex], index: element.index }, null);
      },
    };
  }

  #placeAt(x: number | null, y: number | null): readonly [number, number] | null {
    const { scales } = this.#chart;
    const place = [scales['x'].getValueForPixel(x ?? NaN), scales['y'].getValueForPixel(y ?? NaN)] as const;
    const [first = NaN, second = NaN] = place;
    return Number.isFinite(first) && Number.isFinite(second) ? [first, second] : null;
  }

  show(state: BoundaryChartState): void {
    const before = this.#state;
    this.#state = state;
    const samePoints =
      before.data === state.data &&
      before.showTest === state.showTest &&
      before.hidden === state.hidden &&
      before.chosenClass === state.chosenClass &&
      before.theme === state.theme;
    if (samePoints) {
      // The points stand where they stood: only the picture below them is new.
      this.#chart.draw();
      return;
    }
    this.#chart.options = this.#options(state);
    this.#chart.data.datasets = datasets(state);
    this.#chart.update('none');
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

/** Below the curve of a number there is nothing: how high it is says it all. */
function belowCurve(state: BoundaryChartState): BoundaryChartState {
  return state.curve !== null && state.data?.classNames.length === 0 ? { ...state, grid: null } : state;
}

function options(
  theme: Theme,
  data: BoundaryChartData | null,
  state: () => BoundaryChartState,
): ChartConfiguration<'scatter'>['options'] & object {
  const axis = { type: 'linear', display: false } as const;
  const [left, right] = data?.window.x1 ?? [-6, 6];
  const [bottom, top] = data?.window.x2 ?? [-6, 6];
  return {
    ...fastOptions,
    layout: { autoPadding: false },
    interaction: { mode: 'nearest', intersect: true },
    scales: { x: { ...axis, min: left, max: right }, y: { ...axis, min: bottom, max: top } },
    plugins: {
      tooltip: {
        ...tooltipOptions(theme),
        callbacks: {
          label: ({ dataset, raw }) => describePoint(dataset.label ?? '', raw, state()),
        },
      },
    },
  };
}

/** A ring around the chosen point. */
function ringPlugin(state: () => BoundaryChartState): Plugin<'scatter'> {
  return {
    id: 'ring',
    // The points below may be a kept picture: only this comes after either.
    afterDraw: ({ ctx, scales }) => {
      const { data, chosen, theme } = state();
      if (data === null || chosen === null) return;
      const { x1, x2 } = data[chosen.split];
      if (chosen.index >= x1.length) return;
      const [x, y] = [
        scales['x'].getPixelForValue(x1[chosen.index]),
        scales['y'].getPixelForValue(x2[chosen.index]),
      ];
      const { ink, halo } = palettes[theme];
      for (const [colour, width] of [
        [halo, 5],
        [ink, 2.5],
      ] as const) {
        ctx.beginPath();
        ctx.arc(x, y, 7.5, 0, 2 * Math.PI);
        ctx.lineWidth = width;
        ctx.strokeStyle = colour;
        ctx.stroke();
      }
    },
  };
}

function describePoint(set: string, raw: unknown, state: BoundaryChartState): string[] {
  const { x, y, label } = raw as LabelledPoint;
  const { axes, curve, data } = state;
  const classNames = data?.classNames ?? [];
  const named = classNames.length > 2 ? classNames[label] : `label = ${Number(label.toFixed(4))}`;
  const across = [`${set} point`, `${axes[0]} = ${x.toFixed(4)}`];
  const up = `${axes[1]} = ${y.toFixed(4)}`;
  if (curve === null) return [...across, up, named];
  return [...across, classNames.length === 0 ? up : named, ...outputsAt(state, x)];
}

/** What the curves say at a place across. */
function outputsAt({ grid, curve, data, lookedAt }: BoundaryChartState, x: number): readonly string[] {
  if (grid === null || curve === null || data === null) return [];
  const [left, right] = data.window.x1;
  const values = Array.from(
    { length: outputsIn(grid) },
    (_, output) => curveAt(curveOf(grid, output), (x - left) / (right - left)) * curve.scale + curve.shift,
  );
  return readings({ classNames: data.classNames, lookedAt }, values);
}

/** Train points on top: Chart.js draws the first data set last. */
function datasets(state: BoundaryChartState): PointsDataset[] {
  const { data } = state;
  if (data === null) return [];
  return splits
    .filter((split) => split === 'train' || state.showTest)
    .map((split) => dataset(state, data[split], split));
}

function dataset(
  { data, theme, hidden }: BoundaryChartState,
  points: PlotPoints,
  split: (typeof splits)[number],
): PointsDataset {
  const classCount = data?.classNames.length ?? 0;
  const drawn = { label: split, data: toPoints(points, classCount, hidden) };
  if (classCount > 2) return { ...drawn, ...classPointStyle };
  const style = classCount === 2 ? classStyle : valueStyle;
  return { ...drawn, ...style(points, theme, split === 'train') };
}

/** A hidden point keeps its place in the list and has none in the plane. */
function toPoints(
  { x1, x2, label }: PlotPoints,
  classCount: number,
  hidden: ReadonlySet<number>,
): LabelledPoint[] {
  return Array.from(x1, (x, i) => {
    const isHidden = hidden.size > 0 && hidden.has(classCount === 2 ? Number(label[i] > 0) : label[i]);
    return { x: isHidden ? NaN : x, y: x2[i], label: label[i] };
  });
}

/** Class by shape and by colour: +1 a circle, -1 a square; train filled, test hollow. */
function classStyle(points: PlotPoints, theme: Theme, filled: boolean) {
  const { label } = points;
  const { halo } = palettes[theme];
  const colours = markColours(points, theme);
  return {
    pointStyle: Array.from(label, (value) => (value < 0 ? 'rect' : 'circle')),
    pointRadius: Array.from(label, (value) => (value < 0 ? 3.4 : 2.8)),
    pointHoverRadius: 4.5,
    pointBackgroundColor: filled ? colours : halo,
    pointBorderColor: filled ? halo : colours,
    pointBorderWidth: filled ? 0.75 : 1.25,
  };
}

function markColours({ label, nearness }: PlotPoints, theme: Theme): string[] {
  const { marks } = colourScales[theme];
  return Array.from(label, (value, i) =>
    faded(marks[Math.max(0, tableIndex(value))], opacityOf(nearness?.[i])),
  );
}

/** A value by its colour; train filled, test hollow. */
function valueStyle(points: PlotPoints, theme: Theme, filled: boolean) {
  const { halo } = palettes[theme];
  const colours = markColours(points, theme);
  return {
    pointStyle: 'circle' as const,
    pointRadius: 2.8,
    pointHoverRadius: 4.5,
    pointBackgroundColor: filled ? colours : halo,
    pointBorderColor: filled ? halo : colours,
    pointBorderWidth: filled ? 0.75 : 1.25,
  };
}
