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
    this.#chart = new Chart(canvas, { type: 'scatter', data: { datasets: [] }, options: options(theme, []) });
  }

  show(points: ResidualPoint[], theme: Theme): void {
    const { accent, panel } = palettes[theme];
    this.#chart.options = options(theme, points);
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

/** What the axes reach over: all predictions, and as far above the line of none as below it, so that both are compared. */
export function residualRanges(points: readonly ResidualPoint[]): {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
} {
  let [low, high, largest] = [Infinity, -Infinity, 0];
  for (const { x, y } of points) {
    [low, high] = [Math.min(low, x), Math.max(high, x)];
    largest = Math.max(largest, Math.abs(y));
  }
  const extent = largest > 0 ? 1.05 * largest : 1;
  if (low > high) return { x: [-1, 1], y: [-extent, extent] };
  const room = high > low ? 0.03 * (high - low) : 1;
  return { x: [low - room, high + room], y: [-extent, extent] };
}

function options(
  theme: Theme,
  points: readonly ResidualPoint[],
): ChartConfiguration<'scatter'>['options'] & object {
  const x = axisOptions(theme, 'prediction');
  const y = axisOptions(theme, 'residual');
  const { hairline, muted } = palettes[theme];
  const ranges = residualRanges(points);
  const short = (value: number | string): string =>
    String(Number(Number(value).toPrecision(3))).replaceAll('-', '−');
  return {
    ...fastOptions,
    scales: {
      // Said here: the library takes points that come parsed for sorted ones, and these come in the order of the data.
      x: {
        ...x,
        type: 'linear',
        min: ranges.x[0],
        max: ranges.x[1],
        ticks: { ...x.ticks, callback: short, maxTicksLimit: 6, includeBounds: false },
      },
      y: {
        ...y,
        type: 'linear',
        min: ranges.y[0],
        max: ranges.y[1],
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
