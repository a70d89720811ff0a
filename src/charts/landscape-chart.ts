import type { ChartConfiguration, ChartDataset, Scale } from 'chart.js';
import { axisOptions, Chart, fastOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import { landscapePlugin, type GridPoint } from './landscape-plugin.ts';
import type { LossPicture } from './loss-contours.ts';
import { formatTick } from './tick-format.ts';

export interface LandscapePicture extends LossPicture {
  readonly extent: number;
}

export interface LandscapePathPoint {
  readonly alpha: number;
  readonly beta: number;
}

export interface LandscapeChartState {
  readonly slice: LandscapePicture | null;
  /** Oldest first; the last is the present position. */
  readonly path: readonly LandscapePathPoint[];
  readonly cursor: GridPoint | null;
  readonly theme: Theme;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Room for both axes alike, so that a unit of α is as long as a unit of β. */
const axisSize = 38;
const halo = '#10161c';
const core = '#ffffff';

const empty: LandscapeChartState = { slice: null, path: [], cursor: null, theme: 'light' };

/** A slice of the loss landscape with the way through it. The owner calls `destroy`. */
export class LandscapeChart {
  readonly #chart: Chart<'scatter', Point[]>;
  #state = empty;

  constructor(canvas: HTMLCanvasElement, theme: Theme) {
    this.#chart = new Chart(canvas, {
      type: 'scatter',
      data: { datasets: [] },
      options: options(theme, 1),
      plugins: [landscapePlugin(() => this.#state)],
    });
  }

  show(state: LandscapeChartState): void {
    const before = this.#state;
    this.#state = state;
    const extent = state.slice?.extent ?? 1;
    const sameAxes = before.slice?.extent === state.slice?.extent && before.theme === state.theme;
    if (sameAxes && before.path === state.path && (before.slice === null) === (state.slice === null)) {
      this.#chart.draw();
      return;
    }
    if (!sameAxes || before === empty) this.#chart.options = options(state.theme, extent);
    this.#chart.data.datasets = datasets(state);
    this.#chart.update('none');
  }

  /** The grid point nearest to a place on the canvas, in CSS pixels from its top left; null outside the plot. */
  pointAt(x: number, y: number): GridPoint | null {
    const { slice } = this.#state;
    if (slice === null) return null;
    const { left, top, width, height } = this.#chart.chartArea;
    const [column, row] = [(x - left) / width, (y - top) / height].map((part) =>
      Math.round(part * slice.cells),
    );
    const isInside = [column, row].every((index) => index >= 0 && index <= slice.cells);
    return isInside ? { row, column } : null;
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

function options(theme: Theme, extent: number): ChartConfiguration<'scatter'>['options'] & object {
  const axis = (title: string) => {
    const common = axisOptions(theme, title);
    return {
      ...common,
      type: 'linear',
      min: -extent,
      max: extent,
      grid: { ...common.grid, drawOnChartArea: false },
      ticks: { ...common.ticks, maxTicksLimit: 5, callback: formatTick },
    } as const;
  };
  return {
    ...fastOptions,
    // A path goes where it goes: what is taken for sorted is drawn in part only.
    parsing: { xAxisKey: 'x', yAxisKey: 'y' },
    normalized: false,
    events: [],
    layout: { autoPadding: false, padding: { top: 8, right: 12 } },
    scales: {
      x: { ...axis('α'), afterFit: (scale: Scale) => (scale.height = axisSize - 4) },
      y: { ...axis('β'), afterFit: (scale: Scale) => (scale.width = axisSize) },
    },
    plugins: { tooltip: { enabled: false } },
  };
}

/** The last data set is drawn first, below the others. */
function datasets({ slice, path }: LandscapeChartState): ChartDataset<'scatter', Point[]>[] {
  const points = path.map(({ alpha, beta }) => ({ x: alpha, y: beta }));
  const line = { data: points, showLine: true, pointRadius: 0, borderJoinStyle: 'round' } as const;
  return [
    {
      label: 'present weights',
      data: points.slice(-1),
      pointStyle: 'circle',
      pointRadius: 5,
      pointBackgroundColor: core,
      pointBorderColor: halo,
      pointBorderWidth: 2.5,
    },
    { ...line, label: 'path', borderColor: core, borderWidth: 1.5 },
    { ...line, label: 'path', borderColor: halo, borderWidth: 4 },
    {
      label: 'centre',
      data: slice === null ? [] : [{ x: 0, y: 0 }],
      pointStyle: 'cross',
      pointRadius: 6,
      pointBorderColor: core,
      pointBorderWidth: 1.5,
    },
  ];
}
