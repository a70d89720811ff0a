import type { GridValues } from './heat-map-painter.ts';

/** From an output to what is up: `output * scale + shift`. */
export interface CurveScale {
  readonly shift: number;
  readonly scale: number;
}

/** How many outputs a grid holds. */
export function outputsIn({ resolution, values }: GridValues): number {
  return resolution === 0 ? 0 : values.length / resolution ** 2;
}

/**
 * One output over the only input, from left to right in the centres of the grid's columns: any row of it, as they are
 * all alike.
 */
export function curveOf({ resolution, values }: GridValues, output = 0): Float32Array {
  const start = output * resolution ** 2;
  return values.subarray(start, start + resolution);
}

/** A curve at a place from 0, the left end of the window, to 1: between two centres on the straight line. */
export function curveAt(curve: Float32Array, place: number): number {
  const at = Math.min(curve.length - 1, Math.max(0, place * curve.length - 0.5));
  const left = Math.floor(at);
  const right = Math.min(curve.length - 1, left + 1);
  return curve[left] + (at - left) * (curve[right] - curve[left]);
}

/** Where a curve is drawn. */
export interface CurveBox {
  readonly left: number;
  readonly width: number;
  /** From a value to its pixel. */
  readonly toY: (value: number) => number;
}

/** Makes a curve the path of a context. What is not finite is a gap. */
export function traceCurve(
  context: Pick<CanvasRenderingContext2D, 'beginPath' | 'moveTo' | 'lineTo'>,
  curve: Float32Array,
  { left, width, toY }: CurveBox,
): void {
  context.beginPath();
  let isDown = false;
  curve.forEach((value, column) => {
    if (!Number.isFinite(value)) {
      isDown = false;
      return;
    }
    const x = left + ((column + 0.5) / curve.length) * width;
    if (isDown) context.lineTo(x, toY(value));
    else context.moveTo(x, toY(value));
    isDown = true;
  });
}
