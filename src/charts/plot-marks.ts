import type { Chart, Plugin } from 'chart.js';
import type { Theme } from './colour-scale.ts';
import { canvasFont, palettes } from './palette.ts';

/** Something that happened at one place of the axis across. */
export interface PlotMark {
  readonly x: number;
  readonly text: string;
}

export interface MarksShown {
  readonly marks: readonly PlotMark[];
  readonly theme: Theme;
}

const lineHeight = 13;
const gap = 4;

/** A Chart.js plugin: a thin line up at each mark, and its words beside it where they have room. */
export function marksPlugin(shown: () => MarksShown): Plugin<'line'> {
  return {
    id: 'setting-marks',
    afterDatasetsDraw(chart) {
      const { marks, theme } = shown();
      if (marks.length > 0) drawMarks(chart, marks, theme);
    },
  };
}

function drawMarks({ ctx, chartArea, scales }: Chart, marks: readonly PlotMark[], theme: Theme): void {
  const { left, right, top, bottom } = chartArea;
  const { ink, halo } = palettes[theme];
  ctx.save();
  ctx.font = `11px ${canvasFont}`;
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  ctx.fillStyle = ink;
  for (const { x, text, width, row } of placed(marks, (mark) => ({
    x: scales['x'].getPixelForValue(mark.x),
    width: ctx.measureText(mark.text).width,
    left,
    right,
  }))) {
    ctx.strokeStyle = ink;
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    if (row === null) continue;
    const start = x + gap + width <= right ? x + gap : x - gap - width;
    ctx.setLineDash([]);
    ctx.lineWidth = 3;
    ctx.strokeStyle = halo;
    ctx.strokeText(text, start, top + row * lineHeight);
    ctx.fillText(text, start, top + row * lineHeight);
  }
  ctx.restore();
}

export interface MarkPlace {
  /** In pixels, as all here. */
  readonly x: number;
  readonly width: number;
  readonly left: number;
  readonly right: number;
}

export interface PlacedMark {
  readonly x: number;
  readonly text: string;
  readonly width: number;
  /** That its words stand in, from the top; null where there is no room for them. */
  readonly row: number | null;
}

const rows = 2;

/** The marks in sight, with words where these stand over no others. */
export function placed(marks: readonly PlotMark[], placeOf: (mark: PlotMark) => MarkPlace): PlacedMark[] {
  const taken: { readonly row: number; readonly from: number; readonly to: number }[] = [];
  return marks.flatMap((mark) => {
    const { x, width, left, right } = placeOf(mark);
    if (!(x >= left && x <= right)) return [];
    const from = x + gap + width <= right ? x : x - 2 * gap - width;
    const to = from + width + 2 * gap;
    const isFree = (row: number): boolean =>
      from >= left - gap && taken.every((other) => other.row !== row || other.to <= from || other.from >= to);
    const row = Array.from({ length: rows }, (_, i) => i).find(isFree) ?? null;
    if (row !== null) taken.push({ row, from, to });
    return [{ x, text: mark.text, width, row }];
  });
}
