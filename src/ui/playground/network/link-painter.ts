import { colourScales, tableIndex, type Theme } from '../../../charts/colour-scale.ts';
import { palettes } from '../../../charts/palette.ts';
import type { NetworkLayout } from './layout.ts';
import { strengthOf, type Link } from './links.ts';

/** Lines of one pixel are drawn many times faster than wider ones, and most weights of a wide net are weak. */
const thinUpTo = 0.2;
const thickest = 6;

/** Draws the links, which come weakest first, each as a curve from the right edge of one picture to the left of the next. */
export function paintLinks(
  context: CanvasRenderingContext2D,
  links: readonly Link[],
  layout: NetworkLayout,
  theme: Theme,
  strengthIn: (value: number) => number = strengthOf,
): void {
  const { lines } = colourScales[theme];
  const spans = layout.columns.slice(1).map((_, column) => spanOf(column, layout));
  context.lineJoin = 'bevel';
  for (const { column, from, to, weight } of links) {
    const span = spans[column];
    if (span === undefined) continue;
    const strength = strengthIn(weight);
    context.lineWidth = lineWidthOf(strength);
    context.strokeStyle = lineColourOf(lines, weight, strength);
    context.beginPath();
    traceLink(context, span, layout.columns[column].ys[from], layout.columns[column + 1].ys[to]);
    context.stroke();
  }
}

/** Pixels. */
export function lineWidthOf(strength: number): number {
  return 1 + (thickest - 1) * Math.max(0, (strength - thinUpTo) / (1 - thinUpTo));
}

export function lineColourOf(lines: readonly string[], value: number, strength: number): string {
  return lines[tableIndex(Math.sign(value) * (0.25 + 0.75 * strength))];
}

/** From a picture to every neuron that reads it: what each reads there is painted in it. */
export function paintFan(context: CanvasRenderingContext2D, layout: NetworkLayout, theme: Theme): void {
  const [from, to] = layout.columns;
  if (to === undefined) return;
  context.lineWidth = 1;
  context.strokeStyle = palettes[theme].hairline;
  context.beginPath();
  for (const y of to.ys) traceLink(context, spanOf(0, layout), from.ys[0], y);
  context.stroke();
}

/** An empty context in CSS pixels, sharp on this screen. */
export function clearStage(
  canvas: HTMLCanvasElement,
  layout: NetworkLayout,
): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const ratio = devicePixelRatio;
  const width = Math.round(layout.width * ratio);
  const height = Math.round(layout.height * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, layout.width, layout.height);
  return context;
}

interface Span {
  readonly x0: number;
  readonly x1: number;
}

/** From the right edges of a column's pictures to the left edges of the next one's. */
export function spanOf(column: number, { columns, size, inputSize, outputSize }: NetworkLayout): Span {
  const ownSize = column === 0 ? inputSize : size;
  const nextSize = column + 1 === columns.length - 1 ? outputSize : size;
  return { x0: columns[column].x + ownSize / 2, x1: columns[column + 1].x - nextSize / 2 };
}

/** The cubic with its handles half way across: it leaves and arrives level. */
export function traceLink(context: CanvasRenderingContext2D, { x0, x1 }: Span, y0: number, y1: number): void {
  const middle = (x0 + x1) / 2;
  context.moveTo(x0, y0);
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}

/** Shares of the width and of the height at t. */
function advanceAt(t: number): number {
  return 1.5 * t - 1.5 * t * t + t ** 3;
}

function riseAt(t: number): number {
  return 3 * t * t - 2 * t ** 3;
}

/** Farther than this from a line, the pointer does not mean it. */
const reach = 5;

/** The link nearest under a point, the strongest first where several are as near; null where there is none. */
export function linkAt(
  links: readonly Link[],
  layout: NetworkLayout,
  x: number,
  y: number,
  within = reach,
): Link | null {
  let best: Link | null = null;
  let bestDistance = within;
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i];
    if (link.column + 1 >= layout.columns.length) continue;
    const { x0, x1 } = spanOf(link.column, layout);
    if (x < x0 || x > x1) continue;
    const y0 = layout.columns[link.column].ys[link.from];
    const y1 = layout.columns[link.column + 1].ys[link.to];
    const distance = Math.abs(y0 + (y1 - y0) * riseAt(parameterAt((x - x0) / (x1 - x0))) - y);
    if (distance < bestDistance) {
      best = link;
      bestDistance = distance;
    }
  }
  return best;
}

/** The t at which a curve has advanced by a share of its width; `advanceAt` grows, so halving finds it. */
function parameterAt(share: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2;
    if (advanceAt(t) < share) low = t;
    else high = t;
  }
  return (low + high) / 2;
}
