import type { ChartConfiguration, ChartDataset, Plugin, Scale, TooltipItem } from 'chart.js';
import { axisOptions, Chart, fastOptions, tooltipOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import type { CurvePoint } from './loss-series.ts';
import { marksPlugin, type PlotMark } from './plot-marks.ts';
import { decadeTicks, formatTick } from './tick-format.ts';

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

/** The eye follows a curve at this rate; redrawing faster only takes time from everything else. */
const redrawIntervalMs = 80;

const mostTold = 3;

type LineChart = Chart<'line', CurvePoint[]>;

/** What makes a chart one that can be zoomed: a plugin and its options. */
export interface ZoomParts {
  readonly plugin: Plugin<'line'>;
  /** `onChange` is told, whenever the user has zoomed or moved it, whether only a part of it is in sight. */
  readonly options: (onChange: (isZoomed: boolean) => void) => object;
  readonly zoom: (chart: Chart, factor: number) => void;
  readonly pan: (chart: Chart, x: number, y: number) => void;
}

/** A plot on a canvas. The owner calls `destroy`. */
export class PlotChart {
  readonly #canvas: HTMLCanvasElement;
  readonly #onZoom: (isZoomed: boolean) => void;
  #chart: LineChart | null = null;
  #plot: Plot | null = null;
  #drawn: Plot | null = null;
  #drawnAt = -Infinity;
  /** Which titles had room then. */
  #drawnTitles = '';
  #timer: ReturnType<typeof setTimeout> | null = null;
  #zoom: ZoomParts | null = null;
  #isZoomed = false;

  constructor(canvas: HTMLCanvasElement, onZoom: (isZoomed: boolean) => void = () => undefined) {
    this.#canvas = canvas;
    this.#onZoom = onZoom;
  }

  /**
   * Shows a plot soon: when the last drawing is old enough, and not in the midst of all else that a new view changes. One
   * of other lines, scales or colours is shown at once.
   */
  show(plot: Plot): void {
    this.#plot = plot;
    if (this.#timer !== null) return;
    if (this.#isAnother(plot)) this.#draw();
    else
      this.#timer = setTimeout(
        () => {
          this.#draw();
        },
        this.#drawnAt + redrawIntervalMs - performance.now(),
      );
  }

  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#chart?.destroy();
    this.#chart = null;
    this.#drawn = null;
    this.#setZoomed(false);
  }

  get canZoom(): boolean {
    return this.#zoom !== null;
  }

  /** From now on the user can zoom it and move about. */
  letZoom(parts: ZoomParts): void {
    this.#zoom = parts;
    if (this.#plot === null || this.#chart === null) return;
    this.#drawn = null;
    this.#draw();
  }

  /** By a factor, above 1 nearer. */
  zoomBy(factor: number): void {
    if (this.#chart !== null) this.#zoom?.zoom(this.#chart, factor);
  }

  /** What is drawn moves by so many shares of the plot's size, to the right and down. */
  panBy(across: number, down: number): void {
    if (this.#chart === null) return;
    const { width, height } = this.#chart.chartArea;
    this.#zoom?.pan(this.#chart, across * width, down * height);
  }

  showAll(): void {
    if (!this.#isZoomed) return;
    this.#setZoomed(false);
    this.#drawn = null;
    this.#draw();
  }

  /** A picture of it on the panel's colour, as a file; null where the browser makes none. */
  picture(background: string): Promise<Blob | null> {
    const { width, height } = this.#canvas;
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [width, height];
    const context = copy.getContext('2d');
    if (context === null) return Promise.resolve(null);
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
    context.drawImage(this.#canvas, 0, 0);
    return new Promise((resolve) => {
      copy.toBlob(resolve, 'image/png');
    });
  }

  #setZoomed(isZoomed: boolean): void {
    if (isZoomed === this.#isZoomed) return;
    this.#isZoomed = isZoomed;
    this.#onZoom(isZoomed);
  }

  /** Other lines, scales, colours or titles are another chart: rare, and simpler than changing every option in place. */
  #isAnother(plot: Plot): boolean {
    if (this.#drawn === null || looksOf(plot) !== looksOf(this.#drawn)) return true;
    return !this.#isZoomed && JSON.stringify(this.#titles(plot)) !== this.#drawnTitles;
  }

  /** A title that is cut off says less than none: the plot has its name above it. */
  #titles({ y }: Plot): { readonly x: boolean; readonly y: boolean } {
    const height = this.#canvas.parentElement?.clientHeight ?? 0;
    return { x: height >= leastForTitle, y: y.title.length * letterPixels < height - belowPixels };
  }

  #draw(): void {
    this.#timer = null;
    const plot = this.#plot;
    if (plot === null) return;
    if (this.#isAnother(plot) || this.#chart === null) {
      this.#setZoomed(false);
      this.#chart?.destroy();
      this.#chart = new Chart(this.#canvas, this.#configuration(plot));
    } else this.#update(this.#chart, plot);
    this.#drawn = plot;
    this.#drawnTitles = JSON.stringify(this.#titles(plot));
    this.#drawnAt = performance.now();
  }

  #update(chart: LineChart, plot: Plot): void {
    plot.lines.forEach((line, i) => {
      Object.assign(chart.data.datasets[i], dataOf(line));
    });
    const { x, y } = chart.options.scales ?? {};
    // Where the user looks at a part of it, that part stays.
    if (!this.#isZoomed) {
      if (x !== undefined) Object.assign(x, rangeOf(plot.x));
      if (y !== undefined) Object.assign(y, rangeOf(plot.y));
    }
    chart.update('none');
  }

  #configuration(plot: Plot): ChartConfiguration<'line', CurvePoint[]> {
    const { theme, x, y, lines } = plot;
    const zoom = this.#zoom;
    const onChange = (isZoomed: boolean): void => {
      this.#setZoomed(isZoomed);
    };
    const titles = this.#titles(plot);
    const marks = marksPlugin(() => ({ marks: this.#plot?.marks ?? [], theme }));
    return {
      type: 'line',
      data: { datasets: lines.map(datasetOf) },
      plugins: zoom === null ? [marks] : [marks, zoom.plugin],
      options: {
        ...fastOptions,
        // Of very many lines only the nearest is told of: the words of all of them would be higher than the plot.
        interaction: { mode: 'nearest', axis: lines.length > mostTold ? 'xy' : 'x', intersect: false },
        scales: { x: scaleOf(x, theme, 8, titles.x), y: scaleOf(y, theme, 6, titles.y) },
        plugins: {
          tooltip: {
            ...tooltipOptions(theme),
            filter: ({ datasetIndex }) => lines[datasetIndex]?.isRaw !== true,
            callbacks: tooltipOf(x, y),
          },
          ...(zoom === null ? {} : { zoom: zoom.options(onChange) }),
        },
      },
    };
  }
}

/** All that another chart is needed for. */
function looksOf({ lines, x, y, theme }: Plot): string {
  const axes = [x, y].map(({ title, scale }) => [title, scale]);
  return JSON.stringify([theme, axes, lines.map(({ label, colour, isRaw }) => [label, colour, isRaw])]);
}

function rangeOf({ min, max }: PlotAxis) {
  return { min, max };
}

/** About what a letter of a title takes, and what the axis across takes of the height. */
const letterPixels = 5.5;
const belowPixels = 36;
/** In a lower plot the curves need what the title of the axis across would take: the axis is nearly always the epochs. */
const leastForTitle = 150;

function scaleOf(axis: PlotAxis, theme: Theme, maxTicksLimit: number, hasTitle = true) {
  const options = axisOptions(theme, axis.title);
  return {
    ...options,
    title: { ...options.title, display: hasTitle },
    ...rangeOf(axis),
    ticks: { ...options.ticks, maxTicksLimit, includeBounds: false, callback: formatTick },
    afterBuildTicks: (scale: Scale) => {
      const decades = axis.scale === 'log' ? decadeTicks(scale.min, scale.max, maxTicksLimit) : null;
      if (decades !== null) scale.ticks = decades.map((value) => ({ value, major: true }));
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

function dataOf({ points }: PlotLine) {
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
