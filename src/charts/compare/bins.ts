import type { Theme } from '../colour-scale.ts';
import type { Painting } from './painted-chart.ts';

export interface PaintedBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A histogram: bins next to each other, on a scale of powers where they are even on one. */
export function binsPainting(
  bins: readonly PaintedBin[],
  title: string,
  scale: 'linear' | 'log',
  theme: Theme,
): Painting {
  const most = bins.reduce((largest, { count }) => Math.max(largest, count), 1);
  const [from, to] = spanOf(bins, scale);
  return {
    x: { title, scale, min: from, max: to },
    y: { title: 'runs', scale: 'linear', min: 0, max: most * 1.08, isCount: true },
    theme,
    paint: ({ context, x, y, palette }) => {
      context.fillStyle = palette.accent;
      for (const bin of bins) {
        if (bin.count === 0) continue;
        // Alike values are one bin without a width.
        const [left, right] =
          bin.from < bin.to ? [x(bin.from), x(bin.to)] : [x(bin.from) - 3, x(bin.from) + 3];
        const top = y(bin.count);
        context.fillRect(left + 0.5, top, Math.max(1, right - left - 1), y(0) - top);
      }
    },
  };
}

function spanOf(bins: readonly PaintedBin[], scale: 'linear' | 'log'): readonly [number, number] {
  const from = bins.at(0)?.from ?? (scale === 'log' ? 0.1 : 0);
  const to = bins.at(-1)?.to ?? 1;
  if (from < to) return [from, to];
  return scale === 'log' ? [from / 2, from * 2] : [from - 1, from + 1];
}
