import type { ChartConfiguration, Plugin } from 'chart.js';
import { barAxis, barDatasets, barsPlugin, type BarPlace, type Bars } from './bars.ts';
import { axisOptions, Chart, fastOptions, tooltipOptions } from './chart-setup.ts';
import type { Theme } from './colour-scale.ts';
import { canvasFont, palettes } from './palette.ts';
import type { ReliabilityBin } from './reliability.ts';

/** A reliability diagram: a bar for each bin of confidence, as high as the share that is right. The owner calls `destroy`. */
export class CalibrationChart {
  readonly #chart: Chart<'scatter', BarPlace[]>;
  #bins: readonly ReliabilityBin[] = [];
  #theme: Theme;

  constructor(canvas: HTMLCanvasElement, theme: Theme) {
    this.#theme = theme;
    this.#chart = new Chart(canvas, {
      type: 'scatter',
      data: { datasets: [] },
      options: this.#options(),
      plugins: [barsPlugin(() => this.#bars(), 0.9, 2), this.#marks()],
    });
  }

  show(bins: readonly ReliabilityBin[], theme: Theme): void {
    this.#bins = bins;
    this.#theme = theme;
    this.#chart.options = this.#options();
    this.#chart.data.datasets = barDatasets(this.#bars());
    this.#chart.update('none');
  }

  #bars(): readonly Bars[] {
    const { accent } = palettes[this.#theme];
    return [{ label: 'right', colour: accent, values: this.#bins.map(({ accuracy }) => accuracy) }];
  }

  #options(): ChartConfiguration<'scatter', BarPlace[]>['options'] & object {
    const theme = this.#theme;
    const x = axisOptions(theme, 'confidence, from');
    const y = axisOptions(theme, 'share right');
    return {
      ...fastOptions,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 14 } },
      scales: {
        x: barAxis(x, this.#bins.length, (bin) => this.#bins.at(bin)?.from.toFixed(1) ?? ''),
        y: { ...y, min: 0, max: 1, ticks: { ...y.ticks, stepSize: 0.2 } },
      },
      plugins: {
        tooltip: {
          ...tooltipOptions(theme),
          callbacks: {
            title: ([item]) => {
              const bin = this.#bins.at(item.dataIndex);
              return bin === undefined ? '' : `confidence ${bin.from.toFixed(1)} to ${bin.to.toFixed(1)}`;
            },
            label: (item) => {
              const bin = this.#bins.at(item.dataIndex);
              return bin === undefined ? '' : wordsOf(bin);
            },
          },
        },
      },
    };
  }

  /** What is well calibrated lies on the diagonal; each bar has its count over it. */
  #marks(): Plugin<'scatter'> {
    return {
      id: 'diagonal',
      afterDatasetsDraw: ({ ctx, scales, chartArea }) => {
        const { muted, ink, panel } = palettes[this.#theme];
        const [x, y] = [scales['x'], scales['y']];
        ctx.save();
        ctx.strokeStyle = muted;
        ctx.setLineDash([4, 3]);
        ctx.beginPath();
        ctx.moveTo(chartArea.left, y.getPixelForValue(0));
        ctx.lineTo(chartArea.right, y.getPixelForValue(1));
        ctx.stroke();
        ctx.setLineDash([]);
        ctx.font = `10px ${canvasFont}`;
        ctx.textAlign = 'center';
        ctx.lineWidth = 3;
        ctx.strokeStyle = panel;
        ctx.fillStyle = ink;
        this.#bins.forEach(({ count, accuracy }, bin) => {
          if (accuracy === null) return;
          const at = x.getPixelForValue(bin);
          const top = Math.max(chartArea.top - 2, y.getPixelForValue(accuracy) - 3);
          ctx.strokeText(String(count), at, top);
          ctx.fillText(String(count), at, top);
        });
        ctx.restore();
      },
    };
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

export function wordsOf({ count, accuracy, confidence }: ReliabilityBin): string {
  if (accuracy === null || confidence === null) return 'no points';
  return `${count} points, ${(100 * accuracy).toFixed(0)} % right, mean confidence ${confidence.toFixed(2)}`;
}
