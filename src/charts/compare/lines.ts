import type { Theme } from '../colour-scale.ts';
import { keptLooks } from '../plot-colours.ts';
import { rangeOf } from './fan.ts';
import type { Painting } from './painted-chart.ts';

export interface PaintedLine {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The colour of a line by its place: no two of six look the same. */
export function lineColour(place: number, theme: Theme): string {
  return keptLooks[place % keptLooks.length].colours[theme];
}

/** As a stroke of a picture that stands beside it. */
export function lineDash(place: number): readonly number[] {
  return keptLooks[place % keptLooks.length].dash;
}

/** Losses on powers, each line in a look of its own. */
export function linesPainting(
  lines: readonly PaintedLine[],
  titles: { readonly x: string; readonly y: string },
  theme: Theme,
): Painting {
  const { min, max } = rangeOf(lines.map(({ y }) => y));
  const last = lines.reduce((most, { x }) => Math.max(most, x.at(-1) ?? 0), 0);
  return {
    x: { title: titles.x, scale: 'linear', min: 0, max: last > 0 ? last : 1 },
    y: { title: titles.y, scale: 'log', min, max },
    theme,
    paint: ({ context, x, y }) => {
      lines.forEach((line, place) => {
        context.beginPath();
        line.x.forEach((at, i) => {
          const value = Math.max(min, line.y[i]);
          if (i === 0) context.moveTo(x(at), y(value));
          else context.lineTo(x(at), y(value));
        });
        context.strokeStyle = lineColour(place, theme);
        context.setLineDash([...lineDash(place)]);
        context.lineWidth = 2;
        context.lineJoin = 'round';
        context.stroke();
      });
      context.setLineDash([]);
    },
  };
}
