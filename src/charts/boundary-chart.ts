import type { ChartConfiguration, ChartDataset, Plugin } from 'chart.js';
import { Chart, fastOptions, tooltipOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import { curveAt, curveOf, outputsIn, type CurveScale } from './curves.ts';
import { crossPlugin, type CrossedPoints } from './cross-plugin.ts';
import type { drawNoise } from './noise-marks.ts';
import { curvePlugin, readings } from './curve-plugin.ts';
import type { ClassOutputs, GridValues } from './heat-map-painter.ts';
import { heatMapPlugin } from './heat-map-plugin.ts';
import { linesPlugin } from './lines-plugin.ts';
import type { LabelledLines } from './output-contours.ts';
import { isHidden } from './marks-controller.ts';
import { palettes } from './palette.ts';
import { pointsPlugin } from './points-plugin.ts';

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
  /** As the labels of `train` are trained on, where they differ. */
  readonly trainedLabel?: Float64Array;
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
  /** How sure the outputs are, instead of what they say. */
  readonly certainty?: boolean;
  /** Drawn over the outputs, below the points. */
  readonly lines?: readonly LabelledLines[] | null;
  /** Points that are marked. */
  readonly crossed?: CrossedPoints | null;
  /** Marks points whose label is another one by noise, once that is loaded. */
  readonly drawNoise?: typeof drawNoise | undefined;
  /** The point that is spoken of. */
  readonly chosen: ChosenPoint | null;
  /** Where a point lies and what it is, a line for each. */
  readonly wordsOf: (point: ChosenPoint) => readonly string[];
}

export interface ChosenPoint {
  readonly split: 'train' | 'test';
  readonly index: number;
}

/** Told of the point that was clicked or pointed at; beside all of them of null, and of the place on both axes. */
type OnChoose = (point: ChosenPoint | null, place: readonly [number, number] | null) => void;

type MarksDatasets = ChartDataset<'marks', never[]>[];

/** Before there is anything to show. */
export const nothingShown: BoundaryChartState = {
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
  wordsOf: () => [],
};

/** The data sets of the chart, in its order. */
const splits = ['train', 'test'] as const;
type Split = (typeof splits)[number];

/** The data set over the network's output. The owner calls `destroy`. */
export class BoundaryChart {
  #chart: Chart<'marks'>;
  #state = nothingShown;

  readonly #onChoose: OnChoose;
  readonly #onPoint: OnChoose;

  constructor(
    canvas: HTMLCanvasElement,
    theme: Theme,
    onChoose: OnChoose,
    onPoint: OnChoose = () => undefined,
  ) {
    this.#onChoose = onChoose;
    this.#onPoint = onPoint;
    this.#chart = new Chart(canvas, {
      ...boundaryConfiguration(() => this.#state, pointsPlugin()),
      options: this.#options({ ...nothingShown, theme }),
    });
  }

  #options(state: BoundaryChartState): ReturnType<typeof options> {
    return {
      ...options(state, () => this.#state),
      onClick: ({ x, y }, elements) => this.#tell(this.#onChoose, elements, x, y),
      onHover: ({ x, y }, elements) => this.#tell(this.#onPoint, elements, x, y),
    };
  }

  #tell(
    told: OnChoose,
    [element]: readonly { readonly datasetIndex: number; readonly index: number }[],
    x: number | null,
    y: number | null,
  ): void {
    if (element === undefined) told(null, this.#placeAt(x, y));
    else told({ split: splits[element.datasetIndex], index: element.index }, null);
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

/** A chart of what there is to show at every drawing; `points` is what draws the points. */
export function boundaryConfiguration(
  state: () => BoundaryChartState,
  points: Plugin<'marks'>,
): ChartConfiguration<'marks'> {
  return {
    type: 'marks',
    data: { datasets: datasets(state()) },
    options: options(state(), state),
    plugins: [
      heatMapPlugin(() => belowCurve(state())),
      linesPlugin(state),
      points,
      crossPlugin(() => withoutHidden(state())),
      { id: 'noise', afterDatasetsDraw: (chart) => state().drawNoise?.(chart, state()) },
      curvePlugin(() => ({ ...state(), classNames: state().data?.classNames ?? [] })),
      ringPlugin(state),
    ],
  };
}

/** Below the curve of a number there is nothing: how high it is says it all. */
function belowCurve(state: BoundaryChartState): BoundaryChartState {
  return state.curve !== null && state.data?.classNames.length === 0 ? { ...state, grid: null } : state;
}

/** What is not shown is not marked either. */
function withoutHidden(state: BoundaryChartState): BoundaryChartState {
  const { data, hidden, crossed = null } = state;
  if (data === null || crossed === null || hidden.size === 0) return state;
  const shown = (split: Split): Uint32Array =>
    crossed[split].filter((i) => !isHidden(data[split].label[i], data.classNames.length, hidden));
  return { ...state, crossed: { train: shown('train'), test: shown('test') } };
}

function options(
  { theme, data, curve }: BoundaryChartState,
  state: () => BoundaryChartState,
): ChartConfiguration<'marks'>['options'] & object {
  // Ticks are written beside a curve alone, and measuring their texts takes time.
  const axis = { type: 'linear', display: false, ticks: { display: curve !== null } } as const;
  const [left, right] = data?.window.x1 ?? [-6, 6];
  const [bottom, top] = data?.window.x2 ?? [-6, 6];
  return {
    ...fastOptions,
    layout: { autoPadding: false },
    interaction: { mode: 'marks' },
    scales: { x: { ...axis, min: left, max: right }, y: { ...axis, min: bottom, max: top } },
    plugins: {
      tooltip: {
        ...tooltipOptions(theme),
        callbacks: {
          label: ({ datasetIndex, dataIndex }) => [
            ...describePoint(splits[datasetIndex], dataIndex, state()),
          ],
        },
      },
    },
  };
}

/** A ring around the chosen point. */
function ringPlugin(state: () => BoundaryChartState): Plugin<'marks'> {
  return {
    id: 'ring',
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

/** What the tooltip says of a point, a line for each. */
export function describePoint(split: Split, index: number, state: BoundaryChartState): readonly string[] {
  const { curve, data, wordsOf } = state;
  if (data === null) return [];
  const words = [`${split} point`, ...wordsOf({ split, index })];
  return curve === null ? words : [...words, ...outputsAt(state, data[split].x1[index])];
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

function datasets({ data, hidden, theme, chosenClass, showTest }: BoundaryChartState): MarksDatasets {
  if (data === null) return [];
  const classCount = data.classNames.length;
  return splits
    .filter((split) => split === 'train' || showTest)
    .map((split) => ({
      label: split,
      data: [],
      points: data[split],
      hiddenClasses: hidden,
      look: { classCount, chosenClass, theme, isFilled: split === 'train' },
    }));
}
