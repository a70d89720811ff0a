import { classColours } from './class-colours.ts';
import { pairOf } from './class-pairs.ts';
import { traceClassShape } from './class-shapes.ts';
import { colourScales, tableIndex, type Theme } from './colour-scale.ts';
import type { PlotPoints } from './boundary-chart.ts';

export interface PointCloudOptions {
  readonly theme: Theme;
  /** 0 for regression. */
  readonly classCount: number;
  /** CSS pixels. */
  readonly size: number;
  readonly pixelRatio: number;
}

/** A picture of a data set for a menu: every point, class by shape and colour, scaled to fill the square. */
export function paintPointCloud(
  canvas: HTMLCanvasElement,
  points: PlotPoints,
  options: PointCloudOptions,
): void {
  const { theme, classCount, size, pixelRatio } = options;
  canvas.width = Math.round(size * pixelRatio);
  canvas.height = canvas.width;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(pixelRatio, pixelRatio);
  const { css } = colourScales[theme];
  const toPixel = fitter(points, size);
  points.label.forEach((label, i) => {
    const [x, y] = toPixel(points.x1[i], points.x2[i]);
    context.beginPath();
    if (classCount > 2) {
      const pair = pairOf(label, classCount, 0);
      context.fillStyle = classColours[theme].css[pair];
      traceClassShape(context, pair, x, y, 1.3);
    } else {
      context.fillStyle = css[Math.max(0, tableIndex(label))];
      // The first two shapes: what is negative is a square where it is a class.
      traceClassShape(context, classCount > 0 && label < 0 ? 0 : 1, x, y, 1.3);
    }
    context.fill();
  });
}

/** Coordinates to pixels: the middle of the points in the middle, the farthest just inside the edge. */
function fitter({ x1, x2 }: PlotPoints, size: number): (x1: number, x2: number) => [number, number] {
  const [middle1, half1] = rangeOf(x1);
  const [middle2, half2] = rangeOf(x2);
  const margin = 3;
  const scale = (size / 2 - margin) / Math.max(half1, half2, 1e-9);
  return (a, b) => [size / 2 + (a - middle1) * scale, size / 2 - (b - middle2) * scale];
}

/** Middle and half the width. */
function rangeOf(values: Float64Array): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [(low + high) / 2, (high - low) / 2];
}
