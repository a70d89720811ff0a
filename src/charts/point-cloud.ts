import { colourScales, tableIndex, type Theme } from './colour-scale.ts';
import type { PlotPoints } from './boundary-chart.ts';

export interface PointCloudOptions {
  readonly theme: Theme;
  readonly isClassification: boolean;
  /** CSS pixels. */
  readonly size: number;
  readonly pixelRatio: number;
}

/** A picture of a data set for a menu: every point, class by shape and colour, scaled to fill the square. */
export function paintPointCloud(canvas: HTMLCanvasElement, points: PlotPoints, options: PointCloudOptions): void {
  const { theme, isClassification, size, pixelRatio } = options;
  canvas.width = Math.round(size * pixelRatio);
  canvas.height = canvas.width;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(pixelRatio, pixelRatio);
  const { css } = colourScales[theme];
  const toPixel = fitter(points, size);
  points.label.forEach((label, i) => {
    const x = toPixel(points.x1[i]);
    const y = size - toPixel(points.x2[i]);
    context.fillStyle = css[Math.max(0, tableIndex(label))];
    if (isClassification && label < 0) context.fillRect(x - 1.1, y - 1.1, 2.2, 2.2);
    else {
      context.beginPath();
      context.arc(x, y, 1.3, 0, 2 * Math.PI);
      context.fill();
    }
  });
}

/** Coordinates to pixels, with the farthest coordinate just inside the edge. */
function fitter({ x1, x2 }: PlotPoints, size: number): (coordinate: number) => number {
  let extent = 1e-9;
  for (const values of [x1, x2]) for (const value of values) extent = Math.max(extent, Math.abs(value));
  const margin = 3;
  const scale = (size / 2 - margin) / extent;
  return (coordinate) => size / 2 + coordinate * scale;
}
