import type { ChartConfiguration, Plugin, TooltipItem } from 'chart.js';
import { axisOptions, Chart, fastOptions, tooltipOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import {
  errorCurve,
  errorRange,
  slopeGuide,
  type DifferencePoint,
  type ErrorRange,
} from './difference-series.ts';
import { canvasFont, palettes } from './palette.ts';

export interface DifferenceChartState {
  readonly points: readonly DifferencePoint[];
  /** The step that is chosen now. */
  readonly h: number;
  readonly theme: Theme;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly error?: number;
}

/** The error of forward and central differences against h, both axes logarithmic. The owner calls `destroy`. */
export class DifferenceChart {
  readonly canvas: HTMLCanvasElement;
  #chart: Chart<'line', Point[]> | null = null;
  #drawn: DifferenceChartState | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }

  show(state: DifferenceChartState): void {
    const drawn = this.#drawn;
    this.#drawn = state;
    if (this.#chart === null || state.theme !== drawn?.theme) {
      this.#chart?.destroy();
      this.#chart = new Chart(this.canvas, this.#configuration(state));
      return;
    }
    if (state.points !== drawn.points) {
      const range = errorRange(state.points);
      this.#chart.data.datasets = datasets(state, range);
      Object.assign(this.#chart.options.scales?.['y'] ?? {}, range);
    } else if (state.h === drawn.h) {
      return;
    }
    this.#chart.update('none');
  }

  destroy(): void {
    this.#chart?.destroy();
    this.#chart = null;
    this.#drawn = null;
  }

  #configuration(state: DifferenceChartState): ChartConfiguration<'line', Point[]> {
    const { theme } = state;
    const range = errorRange(state.points);
    return {
      type: 'line',
      data: { datasets: datasets(state, range) },
      options: {
        ...fastOptions,
        // The ends of the first and last tick's labels.
        layout: { padding: { right: 8, top: 4 } },
        interaction: { mode: 'index', axis: 'x', intersect: false },
        scales: {
          x: { ...decades(theme, 'step h'), min: 1e-12, max: 1e-1 },
          y: { ...decades(theme, 'error'), ...range },
        },
        plugins: {
          tooltip: {
            ...tooltipOptions(theme),
            filter: ({ datasetIndex }) => datasetIndex < 3,
            callbacks: tooltipCallbacks,
          },
        },
      },
      plugins: [this.#marker()],
    };
  }

  /** The chosen step as a line from top to bottom. */
  #marker(): Plugin<'line'> {
    return {
      id: 'chosen-step',
      beforeDatasetsDraw: (chart) => {
        const state = this.#drawn;
        if (state === null) return;
        const { ctx, chartArea, scales } = chart;
        const x = scales['x'].getPixelForValue(state.h);
        ctx.save();
        ctx.strokeStyle = palettes[state.theme].ink;
        ctx.globalAlpha = 0.35;
        ctx.lineWidth = 1;
        ctx.beginPath();
        ctx.moveTo(x, chartArea.top);
        ctx.lineTo(x, chartArea.bottom);
        ctx.stroke();
        ctx.restore();
      },
      afterDatasetsDraw: (chart) => {
        const state = this.#drawn;
        if (state !== null) labelGuides(chart, state.theme);
      },
    };
  }
}

const curves = ['central', 'forward', 'rounding'] as const;

function datasets({ points, theme }: DifferenceChartState, range: ErrorRange) {
  const { ink, muted } = palettes[theme];
  const line = { pointRadius: 0, pointHitRadius: 0, tension: 0, borderJoinStyle: 'round' } as const;
  const guide = { ...line, borderColor: muted, borderWidth: 1, borderDash: [1, 3] };
  return [
    {
      ...line,
      label: curves[0],
      data: errorCurve(points, 'centralError', range),
      borderColor: ink,
      borderWidth: 1.75,
    },
    {
      ...line,
      label: curves[1],
      data: errorCurve(points, 'forwardError', range),
      borderColor: muted,
      borderWidth: 1.5,
      borderDash: [4, 3],
    },
    { ...guide, label: curves[2], data: errorCurve(points, 'roundingFloor', range) },
    { ...guide, label: 'h', data: inRange(slopeGuide(points, 'forwardError', 1), range) },
    { ...guide, label: 'h²', data: inRange(slopeGuide(points, 'centralError', 2), range) },
  ];
}

function inRange(points: readonly Point[], { min, max }: ErrorRange): Point[] {
  return points.filter(({ y }) => y >= min && y <= max);
}

/** Where a dotted line is named: at a step h, on its upper or lower side. */
const guideLabels = [
  { dataset: 2, near: 1e-12, text: 'rounding', align: 'left', dx: 6, dy: -8 },
  { dataset: 3, near: 1e-5, text: '~ h', align: 'right', dx: -4, dy: -4 },
  { dataset: 4, near: 10 ** -2.5, text: '~ h²', align: 'left', dx: 6, dy: 10 },
] as const;

function labelGuides({ ctx, data, scales, chartArea }: Chart<'line'>, theme: Theme): void {
  ctx.save();
  ctx.font = `11px ${canvasFont}`;
  ctx.fillStyle = palettes[theme].muted;
  for (const { dataset, near, text, align, dx, dy } of guideLabels) {
    const points = data.datasets[dataset].data.filter(isPoint);
    if (points.length === 0) continue;
    const distance = ({ x }: Point): number => Math.abs(Math.log10(x / near));
    const at = points.reduce((best, point) => (distance(point) < distance(best) ? point : best));
    const y = Math.max(scales['y'].getPixelForValue(at.y) + dy, chartArea.top + 10);
    ctx.textAlign = align;
    ctx.fillText(text, scales['x'].getPixelForValue(at.x) + dx, y);
  }
  ctx.restore();
}

function isPoint(point: unknown): point is Point {
  return typeof point === 'object' && point !== null && 'x' in point && 'y' in point;
}

function decades(theme: Theme, title: string) {
  const axis = axisOptions(theme, title);
  return {
    ...axis,
    type: 'logarithmic',
    ticks: { ...axis.ticks, maxTicksLimit: 7, includeBounds: false, callback: formatDecade },
  } as const;
}

/** Every third decade; the lines between would say nothing. */
function formatDecade(value: number | string): string | null {
  const exponent = Math.log10(Number(value));
  const decade = Math.round(exponent);
  if (Math.abs(exponent - decade) > 1e-6 || decade % 3 !== 0) return null;
  return decade === 0 ? '1' : `1e${String(decade).replace('-', '−')}`;
}

const tooltipCallbacks = {
  title: ([item]: TooltipItem<'line'>[]) => `h = ${scientific(item?.parsed.x)}`,
  label: ({ dataset, raw }: TooltipItem<'line'>) => `${dataset.label ?? ''} ${scientific(errorOf(raw))}`,
};

function errorOf(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || !('error' in raw)) return undefined;
  return typeof raw.error === 'number' ? raw.error : undefined;
}

function scientific(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return value === 0 ? '0' : value.toExponential(2).replace('-', '−');
}
