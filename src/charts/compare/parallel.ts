import type { Theme } from '../colour-scale.ts';
import { canvasFont } from '../palette.ts';
import { cellColour } from './cells.ts';
import type { PaintArea, Painting } from './painted-chart.ts';

export interface ParallelAxis {
  readonly title: string;
  /** Shares of its height, 0 at its foot, and what is written there. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
}

export interface ParallelLine {
  /** A share of the height for each axis; it ends before one that is NaN. */
  readonly shares: readonly number[];
  /** How much came out, from the least to the most of all; NaN for what has none, which is grey. */
  readonly colour: number;
  /** One that did not get as far as the others. */
  readonly isPale: boolean;
}

/** Parallel coordinates: an axis beside the other, and a line across all of them for each set-up, the first one on top. */
export function parallelPainting(
  axes: readonly ParallelAxis[],
  lines: readonly ParallelLine[],
  chosen: number | null,
  lowIsGood: boolean,
  theme: Theme,
): Painting {
  const last = axes.length - 1;
  return {
    x: {
      ...{ title: '', scale: 'linear', min: -0.3, max: last + 0.3 },
      marks: axes.map(({ title }, at) => ({ at, label: title })),
      areAllMarked: true,
    },
    y: { title: '', scale: 'linear', min: -0.1, max: 1.1, marks: [] },
    theme,
    paint: (area) => {
      axes.forEach((_, at) => {
        stem(area, at);
      });
      for (let place = lines.length - 1; place >= 0; place--) {
        const { colour, isPale } = lines[place];
        const isGrey = isPale || Number.isNaN(colour);
        area.context.globalAlpha = isGrey ? 0.25 : 1;
        stroke(
          area,
          lines[place],
          isGrey ? area.palette.muted : cellColour(seen(colour, lowIsGood, theme), lowIsGood),
          isGrey ? 1 : 1.75,
        );
      }
      area.context.globalAlpha = 1;
      if (chosen !== null && chosen in lines) {
        stroke(area, lines[chosen], area.palette.halo, 7);
        stroke(area, lines[chosen], area.palette.ink, 3);
      }
      axes.forEach(({ marks }, at) => {
        for (const mark of marks) write(area, at, mark.at, mark.label, at === last);
      });
    },
  };
}

/** Thin lines are told from the panel by their lightness: of the scale only what stands out from it. */
function seen(share: number, lowIsGood: boolean, theme: Theme): number {
  const [from, to] = theme === 'light' ? [0, 0.72] : [0.4, 1];
  return lowIsGood ? from + (to - from) * share : 1 - to + (to - from) * share;
}

function stem({ context, x, y, palette }: PaintArea, at: number): void {
  context.beginPath();
  context.moveTo(x(at), y(0));
  context.lineTo(x(at), y(1));
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.stroke();
}

function stroke({ context, x, y }: PaintArea, { shares }: ParallelLine, colour: string, width: number): void {
  context.beginPath();
  shares.forEach((share, at) => {
    if (Number.isNaN(share)) return;
    if (at === 0) context.moveTo(x(at), y(share));
    else context.lineTo(x(at), y(share));
  });
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.stroke();
}

/** Above or below its axis at its ends; else beside it, of the last one to the left. */
function write(
  { context, x, y, palette }: PaintArea,
  at: number,
  share: number,
  label: string,
  isLast: boolean,
) {
  const isEnd = share <= 0 || share >= 1;
  const shift = share <= 0 ? 13 : share >= 1 ? -6 : 4;
  context.font = `11px ${canvasFont}`;
  context.textAlign = isEnd ? 'center' : isLast ? 'right' : 'left';
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = palette.panel;
  context.fillStyle = palette.ink;
  const left = x(at) + (isEnd ? 0 : isLast ? -5 : 5);
  context.strokeText(label, left, y(share) + shift);
  context.fillText(label, left, y(share) + shift);
}
