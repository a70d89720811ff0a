/** Loss curves as they are drawn: bucket by bucket, both extremes of each. */
export interface LossCurves {
  readonly epoch: Float64Array;
  readonly trainMin: Float64Array;
  readonly trainMax: Float64Array;
  readonly testMin: Float64Array;
  readonly testMax: Float64Array;
  /** Epoch of the last measurement, which the last bucket may not begin with. */
  readonly lastEpoch: number;
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * One curve through the extremes of every bucket: two points a bucket at the same epoch, the one nearer to the
 * curve first, so that a quiet curve stays a line and a noisy one shows its whole width. What can not be drawn
 * (not finite; not positive on a logarithmic scale) is a gap.
 */
export function curveThrough(
  epoch: Float64Array,
  min: Float64Array,
  max: Float64Array,
  logarithmic: boolean,
): CurvePoint[] {
  const points: CurvePoint[] = [];
  let previous = max[0];
  for (let i = 0; i < epoch.length; i++) {
    const lowFirst = Math.abs(previous - min[i]) <= Math.abs(previous - max[i]);
    const [first, second] = lowFirst ? [min[i], max[i]] : [max[i], min[i]];
    points.push(
      { x: epoch[i], y: drawable(first, logarithmic) },
      { x: epoch[i], y: drawable(second, logarithmic) },
    );
    previous = second;
  }
  return points;
}

function drawable(value: number, logarithmic: boolean): number {
  return Number.isFinite(value) && (!logarithmic || value > 0) ? value : NaN;
}

export interface LossRange {
  readonly min: number;
  readonly max: number;
}

/** The axis that holds both curves: from 0 on a linear scale, from decade to decade on a logarithmic one. */
export function rangeOf(history: LossCurves, logarithmic: boolean): LossRange {
  let low = Infinity;
  let high = -Infinity;
  for (const values of [history.trainMin, history.testMin, history.trainMax, history.testMax]) {
    for (const value of values) {
      if (!Number.isFinite(value) || (logarithmic && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return logarithmic ? { min: 1e-3, max: 1 } : { min: 0, max: 1 };
  if (!logarithmic) return { min: 0, max: niceAbove(high) };
  const top = 10 ** Math.ceil(Math.log10(high) - 1e-9);
  // Sixteen decades are all that double precision tells apart; a loss that grows is seen from where it came.
  const bottom = Math.max(10 ** Math.floor(Math.log10(low) + 1e-9), Math.min(1, top) * 1e-16);
  return { min: bottom === top ? top / 10 : bottom, max: top };
}

/** The least of 1, 2, 2.5, 5 × 10ⁿ above a little more than the value: steps rarely, so the axis stays calm. */
function niceAbove(value: number): number {
  if (value <= 0) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * decade >= value * 1.02);
  return (step ?? 12.5) * decade;
}
