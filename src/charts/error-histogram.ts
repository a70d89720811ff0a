import type { ChartConfiguration, Plugin, TooltipItem } from 'chart.js';
import { barAxis, barDatasets, barsPlugin, type BarPlace } from './bars.ts';
import { axisOptions, Chart, fastOptions, tooltipOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import {
  errorVerdicts,
  shownBins,
  type ErrorBin,
  type ErrorCounts,
  type ErrorVerdict,
} from './error-bins.ts';
import { canvasFont, palettes } from './palette.ts';

/** Labels that fit beside one another on a phone. */
const mostTicks = 5;

export interface ErrorHistogramState {
  readonly histogram: ErrorCounts;
  /** The largest error that counts as rounding. */
  readonly tolerance: number;
  readonly theme: Theme;
  readonly labels: Readonly<Record<ErrorVerdict, string>>;
}

/** How large errors are, on a canvas: a bar for every half decade. The owner calls `destroy`. */
export class ErrorHistogramChart {
  readonly #canvas: HTMLCanvasElement;
  #chart: Chart<'scatter', BarPlace[]> | null = null;
  #drawn: ErrorHistogramState | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  show(state: ErrorHistogramState): void {
    if (state.histogram === this.#drawn?.histogram && state.theme === this.#drawn.theme) return;
    // Other results come seldom: a new chart is simpler than changing every part of the old one.
    this.#chart?.destroy();
    this.#chart = new Chart(this.#canvas, configuration(state));
    this.#drawn = state;
  }

  destroy(): void {
    this.#chart?.destroy();
    this.#chart = null;
    this.#drawn = null;
  }
}

function configuration(state: ErrorHistogramState): ChartConfiguration<'scatter', BarPlace[]> {
  const { histogram, tolerance, theme, labels } = state;
  const bins = shownBins(histogram, tolerance);
  const colours = coloursOf(theme);
  const bars = errorVerdicts.map((verdict) => ({
    label: labels[verdict],
    colour: colours[verdict],
    // Nothing has no bar: the shortest one is for small counts.
    values: bins.map(({ counts }) => (counts[verdict] > 0 ? counts[verdict] : null)),
  }));
  const x = axisOptions(theme, 'error');
  const y = axisOptions(theme, 'parameters');
  const most = Math.max(
    1,
    ...bins.map(({ counts }) => errorVerdicts.reduce((sum, one) => sum + counts[one], 0)),
  );
  const step = Math.max(1, Math.ceil((bins.length * histogram.width) / mostTicks));
  return {
    type: 'scatter',
    data: {
      datasets: barDatasets(bars),
    },
    options: {
      ...fastOptions,
      layout: { padding: { top: 16 } },
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: barAxis(x, bins.length, (bin) => tickOf(bins, bin, step), false),
        y: { ...y, min: 0, suggestedMax: most, ticks: { ...y.ticks, precision: 0, maxTicksLimit: 5 } },
      },
      plugins: { tooltip: { ...tooltipOptions(theme), callbacks: { title: titleOf(bins), label: written } } },
    },
    plugins: [barsPlugin(() => bars, 0.86, 3), toleranceMark(bins, tolerance, theme)],
  };
}

function coloursOf(theme: Theme): Readonly<Record<ErrorVerdict, string>> {
  const { accent, muted, ink, danger } = palettes[theme];
  return { agrees: accent, kink: muted, unknown: ink, differs: danger };
}

/** Every so many decades; the bins between are known by their neighbours. */
function tickOf(bins: readonly ErrorBin[], i: number, step: number): string {
  const { range } = bins[i];
  if (range === null) return '0';
  // Beside the 0 there is no room for another.
  if (bins[i - 1]?.range === null) return '';
  return Number.isInteger(range[0] / step) ? powerOfTen(range[0]) : '';
}

function titleOf(bins: readonly ErrorBin[]) {
  return ([item]: TooltipItem<'scatter'>[]): string => {
    const range = bins[item.dataIndex].range;
    return range === null ? 'no error at all' : `error ${powerOfTen(range[0])} to ${powerOfTen(range[1])}`;
  };
}

function written({ dataset, parsed }: TooltipItem<'scatter'>): string {
  return `${parsed.y ?? 0} ${dataset.label ?? ''}`;
}

/** 10 to a power that may be half a number: `1e−12`, `3.2e−12`. */
export function powerOfTen(exponent: number): string {
  const [digits, power] = (10 ** exponent).toExponential(1).split('e');
  return `${digits.replace('.0', '')}e${power.replace('+', '').replace('-', '−')}`;
}

/** A line between the bins that are rounding and those that are not. */
function toleranceMark(bins: readonly ErrorBin[], tolerance: number, theme: Theme): Plugin<'scatter'> {
  const { muted } = palettes[theme];
  const limit = Math.log10(tolerance);
  // Behind the last bin that ends there.
  const last = bins.findLastIndex(({ range }) => range !== null && range[1] <= limit + 1e-9);
  return {
    id: 'tolerance-mark',
    afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
      if (last < 0) return;
      const { top, bottom, left, right } = chartArea;
      const binWidth = (right - left) / bins.length;
      const at = scales['x'].getPixelForValue(last) + binWidth / 2;
      ctx.save();
      ctx.strokeStyle = muted;
      ctx.fillStyle = muted;
      ctx.setLineDash([3, 3]);
      ctx.beginPath();
      ctx.moveTo(at, top - 4);
      ctx.lineTo(at, bottom);
      ctx.stroke();
      ctx.font = `11px ${canvasFont}`;
      ctx.textAlign = at > (left + right) / 2 ? 'right' : 'left';
      ctx.fillText('tolerance', at + (ctx.textAlign === 'right' ? -4 : 4), top - 4);
      ctx.restore();
    },
  };
}
