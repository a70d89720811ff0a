import type { Chart, Plugin } from 'chart.js';
import { contourLines, type ContourLine, type LossPicture } from './loss-contours.ts';
import { paintLosses } from './loss-painter.ts';
import { rangeOfLosses } from './loss-scale.ts';

export interface LandscapePluginState {
  readonly slice: LossPicture | null;
  /** The point that is read out; indices from the top left. */
  readonly cursor: GridPoint | null;
}

export interface GridPoint {
  readonly row: number;
  readonly column: number;
}

/** Lines on deep colours are light and lines on bright ones dark. */
const lineColours = { onDeep: 'rgb(255 255 255 / 45%)', onBright: 'rgb(10 20 30 / 35%)' } as const;
const cursorColours = { halo: 'rgb(10 20 30 / 75%)', core: '#ffffff' } as const;

/** A Chart.js plugin that paints a slice with its contour lines below the points, and the cursor above them. */
export function landscapePlugin(state: () => LandscapePluginState): Plugin<'scatter'> {
  const layers = new LandscapeLayers();
  return {
    id: 'landscape',
    beforeDatasetsDraw(chart) {
      const { slice } = state();
      if (slice !== null) layers.draw(chart, slice);
    },
    afterDatasetsDraw(chart) {
      const { slice, cursor } = state();
      if (slice !== null && cursor !== null) drawCursor(chart, slice.cells, cursor);
    },
  };
}

/** The picture and its lines, made again only when the slice is another one. */
class LandscapeLayers {
  readonly #canvas = document.createElement('canvas');
  #made: LossPicture | null = null;
  #lines: readonly ContourLine[] = [];

  draw({ ctx, chartArea }: Chart, slice: LossPicture): void {
    if (this.#made !== slice) this.#make(slice);
    const { left, top, width, height } = chartArea;
    ctx.save();
    ctx.imageSmoothingEnabled = true;
    // A pixel is a point: the plot begins and ends in the middle of the outermost.
    ctx.drawImage(this.#canvas, 0.5, 0.5, slice.cells, slice.cells, left, top, width, height);
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    ctx.lineWidth = 1;
    for (const { place, lines } of this.#lines) {
      ctx.strokeStyle = place < 0.55 ? lineColours.onDeep : lineColours.onBright;
      ctx.beginPath();
      for (const line of lines) {
        line.forEach(([x, y], i) => {
          if (i === 0) ctx.moveTo(left + x * width, top + y * height);
          else ctx.lineTo(left + x * width, top + y * height);
        });
      }
      ctx.stroke();
    }
    ctx.restore();
  }

  #make(slice: LossPicture): void {
    const range = rangeOfLosses(slice.losses) ?? { min: 1, max: 1 };
    paintLosses(this.#canvas, slice, range);
    this.#lines = contourLines(slice, range);
    this.#made = slice;
  }
}

/** A ring around the point, and hairs to the edges. */
function drawCursor({ ctx, chartArea }: Chart, cells: number, { row, column }: GridPoint): void {
  const { left, top, right, bottom, width, height } = chartArea;
  const x = left + (column / cells) * width;
  const y = top + (row / cells) * height;
  const radius = 6;
  ctx.save();
  for (const [colour, lineWidth] of [
    [cursorColours.halo, 2.5],
    [cursorColours.core, 1],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = lineWidth;
    ctx.beginPath();
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    for (const [fromX, fromY, toX, toY] of [
      [left, y, x - radius, y],
      [x + radius, y, right, y],
      [x, top, x, y - radius],
      [x, y + radius, x, bottom],
    ]) {
      ctx.moveTo(fromX, fromY);
      ctx.lineTo(toX, toY);
    }
    ctx.globalAlpha = colour === cursorColours.halo ? 0.3 : 0.8;
    ctx.stroke();
  }
  ctx.restore();
}
