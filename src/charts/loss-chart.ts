import type { ChartConfiguration, TooltipItem } from 'chart.js';
import { axisOptions, Chart, fastOptions, tooltipOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import { curveThrough, rangeOf, type CurvePoint, type LossCurves } from './loss-series.ts';
import { formatEpoch, formatLoss } from './loss-format.ts';
import { palettes } from './palette.ts';
import { formatTick } from './tick-format.ts';

export interface LossChartState {
  readonly history: LossCurves | null;
  readonly scale: 'linear' | 'log';
  readonly theme: Theme;
}

/** The eye follows a curve at this rate; redrawing faster only takes time from everything else. */
const redrawIntervalMs = 80;

/** The loss curves on a canvas: train solid, test dashed. The owner calls `destroy`. */
export class LossChart {
  readonly #canvas: HTMLCanvasElement;
  #chart: Chart<'line', CurvePoint[]> | null = null;
  #state: LossChartState | null = null;
  #drawn: LossChartState | null = null;
  #drawnAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** Shows a state soon: at once when the last drawing is old enough. */
  show(state: LossChartState): void {
    this.#state = state;
    if (this.#timer !== null) return;
    const restyled = state.theme !== this.#drawn?.theme || state.scale !== this.#drawn.scale;
    const wait = restyled ? 0 : this.#drawnAt + redrawIntervalMs - performance.now();
    if (wait <= 0) this.#draw();
    else
      this.#timer = setTimeout(() => {
        this.#draw();
      }, wait);
  }

  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#chart?.destroy();
    this.#chart = null;
    this.#drawn = null;
  }

  #draw(): void {
    this.#timer = null;
    const state = this.#state;
    if (state === null) return;
    // Another scale or theme is another chart: rare, and simpler than changing every option in place.
    if (state.scale !== this.#drawn?.scale || state.theme !== this.#drawn.theme) {
      this.#chart?.destroy();
      this.#chart = new Chart(this.#canvas, configuration(state));
    } else if (this.#chart !== null) {
      update(this.#chart, state);
    }
    this.#drawn = state;
    this.#drawnAt = performance.now();
  }
}

type LossConfiguration = ChartConfiguration<'line', CurvePoint[]>;

function configuration(state: LossChartState): LossConfiguration {
  const { theme, scale } = state;
  const { ink, muted } = palettes[theme];
  const range = yRange(state);
  const line = {
    pointRadius: 0,
    pointHitRadius: 0,
    tension: 0,
    spanGaps: true,
    borderJoinStyle: 'round',
  } as const;
  const [train, test] = curves(state);
  return {
    type: 'line',
    data: {
      // The first is drawn on top.
      datasets: [
        { ...line, label: 'train', data: train, borderColor: ink, borderWidth: 1.75 },
        { ...line, label: 'test', data: test, borderColor: muted, borderWidth: 1.5, borderDash: [4, 3] },
      ],
    },
    options: {
      ...fastOptions,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: { ...withTicks(axisOptions(theme, 'epoch'), 8), type: 'linear', min: 0, max: lastEpoch(state) },
        y: {
          ...withTicks(axisOptions(theme, 'mean loss'), 6),
          type: scale === 'log' ? 'logarithmic' : 'linear',
          ...range,
        },
      },
      plugins: { tooltip: { ...tooltipOptions(theme), callbacks: tooltipCallbacks } },
    },
  };
}

function withTicks(axis: ReturnType<typeof axisOptions>, maxTicksLimit: number) {
  return { ...axis, ticks: { ...axis.ticks, maxTicksLimit, includeBounds: false, callback: formatTick } };
}

/** In the notation of the readouts. */
export const tooltipCallbacks = {
  title: ([item]: TooltipItem<'line'>[]) => `epoch ${written(item?.parsed.x, formatEpoch)}`,
  label: ({ dataset, parsed }: TooltipItem<'line'>) =>
    `${dataset.label ?? ''} ${written(parsed.y, formatLoss)}`,
};

function written(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '' : format(value);
}

function update(chart: Chart<'line', CurvePoint[]>, state: LossChartState): void {
  const [train, test] = curves(state);
  chart.data.datasets[0].data = train;
  chart.data.datasets[1].data = test;
  const { x, y } = chart.options.scales ?? {};
  if (x !== undefined) x.max = lastEpoch(state);
  if (y !== undefined) Object.assign(y, yRange(state));
  chart.update('none');
}

function curves({ history, scale }: LossChartState): [CurvePoint[], CurvePoint[]] {
  if (history === null) return [[], []];
  const { epoch, trainMin, trainMax, testMin, testMax } = history;
  const logarithmic = scale === 'log';
  return [
    curveThrough(epoch, trainMin, trainMax, logarithmic),
    curveThrough(epoch, testMin, testMax, logarithmic),
  ];
}

function yRange({ history, scale }: LossChartState) {
  if (history === null) return scale === 'log' ? { min: 1e-3, max: 1 } : { min: 0, max: 1 };
  return rangeOf(history, scale === 'log');
}

function lastEpoch({ history }: LossChartState): number {
  return Math.max(10, history?.lastEpoch ?? 0);
}
