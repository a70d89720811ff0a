import {
  Chart,
  DomPlatform,
  LineController,
  LineElement,
  LinearScale,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import { MarksController } from './marks-controller.ts';
import { canvasFont, palettes, type Palette } from './palette.ts';
import type { Theme } from './colour-scale.ts';

// Only what is used: half the library stays out of the bundle.
Chart.register(
  LineController,
  MarksController,
  ScatterController,
  LineElement,
  PointElement,
  LinearScale,
  LogarithmicScale,
  Tooltip,
);

export { Chart };

/** Where the page shows a chart larger than its layout, it is drawn with as many more pixels. */
export class ZoomedPlatform extends DomPlatform {
  #canvas: HTMLCanvasElement | null = null;

  override acquireContext(...asked: Parameters<DomPlatform['acquireContext']>) {
    [this.#canvas] = asked;
    return super.acquireContext(...asked);
  }

  override getDevicePixelRatio(): number {
    // Older browsers do not tell it.
    return super.getDevicePixelRatio() * (this.#canvas?.currentCSSZoom ?? 1);
  }
}

/** What makes a redraw cheap: the data come parsed, sorted and without anything to animate. */
export const fastOptions = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  parsing: false,
  normalized: true,
  // The platform is asked at each new size: what an option says would be remembered from the one before.
  devicePixelRatio: 0,
} as const;

export function tooltipOptions(theme: Theme) {
  const { panel, ink }: Palette = palettes[theme];
  return {
    animation: false,
    backgroundColor: ink,
    titleColor: panel,
    bodyColor: panel,
    displayColors: false,
    padding: 8,
    cornerRadius: 6,
    caretSize: 4,
    titleFont: { family: canvasFont, size: 12, weight: 600 },
    bodyFont: { family: canvasFont, size: 12 },
  } as const;
}

export function axisOptions(theme: Theme, title: string) {
  const { muted, hairline }: Palette = palettes[theme];
  return {
    border: { display: false },
    grid: { color: hairline, tickLength: 4 },
    ticks: { color: muted, font: { family: canvasFont, size: 11 }, maxRotation: 0, autoSkipPadding: 12 },
    title: { display: true, text: title, color: muted, font: { family: canvasFont, size: 11 }, padding: 0 },
  } as const;
}
