import type { Theme } from '../colour-scale.ts';
import { rangeOf, within } from './fan.ts';
import { lineColour, lineDash } from './line-looks.ts';
import type { Painting } from './painted-chart.ts';

export interface PaintedLine {
  readonly x: Float64Array;
  readonly y: Float64Array;
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
          const value = within(line.y[i], { min, max });
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
