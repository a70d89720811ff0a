import type { Chart, Plugin } from 'chart.js';
import type { Theme } from './colour-scale.ts';
import { labelPlaces, type Place } from './label-places.ts';
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
      const places = labelPlaces(lines, chart.chartArea);
      lines.forEach(({ label }, i) => {
        const place = places[i];
        if (place !== null) write(chart, label, place, theme);
      });
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

function write({ ctx, chartArea }: Chart, label: string, place: Place, theme: Theme): void {
  const { ink, halo } = palettes[theme];
  const [x, y] = [chartArea.left + place.x, chartArea.top + place.y];
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
