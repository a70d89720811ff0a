import { tableSize } from './colour-scale.ts';
import { paintPixels } from './heat-map-painter.ts';
import type { LossPicture } from './loss-contours.ts';
import { LogPlaces, lossColours, type LossRange } from './loss-scale.ts';

/** Paints a slice, a pixel a point, on a canvas of its own size. */
export function paintLosses(
  canvas: HTMLCanvasElement,
  { cells, losses }: LossPicture,
  range: LossRange,
): void {
  paintPixels(canvas, cells + 1, (pixels) => {
    colourLosses(pixels, losses, range);
  });
}

/** Losses to colours. What is not finite stays transparent: it is never painted as if it were a loss. */
export function colourLosses(pixels: Uint32Array, losses: Float64Array, range: LossRange): void {
  const places = new LogPlaces(range);
  const { words } = lossColours;
  for (let i = 0; i < pixels.length; i++) {
    const loss = losses[i];
    pixels[i] = Number.isFinite(loss) ? words[Math.round(places.of(loss) * (tableSize - 1))] : 0;
  }
}

/** The scale from low to high as a strip of its colours. */
export function paintLossScale(canvas: HTMLCanvasElement): void {
  canvas.width = tableSize;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  lossColours.css.forEach((colour, i) => {
    if (context === null) return;
    context.fillStyle = colour;
    context.fillRect(i, 0, 1, 1);
  });
}
