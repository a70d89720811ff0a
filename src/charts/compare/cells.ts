import type { Theme } from '../colour-scale.ts';
import { lossColours } from '../loss-scale.ts';
import type { PaintArea, Painting } from './painted-chart.ts';

export interface PaintedCells {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** `values[row * columns + column]`: null is not known yet, and what is infinite has not got there. */
  readonly values: readonly (number | null)[];
  readonly isLog: boolean;
  /** Whether little is good. */
  readonly lowIsGood: boolean;
  readonly chosen: number | null;
}

/** From 0, the least, to 1, the most, of all that is finite; NaN for what is not. */
export function shareOf(values: readonly (number | null)[], isLog: boolean): (value: number) => number {
  const scale = (value: number): number => (isLog ? Math.log(Math.max(value, 1e-300)) : value);
  let [low, high] = [Infinity, -Infinity];
  for (const value of values)
    if (value !== null && Number.isFinite(value))
      [low, high] = [Math.min(low, scale(value)), Math.max(high, scale(value))];
  return (value) => {
    if (!Number.isFinite(value)) return NaN;
    return high > low ? (scale(value) - low) / (high - low) : 0;
  };
}

/** The colour of a share, good or bad: as low ground and heights of a landscape. */
export function cellColour(share: number, lowIsGood: boolean): string {
  const { css } = lossColours;
  return css[Math.round((lowIsGood ? share : 1 - share) * (css.length - 1))];
}

/** A table of values as a heat map; the first row lies lowest. */
export function cellsPainting(cells: PaintedCells, theme: Theme): Painting {
  const { columns, rows, values, isLog, lowIsGood, chosen } = cells;
  const shares = shareOf(values, isLog);
  const marks = (labels: readonly string[]) => labels.map((label, at) => ({ at, label }));
  return {
    x: { title: cells.xTitle, scale: 'linear', min: -0.5, max: columns.length - 0.5, marks: marks(columns) },
    y: { title: cells.yTitle, scale: 'linear', min: -0.5, max: rows.length - 0.5, marks: marks(rows) },
    theme,
    paint: (area) => {
      values.forEach((value, cell) => {
        const box = boxOf(area, cell % columns.length, Math.floor(cell / columns.length));
        if (value === null) return;
        const share = shares(value);
        if (Number.isNaN(share)) hatch(area, box);
        else {
          area.context.fillStyle = cellColour(share, lowIsGood);
          area.context.fillRect(box.left, box.top, box.width, box.height);
        }
      });
      if (chosen !== null)
        frame(area, boxOf(area, chosen % columns.length, Math.floor(chosen / columns.length)));
    },
  };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boxOf({ x, y }: PaintArea, column: number, row: number): Box {
  const left = Math.round(x(column - 0.5));
  const top = Math.round(y(row + 0.5));
  return { left, top, width: Math.round(x(column + 0.5)) - left, height: Math.round(y(row - 0.5)) - top };
}

/** No colour of the scale: what has not got there is no value. */
function hatch({ context, palette }: PaintArea, { left, top, width, height }: Box): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.fillStyle = palette.hairline;
  context.fillRect(left, top, width, height);
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.beginPath();
  for (let from = left - height; from < left + width; from += 6) {
    context.moveTo(from, top + height);
    context.lineTo(from + height, top);
  }
  context.stroke();
  context.restore();
}

function frame({ context, palette }: PaintArea, { left, top, width, height }: Box): void {
  context.strokeStyle = palette.halo;
  context.lineWidth = 4;
  context.strokeRect(left + 1, top + 1, width - 2, height - 2);
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  context.strokeRect(left + 1, top + 1, width - 2, height - 2);
}
