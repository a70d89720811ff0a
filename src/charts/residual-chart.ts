import type { ChartConfiguration } from 'chart.js';
import { axisOptions, Chart, fastOptions, tooltipOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import { palettes } from './palette.ts';

/** Predictions across and residuals, label minus prediction, up; both in the label's own units. */
export interface ResidualPoint {
  readonly x: number;
  readonly y: number;
}

/** Residuals against predictions as points around the line of none. The owner calls `destroy`. */
export class ResidualChart {
  readonly #chart: Chart<'scatter', ResidualPoint[]>;

  constructor(canvas: HTMLCanvasElement, theme: Theme) {
    this.#chart = new Chart(canvas, { type: 'scatter', data: { datasets: [] }, options: options(theme, 1) });
  }

  show(points: ResidualPoint[], theme: Theme): void {
    const { accent, panel } = palettes[theme];
    const largest = points.reduce((most, { y }) => Math.max(most, Math.abs(y)), 0);
    this.#chart.options = options(theme, largest > 0 ? 1.05 * largest : 1);
    this.#chart.data.datasets = [
      {
        data: points,
        pointRadius: 2.2,
        pointHitRadius: 4,
        pointBackgroundColor: accent,
        pointBorderColor: panel,
        pointBorderWidth: points.length > 1000 ? 0 : 0.5,
      },
    ];
    this.#chart.update('none');
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

function options(theme: Theme, extent: number): ChartConfiguration<'scatter'>['options'] & object {
  const x = axisOptions(theme, 'prediction');
  const y = axisOptions(theme, 'residual');
  const { hairline, muted } = palettes[theme];
  const short = (value: number | string): string => String(Number(Number(value).toPrecision(3)));
  return {
    ...fastOptions,
    // They come in the order of their points.
    normalized: false,
    scales: {
      x: { ...x, type: 'linear', ticks: { ...x.ticks, callback: short, maxTicksLimit: 6 } },
      y: {
        ...y,
        type: 'linear',
        // Even around the line of none, so that what lies above and below is compared.
        min: -extent,
        max: extent,
        grid: { ...y.grid, color: ({ tick }) => (tick?.value === 0 ? muted : hairline) },
        ticks: { ...y.ticks, callback: short, maxTicksLimit: 7, includeBounds: false },
      },
    },
    plugins: {
      tooltip: {
        ...tooltipOptions(theme),
        callbacks: {
          label: ({ parsed }) => `predicted ${short(parsed.x ?? NaN)}, off by ${short(parsed.y ?? NaN)}`,
        },
      },
    },
  };
}
