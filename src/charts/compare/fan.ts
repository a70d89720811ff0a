import type { Theme } from '../colour-scale.ts';
import { lineColour, lineDash } from './line-looks.ts';
import type { PaintArea, Painting } from './painted-chart.ts';

export interface FanLines {
  readonly epoch: Float64Array;
  /** An odd number of columns, lowest first; the one in the middle is the median. */
  readonly lines: readonly Float64Array[];
}

export interface FanCurve {
  readonly epoch: Float64Array;
  readonly loss: Float64Array;
}

/** The chosen curve looks like the line of this place. */
export const chosenLook = 1;

/** Many loss curves as bands around their median, on powers; with one of them, where it is chosen. */
export function fanPainting(fan: FanLines, chosen: FanCurve | null, theme: Theme, title: string): Painting {
  const { min, max } = rangeOf([...fan.lines, ...(chosen === null ? [] : [chosen.loss])]);
  const last = Math.max(1, fan.epoch.at(-1) ?? 1);
  return {
    x: { title: 'epoch', scale: 'linear', min: 0, max: last },
    y: { title, scale: 'log', min, max },
    theme,
    paint: (area) => {
      const { lines, epoch } = fan;
      const half = (lines.length - 1) / 2;
      const { palette, context } = area;
      for (let i = 0; i < half; i++) {
        context.globalAlpha = 0.16;
        context.fillStyle = palette.accent;
        band(area, epoch, lines[i], lines[lines.length - 1 - i], { min, max });
      }
      context.globalAlpha = 1;
      line(area, epoch, lines[half], { min, max }, palette.accent, 2);
      if (chosen !== null) {
        context.setLineDash([...lineDash(chosenLook)]);
        line(area, chosen.epoch, chosen.loss, { min, max }, lineColour(chosenLook, theme), 2);
        context.setLineDash([]);
      }
    },
  };
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** A curve that goes up to more than so many times what the highest began with has exploded: it leaves the picture. */
const mostTimes = 100;

/**
 * Of what is above 0 and finite, whole parts of powers; a loss that is 0 lies on the lower edge. One that explodes does
 * not make a line on the ground of all others.
 */
export function rangeOf(columns: readonly Float64Array[]): Range {
  let [low, high] = [Infinity, -Infinity];
  let first = 0;
  for (const column of columns)
    if (column.length > 0 && column[0] < Infinity) first = Math.max(first, column[0]);
  for (const column of columns)
    for (const value of column)
      if (value > 0 && value < Infinity) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (first > 0) high = Math.max(low, Math.min(high, mostTimes * first));
  if (low > high) return { min: 0.1, max: 1 };
  return low === high ? { min: low / 2, max: high * 2 } : { min: low / 1.1, max: high * 1.1 };
}

export const within = (value: number, { min, max }: Range): number =>
  Number.isNaN(value) ? min : Math.min(max * 2, Math.max(min, value));

function band(
  { context, x, y }: PaintArea,
  epoch: Float64Array,
  low: Float64Array,
  high: Float64Array,
  range: Range,
) {
  context.beginPath();
  epoch.forEach((at, i) => {
    if (i === 0) context.moveTo(x(at), y(within(low[i], range)));
    else context.lineTo(x(at), y(within(low[i], range)));
  });
  for (let i = epoch.length - 1; i >= 0; i--) context.lineTo(x(epoch[i]), y(within(high[i], range)));
  context.closePath();
  context.fill();
}

function line(
  { context, x, y }: PaintArea,
  epoch: Float64Array,
  values: Float64Array,
  range: Range,
  colour: string,
  width: number,
): void {
  context.beginPath();
  epoch.forEach((at, i) => {
    if (i === 0) context.moveTo(x(at), y(within(values[i], range)));
    else context.lineTo(x(at), y(within(values[i], range)));
  });
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.stroke();
}
