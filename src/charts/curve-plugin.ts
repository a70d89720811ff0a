import type { Chart, Plugin } from 'chart.js';
import { classColours, classColourCount } from './class-colours.ts';
import type { Theme } from './colour-scale.ts';
import { curveAt, curveOf, outputsIn, traceCurve, type CurveScale } from './curves.ts';
import type { GridValues } from './heat-map-painter.ts';
import { canvasFont, palettes } from './palette.ts';

export interface CurveState {
  readonly grid: GridValues | null;
  /** null where the picture is a plane. */
  readonly curve: CurveScale | null;
  readonly classNames: readonly string[];
  /** The class whose own output is shown; null for all. */
  readonly lookedAt: number | null;
  /** What is across and up. */
  readonly axes: readonly [string, string];
  readonly theme: Theme;
}

/** A Chart.js plugin that draws each output as a curve over the only input, and reads it where it is pointed at. */
export function curvePlugin(state: () => CurveState): Plugin<'marks'> {
  let pointer: number | null = null;
  let isDrawn = false;
  return {
    id: 'curve',
    afterEvent(_, args) {
      const next = args.inChartArea && args.event.type !== 'mouseout' ? args.event.x : null;
      args.changed ||= next !== pointer && state().curve !== null;
      pointer = next;
    },
    // Over the points, below the tooltip.
    beforeTooltipDraw(chart) {
      draw(chart);
      isDrawn = true;
    },
    afterDraw(chart) {
      if (!isDrawn) draw(chart);
      isDrawn = false;
    },
  };

  function draw(chart: Chart): void {
    const { grid, curve } = state();
    if (grid === null || curve === null) return;
    drawTicks(chart, state().theme);
    drawCurves(chart, state(), grid, curve);
    if (pointer !== null && chart.getActiveElements().length === 0)
      drawReading(chart, state(), grid, curve, pointer);
  }
}

/** From an edge, so that no number is cut off by it. */
const edge = 14;

/** Numbers along both axes, inside the picture: it keeps its size. */
function drawTicks({ ctx, chartArea, scales }: Chart, theme: Theme): void {
  const { left, right, top, bottom } = chartArea;
  const { ink, halo } = palettes[theme];
  ctx.save();
  ctx.font = `11px ${canvasFont}`;
  ctx.lineWidth = 3;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = halo;
  ctx.fillStyle = ink;
  ctx.textBaseline = 'middle';
  const write = (value: number, x: number, y: number): void => {
    if (x < left || x > right - edge || y < top + edge || y > bottom - 6) return;
    ctx.strokeText(short(value), x, y);
    ctx.fillText(short(value), x, y);
  };
  ctx.textAlign = 'left';
  for (const { value } of scales['y'].ticks)
    if (scales['y'].getPixelForValue(value) < bottom - 2 * edge)
      write(value, left + 6, scales['y'].getPixelForValue(value));
  ctx.textAlign = 'center';
  for (const { value } of scales['x'].ticks)
    if (scales['x'].getPixelForValue(value) > left + edge)
      write(value, scales['x'].getPixelForValue(value), bottom - 9);
  ctx.restore();
}

function drawCurves(
  { ctx, chartArea, scales }: Chart,
  state: CurveState,
  grid: GridValues,
  { shift, scale }: CurveScale,
): void {
  const { left, top, width, height } = chartArea;
  const box = { left, width, toY: (v: number) => scales['y'].getPixelForValue(v * scale + shift) };
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.lineJoin = 'round';
  for (let output = 0; output < outputsIn(grid); output++) {
    const isFaint = state.lookedAt !== null && state.lookedAt !== output;
    ctx.globalAlpha = isFaint ? 0.25 : 1;
    for (const [colour, lineWidth] of [
      [palettes[state.theme].halo, 5],
      [colourOf(state, grid, output), 2.5],
    ] as const) {
      traceCurve(ctx, curveOf(grid, output), box);
      ctx.lineWidth = lineWidth;
      ctx.strokeStyle = colour;
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** Of several outputs each has the colour of its class. */
function colourOf({ theme }: CurveState, grid: GridValues, output: number): string {
  return outputsIn(grid) > 1 ? classColours[theme].marks[output % classColourCount] : palettes[theme].ink;
}

/** The outputs at a place, in words beside it. */
function drawReading(
  { ctx, chartArea, scales }: Chart,
  state: CurveState,
  grid: GridValues,
  { shift, scale }: CurveScale,
  pointer: number,
): void {
  const { left, top, width } = chartArea;
  const values = Array.from(
    { length: outputsIn(grid) },
    (_, output) => curveAt(curveOf(grid, output), (pointer - left) / width) * scale + shift,
  );
  const { theme, axes } = state;
  const { ink, panel } = palettes[theme];
  values.forEach((value, output) => {
    ctx.beginPath();
    ctx.arc(pointer, scales['y'].getPixelForValue(value), 4, 0, 2 * Math.PI);
    ctx.fillStyle = colourOf(state, grid, output);
    ctx.fill();
  });
  const lines = [
    `${axes[0]} = ${short(scales['x'].getValueForPixel(pointer) ?? NaN)}`,
    ...readings(state, values),
  ];
  ctx.save();
  ctx.font = `12px ${canvasFont}`;
  const lineHeight = 16;
  const boxWidth = Math.max(...lines.map((line) => ctx.measureText(line).width)) + 16;
  const boxHeight = lines.length * lineHeight + 10;
  const isLeft = pointer < left + width / 2;
  const x = isLeft ? left + width - boxWidth - 8 : left + 8;
  ctx.fillStyle = ink;
  ctx.beginPath();
  ctx.roundRect(x, top + 8, boxWidth, boxHeight, 6);
  ctx.fill();
  ctx.fillStyle = panel;
  ctx.textBaseline = 'middle';
  lines.forEach((line, i) => {
    ctx.fillText(line, x + 8, top + 8 + 5 + (i + 0.5) * lineHeight);
  });
  ctx.restore();
}

const mostReadings = 10;

/** What each output says, by its class where there are several. */
export function readings(
  { classNames, lookedAt }: Pick<CurveState, 'classNames' | 'lookedAt'>,
  values: readonly number[],
): readonly string[] {
  if (values.length === 1) return [`output = ${short(values[0])}`];
  return values
    .map((value, place) => ({ place, text: `${classNames[place] ?? place} = ${short(value)}` }))
    .filter(({ place }) => lookedAt === null || place === lookedAt)
    .slice(0, mostReadings)
    .map(({ text }) => text);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
