import type { Plugin } from 'chart.js';
import type { Theme } from './colour-scale.ts';
import { palettes } from './palette.ts';

/** Indices of points, by the set that they are of. */
export interface CrossedPoints {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

interface Places {
  readonly x1: Float64Array;
  readonly x2: Float64Array;
}

export interface CrossState {
  readonly data: { readonly train: Places; readonly test: Places } | null;
  /** null for none. */
  readonly crossed?: CrossedPoints | null;
  readonly showTest: boolean;
  readonly theme: Theme;
}

/** Where the arms of a cross begin and end, from the middle of its point, CSS pixels. */
const arm = { from: 4.2, to: 8.6 } as const;
const diagonals = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;

/** A Chart.js plugin that puts a cross behind points: four arms, so that their own mark is seen as it is. */
export function crossPlugin(state: () => CrossState): Plugin<'marks'> {
  return {
    id: 'crosses',
    afterDatasetsDraw({ ctx, scales }) {
      const { data, crossed = null, showTest, theme } = state();
      if (data === null || crossed === null) return;
      ctx.beginPath();
      for (const split of ['train', 'test'] as const) {
        if (split === 'test' && !showTest) continue;
        const { x1, x2 } = data[split];
        for (const i of crossed[split]) {
          // There may be fewer points by now.
          if (i >= x1.length) break;
          const [x, y] = [scales['x'].getPixelForValue(x1[i]), scales['y'].getPixelForValue(x2[i])];
          for (const [dx, dy] of diagonals) {
            const [a, b] = [arm.from * Math.SQRT1_2, arm.to * Math.SQRT1_2];
            ctx.moveTo(x + dx * a, y + dy * a);
            ctx.lineTo(x + dx * b, y + dy * b);
          }
        }
      }
      const { ink, halo } = palettes[theme];
      ctx.save();
      for (const [colour, width] of [
        [halo, 4],
        [ink, 1.75],
      ] as const) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width;
        ctx.stroke();
      }
      ctx.restore();
    },
  };
}
