import type { Chart, Plugin } from 'chart.js';
import type { Theme } from './colour-scale.ts';
import type { LabelledLines } from './output-contours.ts';
import { canvasFont, palettes } from './palette.ts';

export interface LinesState {
  /** null for none. */
  readonly lines?: readonly LabelledLines[] | null;
  readonly theme: Theme;
}

/** A Chart.js plugin that draws lines over the heat map and below the points, with what is written on them. */
export function linesPlugin(state: () => LinesState): Plugin<'marks'> {
  return {
    id: 'lines',
    beforeDatasetsDraw(chart) {
      const { lines = null, theme } = state();
      if (lines === null) return;
      const { ctx } = chart;
      ctx.save();
      for (const one of lines) stroke(chart, one, theme);
      for (const one of lines) write(chart, one, theme);
      ctx.restore();
    },
  };
}

function stroke(
  { ctx, chartArea }: Chart,
  { lines, isDecision, isFaint = false }: LabelledLines,
  theme: Theme,
): void {
  const { left, top, width, height } = chartArea;
  const { ink, muted, halo } = palettes[theme];
  ctx.beginPath();
  for (const line of lines)
    line.forEach(([x, y], i) => {
      if (i === 0) ctx.moveTo(left + x * width, top + y * height);
      else ctx.lineTo(left + x * width, top + y * height);
    });
  if (isFaint) {
    ctx.globalAlpha = 0.55;
    ctx.strokeStyle = muted;
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.globalAlpha = 1;
    return;
  }
  ctx.globalAlpha = isDecision ? 0.9 : 0.5;
  ctx.strokeStyle = halo;
  ctx.lineWidth = isDecision ? 4.5 : 2.5;
  ctx.stroke();
  ctx.globalAlpha = isDecision ? 1 : 0.75;
  ctx.strokeStyle = ink;
  ctx.lineWidth = isDecision ? 2.25 : 1;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Shorter lines have no room for a number, in parts of the picture. */
const shortest = 0.12;

/** In the middle of the longest line, as near to the picture's middle as is easily read. */
function write({ ctx, chartArea }: Chart, { lines, label }: LabelledLines, theme: Theme): void {
  if (label === '') return;
  const longest = lines.reduce<(typeof lines)[number]>(
    (best, line) => (line.length > best.length ? line : best),
    [],
  );
  const middle = longest[Math.floor(longest.length / 2)];
  if (middle === undefined || lengthOf(longest) < shortest) return;
  const { left, top, width, height } = chartArea;
  const { ink, halo } = palettes[theme];
  const x = Math.min(left + width - 16, Math.max(left + 16, left + middle[0] * width));
  const y = Math.min(top + height - 9, Math.max(top + 9, top + middle[1] * height));
  ctx.font = `600 11px ${canvasFont}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineWidth = 3.5;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = halo;
  ctx.strokeText(label, x, y);
  ctx.fillStyle = ink;
  ctx.fillText(label, x, y);
}

function lengthOf(line: LabelledLines['lines'][number]): number {
  return line.reduce(
    (sum, [x, y], i) => (i === 0 ? 0 : sum + Math.hypot(x - line[i - 1][0], y - line[i - 1][1])),
    0,
  );
}
