/** In units of the picture, which is stretched to its place. */
export const sparklineSize = { width: 240, height: 48 } as const;
const margin = 5;

export interface SparklinePoint {
  readonly x: number;
  readonly y: number;
}

/** Where the numbers lie in the picture, from left to right; what is not finite is left out. */
export function sparklinePoints(values: readonly number[]): SparklinePoint[] {
  const { width, height } = sparklineSize;
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const span = high - low;
  const across = Math.max(1, values.length - 1);
  return values.flatMap((value, i) => {
    if (!Number.isFinite(value)) return [];
    // Half as large first: the span of huge numbers may be infinite.
    const share = span === 0 ? 0.5 : (value / 2 - low / 2) / (high / 2 - low / 2);
    return [
      {
        x: margin + (i / across) * (width - 2 * margin),
        y: height - margin - share * (height - 2 * margin),
      },
    ];
  });
}
