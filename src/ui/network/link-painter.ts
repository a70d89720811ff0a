import { colourScales, tableIndex, type Theme } from '../../charts/colour-scale.ts';
import type { NetworkLayout } from './layout.ts';
import { strengthOf, type Link } from './links.ts';

/** Links of about the same weight share one stroke: a frame draws at most this many twice, not 600. */
const levels = 16;
const thinnest = 0.75;
const thickest = 6;

/** Draws the links, which come weakest first, each as a curve from the right edge of one picture to the left of the next. */
export function paintLinks(
  context: CanvasRenderingContext2D,
  links: readonly Link[],
  layout: NetworkLayout,
  theme: Theme,
): void {
  const { lines } = colourScales[theme];
  const paths = new Map<number, Path2D>();
  for (const link of links) {
    const level = Math.min(levels - 1, Math.floor(strengthOf(link.weight) * levels));
    const key = link.weight < 0 ? -level - 1 : level + 1;
    let path = paths.get(key);
    if (path === undefined) paths.set(key, (path = new Path2D()));
    trace(path, link, layout);
  }
  context.lineCap = 'round';
  for (const [key, path] of paths) {
    const strength = (Math.abs(key) - 0.5) / levels;
    context.lineWidth = thinnest + (thickest - thinnest) * strength;
    context.strokeStyle = lines[tableIndex(Math.sign(key) * (0.25 + 0.75 * strength))];
    context.stroke(path);
  }
}

/** An empty context in CSS pixels, sharp on this screen. */
export function clearStage(canvas: HTMLCanvasElement, layout: NetworkLayout): CanvasRenderingContext2D | null {
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
function spanOf(column: number, { columns, size, outputSize }: NetworkLayout): Span {
  const nextSize = column + 1 === columns.length - 1 ? outputSize : size;
  return { x0: columns[column].x + size / 2, x1: columns[column + 1].x - nextSize / 2 };
}

function trace(path: Path2D, { column, from, to }: Link, layout: NetworkLayout): void {
  if (column + 1 >= layout.columns.length) return;
  const { x0, x1 } = spanOf(column, layout);
  const y0 = layout.columns[column].ys[from];
  const y1 = layout.columns[column + 1].ys[to];
  const middle = (x0 + x1) / 2;
  path.moveTo(x0, y0);
  path.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}

/** Farther than this from a line, the pointer does not mean it. */
const reach = 5;

/** The link nearest under a point, the strongest first where several are as near; null where there is none. */
export function linkAt(links: readonly Link[], layout: NetworkLayout, x: number, y: number): Link | null {
  let best: Link | null = null;
  let bestDistance = reach;
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i];
    if (link.column + 1 >= layout.columns.length) continue;
    const { x0, x1 } = spanOf(link.column, layout);
    if (x < x0 || x > x1) continue;
    const y0 = layout.columns[link.column].ys[link.from];
    const y1 = layout.columns[link.column + 1].ys[link.to];
    const distance = Math.abs(y0 + (y1 - y0) * riseAt((x - x0) / (x1 - x0)) - y);
    if (distance < bestDistance) {
      best = link;
      bestDistance = distance;
    }
  }
  return best;
}

/** How far the curve has gone from one height to the other, at a share of its width. */
function riseAt(share: number): number {
  // x(t) = 1.5t(1-t)² + 1.5t²(1-t) + t³ = 1.5t - 1.5t² + t³ grows with t: halve the interval.
  let low = 0;
  let high = 1;
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2;
    if (1.5 * t - 1.5 * t * t + t ** 3 < share) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return 3 * t * t - 2 * t ** 3;
}
