import { contours } from 'd3-contour';
import { LogPlaces, type LossRange } from './loss-scale.ts';

/** (cells + 1)² losses, `[row][column]`, the first row on top. */
export interface LossPicture {
  readonly cells: number;
  readonly losses: Float64Array;
}

export interface ContourLine {
  /** Place of its loss on the scale, 0…1. */
  readonly place: number;
  /** Open and closed lines, in parts of the picture: 0…1 from left to right and from top to bottom. */
  readonly lines: readonly Polyline[];
}

export type Point = readonly [number, number];
export type Polyline = readonly Point[];

/** Lines between the lowest and the highest loss, at even distances on the logarithmic scale. */
const lineCount = 12;
/** Finer grids are drawn by every second or fourth of their points: lines through those are smooth already. */
const finestCells = 64;

/** Lines of equal loss, lowest first. */
export function contourLines({ cells, losses }: LossPicture, range: LossRange): ContourLine[] {
  const stride = Math.max(1, cells / finestCells);
  const side = cells / stride + 1;
  const places = new LogPlaces(range);
  const values = Array.from({ length: side * side }, (_, i) => {
    const loss = losses[stride * Math.floor(i / side) * (cells + 1) + stride * (i % side)];
    // What has no loss lies beyond every line.
    return Number.isFinite(loss) ? places.of(loss) : 2;
  });
  const levels = Array.from({ length: lineCount }, (_, k) => (k + 1) / (lineCount + 1));
  return contours()
    .size([side, side])
    .thresholds(levels)(values)
    .map(({ value, coordinates }) => ({
      place: value,
      lines: coordinates.flatMap((polygon) =>
        polygon.flatMap((ring) =>
          insideLines(ring, side, ([x, y]) => [(x - 0.5) / (side - 1), (y - 0.5) / (side - 1)]),
        ),
      ),
    }));
}

/**
 * The library closes its polygons by a way around the outermost points, half a unit outside of them. That way is no
 * line of equal values: it is left out, and what remains of a ring are the lines between its ends, from the library's
 * places to those in the picture.
 */
export function insideLines(
  ring: readonly (readonly number[])[],
  side: number,
  toPicture: (place: readonly number[]) => Point,
): Polyline[] {
  const isOutside = ([x, y]: readonly number[]): boolean => x === 0 || y === 0 || x === side || y === side;
  const start = ring.findIndex(isOutside);
  if (start < 0) return [ring.map(toPicture)];
  // A ring ends with the point that it began with.
  const points = [...ring.slice(start), ...ring.slice(1, start + 1)];
  const lines: Point[][] = [];
  let line: Point[] = [];
  for (const point of points) {
    if (!isOutside(point)) line.push(toPicture(point));
    else if (line.length > 0) {
      lines.push(line);
      line = [];
    }
  }
  return lines.filter(({ length }) => length > 1);
}
