import type { ChartConfiguration, Plugin, Scale } from 'chart.js';
import { Chart, ZoomedPlatform } from './chart-setup.ts';
import type { CurvePoint } from './loss-series.ts';
import { dataOf, plotConfiguration, rangeOf, type Plot, type ShownTitles } from './plot-configuration.ts';

/** The eye follows a curve at this rate; redrawing faster only takes time from everything else. */
const redrawIntervalMs = 80;

type LineChart = Chart<'line', CurvePoint[]>;

/** What makes a chart one that can be zoomed: a plugin and its options. */
export interface ZoomParts {
  readonly plugin: Plugin<'line'>;
  /** `onChange` is told, whenever the user has zoomed or moved it, whether only a part of it is in sight. */
  readonly options: (onChange: (isZoomed: boolean) => void) => object;
  readonly zoom: (chart: Chart, factor: number) => void;
  readonly pan: (chart: Chart, x: number, y: number) => void;
}

/** Where the axis across begins, ends and lies, in px from the left, the right and the lower edge of the canvas. */
export interface AxisPlace {
  readonly left: number;
  readonly right: number;
  readonly below: number;
}

/** What whoever owns a chart may want to know of it. */
export interface PlotListeners {
  readonly onZoom?: (isZoomed: boolean) => void;
  /** Told at every layout, in the midst of it. */
  readonly onAxis?: (place: AxisPlace) => void;
}

/** A plot on a canvas. The owner calls `destroy`. */
export class PlotChart {
  readonly #canvas: HTMLCanvasElement;
  readonly #listeners: PlotListeners;
  #chart: LineChart | null = null;
  #plot: Plot | null = null;
  #drawn: Plot | null = null;
  #drawnAt = -Infinity;
  /** Which titles had room then. */
  #drawnTitles = '';
  #timer: ReturnType<typeof setTimeout> | null = null;
  #frame: number | null = null;
  #zoom: ZoomParts | null = null;
  #isZoomed = false;

  constructor(canvas: HTMLCanvasElement, listeners: PlotListeners = {}) {
    this.#canvas = canvas;
    this.#listeners = listeners;
  }

  /**
   * Shows a plot soon: when the last drawing is old enough, and not in the midst of all else that a new view changes. The
   * first, and one of other colours, is shown at once; one of other lines or scales after what was done to choose it: a
   * chart takes as long as all the rest of a click.
   */
  show(plot: Plot): void {
    this.#plot = plot;
    if (this.#timer !== null || this.#frame !== null) return;
    if (!this.#isAnother(plot)) this.#drawIn(this.#drawnAt + redrawIntervalMs - performance.now());
    else if (this.#drawn?.theme === plot.theme && !document.hidden)
      this.#frame = requestAnimationFrame(() => {
        this.#frame = null;
        this.#drawIn(0);
      });
    else this.#draw();
  }

  #drawIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#draw();
    }, ms);
  }

  #forgetDrawing(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#timer = this.#frame = null;
  }

  destroy(): void {
    this.#forgetDrawing();
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
    this.#listeners.onZoom?.(isZoomed);
  }

  /** Other lines, scales, colours or titles are another chart: rare, and simpler than changing every option in place. */
  #isAnother(plot: Plot): boolean {
    if (this.#drawn === null || looksOf(plot) !== looksOf(this.#drawn)) return true;
    return !this.#isZoomed && JSON.stringify(this.#titles(plot)) !== this.#drawnTitles;
  }

  /** A title that is cut off says less than none: the plot has its name above it. */
  #titles({ y }: Plot): ShownTitles {
    // Of a chart that is there its own: asking the page would have it laid out anew in the midst of all that changes.
    const height = this.#chart?.height ?? this.#canvas.parentElement?.clientHeight ?? 0;
    return { x: height >= leastForTitle, y: y.title.length * letterPixels < height - belowPixels };
  }

  #draw(): void {
    this.#forgetDrawing();
    const plot = this.#plot;
    if (plot === null) return;
    if (this.#isAnother(plot) || this.#chart === null) {
      this.#setZoomed(false);
      this.#chart?.destroy();
      this.#chart = null;
      this.#chart = new Chart(this.#canvas, {
        ...this.#configuration(plot),
        platform: ZoomedPlatform,
      });
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
    const zoom = this.#zoom;
    const onChange = (isZoomed: boolean): void => {
      this.#setZoomed(isZoomed);
    };
    const configuration = plotConfiguration(
      plot,
      this.#titles(plot),
      () => this.#plot?.marks ?? [],
      zoom === null ? null : { plugin: zoom.plugin, options: zoom.options(onChange) },
    );
    return this.#withSteadyAxis(configuration);
  }

  /** What stands below the plot, and another plot, has its ends at the same places, and is told where these are. */
  #withSteadyAxis(configuration: ChartConfiguration<'line', CurvePoint[]>): typeof configuration {
    const { options, plugins = [] } = configuration;
    const tells: Plugin<'line'> = {
      id: 'axis-place',
      afterLayout: ({ chartArea: { left, right, bottom }, width, height }) => {
        this.#listeners.onAxis?.({ left, right: width - right, below: height - bottom });
      },
    };
    const afterFit = (axis: Scale): void => {
      axis.width = Math.max(axis.width, leastBefore);
    };
    const scales = { ...options?.scales, y: { ...options?.scales?.['y'], afterFit } };
    return {
      ...configuration,
      plugins: [...plugins, tells],
      options: { ...options, layout: { padding: { right: leastAfter } }, scales },
    };
  }
}

/** About what a letter of a title takes, and what the axis across takes of the height. */
const letterPixels = 5.5;
const belowPixels = 36;
/** In a lower plot the curves need what the title of the axis across would take: the axis is nearly always the epochs. */
const leastForTitle = 150;

/** What most labels of the axis up take with its title, and half of one at the end of the axis across. */
const leastBefore = 40;
const leastAfter = 20;

/** All that another chart is needed for. */
function looksOf({ lines, x, y, theme }: Plot): string {
  const axes = [x, y].map(({ title, scale }) => [title, scale]);
  return JSON.stringify([theme, axes, lines.map(({ label, colour, isRaw }) => [label, colour, isRaw])]);
}
