/** The error of the two differences at one step. */
export interface DifferencePoint {
  readonly h: number;
  readonly forwardError: number;
  readonly centralError: number;
  /** What rounding alone can make of it. */
  readonly roundingFloor: number;
}

export interface ErrorPoint {
  readonly x: number;
  readonly y: number;
  /** What is drawn at the lower edge may be smaller, or nothing at all. */
  readonly error: number;
}

export interface ErrorRange {
  readonly min: number;
  readonly max: number;
}

/** Decades above the highest error, so that no curve runs along the frame. */
const headroom = 0.2;

/** Whole decades that hold every error and the rounding floor; exact results lie on the lower edge. */
export function errorRange(points: readonly DifferencePoint[]): ErrorRange {
  let low = Infinity;
  let high = -Infinity;
  for (const { forwardError, centralError, roundingFloor } of points) {
    for (const error of [forwardError, centralError, roundingFloor]) {
      if (!Number.isFinite(error) || error <= 0) continue;
      if (error < low) low = error;
      if (error > high) high = error;
    }
  }
  if (low > high) return { min: 1e-16, max: 1 };
  const max = 10 ** Math.ceil(Math.log10(high) + headroom);
  // A difference can hit by luck; a deep notch would press everything else together.
  const min = Math.max(10 ** Math.floor(Math.log10(low) - 1e-9), max * 1e-20);
  return { min, max };
}

/** One curve, by ascending h. What is not finite is a gap. */
export function errorCurve(
  points: readonly DifferencePoint[],
  of: 'forwardError' | 'centralError' | 'roundingFloor',
  { min }: ErrorRange,
): ErrorPoint[] {
  return points
    .map((point) => ({ x: point.h, error: point[of] }))
    .sort((a, b) => a.x - b.x)
    .map(({ x, error }) => ({ x, error, y: Number.isFinite(error) ? Math.max(error, min) : NaN }));
}

/** How far a guide runs beside its curve: on it, it could not be seen. */
const guideDistance = { 1: 4, 2: 1 / 6 } as const;

/** How theory says that the curve falls, with a power of h: a line beside it, as far as rounding lets it. */
export function slopeGuide(
  points: readonly DifferencePoint[],
  of: 'forwardError' | 'centralError',
  power: 1 | 2,
): { x: number; y: number }[] {
  if (points.length === 0) return [];
  // The largest steps feel higher terms too; a decade below, the leading one rules.
  const anchor = nearest(points, 1e-2);
  const error = anchor[of];
  const lower = nearest(points, anchor.h / 10)[of];
  // At the rounding floor there is no slope to be seen, and none where a gap remains however small the step.
  if (!(error > 8 * anchor.roundingFloor && error > 3 * lower) || !Number.isFinite(error)) return [];
  return points
    .map(({ h, roundingFloor }) => ({
      x: h,
      y: guideDistance[power] * error * (h / anchor.h) ** power,
      floor: roundingFloor,
    }))
    .filter(({ y, floor }) => y >= floor / 10)
    .sort((a, b) => a.x - b.x)
    .map(({ x, y }) => ({ x, y }));
}

function nearest(points: readonly DifferencePoint[], h: number): DifferencePoint {
  const distance = (point: DifferencePoint): number => Math.abs(Math.log10(point.h / h));
  return points.reduce((best, point) => (distance(point) < distance(best) ? point : best));
}
