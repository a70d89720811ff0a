import { contours } from 'd3-contour';
import type { ClassOutputs, GridValues } from './heat-map-painter.ts';
import { insideLines, type Polyline } from './loss-contours.ts';

/** A line over the picture, in parts of it: 0…1 from left to right and from top to bottom. */
export interface LabelledLines {
  readonly lines: readonly Polyline[];
  /** What is written on the longest of them; '' for nothing. */
  readonly label: string;
  /** The line between two answers. */
  readonly isDecision: boolean;
  /** So that points and other lines stand out against them. */
  readonly isFaint?: boolean;
}

/** From outputs to own units where a number is predicted. */
export interface OutputUnits {
  readonly shift: number;
  readonly scale: number;
}

export interface ContourLevel {
  readonly level: number;
  readonly label: string;
  readonly isDecision: boolean;
}

/** Finer grids are thinned out to this: lines through those are smooth already. */
const finest = 72;
/** Levels between the ends of what is predicted. */
const wantedLevels = 10;

/**
 * The levels of one output: tenths from -0.8 to 0.8 by 0.2, the decision at 0 among them; where a number is predicted,
 * round numbers of its own units, also a little beyond the ends of the data.
 */
export function levelsOfOutput(units: OutputUnits | null, isRegression: boolean): ContourLevel[] {
  if (!isRegression)
    return [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8].map((level) => ({
      level,
      label: written(level),
      isDecision: level === 0,
    }));
  const { shift, scale } = units ?? { shift: 0, scale: 1 };
  const step = roundStep((2 * scale) / wantedLevels);
  const [from, to] = [shift - 1.5 * scale, shift + 1.5 * scale];
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => {
    const value = (first + i) * step;
    return { level: (value - shift) / scale, label: written(value), isDecision: false };
  });
}

/** Of several outputs, the lead of the largest over the next. */
export function levelsOfLead(low: number): ContourLevel[] {
  return [0.2, 0.4, 0.6, 0.8].map((part) => ({
    level: part * (1 - low),
    label: written(part * (1 - low)),
    isDecision: false,
  }));
}

/** 1, 2 or 5 times a power of ten, at least as large. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function written(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** Lines along which the output is the same, lowest level first. */
export function outputContours(
  grid: GridValues,
  classes: ClassOutputs | null,
  levels: readonly ContourLevel[],
): LabelledLines[] {
  const stride = Math.max(1, Math.ceil(grid.resolution / finest));
  const side = Math.floor(grid.resolution / stride);
  if (side < 2) return [];
  const at = classes === null ? outputAt : leadAt(classes.count);
  // The middles of what is left lie evenly over the picture, but for the cells that the stride leaves over.
  const values = Array.from({ length: side * side }, (_, i) => {
    const row = Math.floor(((Math.floor(i / side) + 0.5) / side) * grid.resolution);
    const column = Math.floor((((i % side) + 0.5) / side) * grid.resolution);
    const value = at(grid, row * grid.resolution + column);
    return Number.isFinite(value) ? value : -Infinity;
  });
  const wanted = levels.map(({ level }) => level);
  return contours()
    .size([side, side])
    .thresholds(wanted)(values)
    .map(({ coordinates }, i) => ({
      lines: coordinates.flatMap((polygon) =>
        polygon.flatMap((ring) => insideLines(ring, side, ([x, y]) => [x / side, y / side])),
      ),
      label: levels[i].label,
      isDecision: levels[i].isDecision,
    }));
}

function outputAt({ values }: GridValues, cell: number): number {
  return values[cell];
}

function leadAt(count: number): (grid: GridValues, cell: number) => number {
  return ({ values, resolution }, cell) => {
    let [first, second] = [-Infinity, -Infinity];
    for (let k = 0; k < count; k++) {
      const value = values[k * resolution ** 2 + cell];
      if (value > first) [first, second] = [value, first];
      else if (value > second) second = value;
    }
    return first - second;
  };
}
