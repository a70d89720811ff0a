import type { Size } from './camera.ts';
import { fit } from './camera.ts';
import { readableFrom } from './detail.ts';
import { rowFrames } from './row-frames.ts';
import type { PlacedDrawing } from './transition.ts';

/** So much of the view's height a drawing takes. */
const heightShare = 0.94;
/** Cards that are drawn farther apart than so many times are no longer seen as neighbours. */
const farthest = 3;
/** Neurons may be: each is a picture of its own. */
const farthestNeurons = 9;
/** Of the height of the whole, what a layer takes. */
const layerShare = 0.9;
/** Inside a neuron. */
const farthestInside = 1.5;

/** How many times taller a wide drawing is to be drawn to fill a view; 1 where it is tall enough or large enough. */
export function spreadFactor({ drawing, layout }: PlacedDrawing, view: Size): number {
  const { scale } = fit(layout, view);
  if (scale >= readableFrom || layout.height === 0) return 1;
  const wanted = (heightShare * view.height) / (layout.height * scale);
  return Math.max(1, Math.min(drawing.frames.length > 0 ? farthestNeurons : farthest, wanted));
}

/** The drawing that many times taller: boxes and what is inside of innermost frames keep their size, gaps grow. */
export function spread(placed: PlacedDrawing, factor: number): PlacedDrawing {
  if (factor === 1) return placed;
  const { layout } = placed;
  const { shifts, frames } = spreadPlaces(placed, factor);
  const [top, bottom] = extent(placed, shifts, frames);
  const margin = Math.min(...boxTops(placed), layout.height);
  const lift = margin - top;
  const centres = layout.centres.map((value, i) => (i % 2 === 0 ? value : value + shifts[i >> 1] + lift));
  frames.forEach((value, i) => {
    if (i % 4 === 1) frames[i] = value + lift;
  });
  return {
    ...placed,
    layout: {
      ...layout,
      height: bottom - top + 2 * margin,
      centres,
      frames,
      curves: spreadCurves(placed, shifts, lift),
    },
  };
}

/** Where the middle of a column is and where it goes, and how many times farther apart what is in it gets. */
interface Column {
  readonly from: number;
  readonly to: number;
  readonly factor: number;
}

/** How far each box moves down, and the frames around where they go. */
function spreadPlaces(placed: PlacedDrawing, factor: number): { shifts: Float64Array; frames: Float32Array } {
  const { drawing, layout, sizes } = placed;
  const isOuter = rowFrames(drawing);
  const frames = layout.frames.slice();
  const middleOf = (frame: number): number => layout.frames[4 * frame + 1] + layout.frames[4 * frame + 3] / 2;
  const outermost = (frame: number): number =>
    frame >= 0 && drawing.frames[frame].parent >= 0 ? outermost(drawing.frames[frame].parent) : frame;
  const columnAt = columnsOf(placed, factor);
  const shifts = Float64Array.from(drawing.nodes, ({ frame }, box) => {
    const y = layout.centres[2 * box + 1];
    const column = columnAt(outermost(frame), box);
    const moved = (place: number): number => column.to + (place - column.from) * column.factor;
    // A box beside frames in a frame stands in a row with them.
    if (frame < 0 || isOuter.has(frame)) return moved(y) - y;
    const inside = Math.min(column.factor, farthestInside);
    return moved(middleOf(frame)) + (y - middleOf(frame)) * inside - y;
  });
  // Inner frames first: the outer ones go around them.
  for (let frame = drawing.frames.length - 1; frame >= 0; frame--) {
    if (layout.frames[4 * frame + 3] === 0) continue;
    const spans = (places: Float32Array, moves: ArrayLike<number>): number[][] => [
      ...drawing.nodes.flatMap((node, box) => {
        const half = sizes[2 * box + 1] / 2;
        const y = layout.centres[2 * box + 1] + moves[box];
        return node.frame === frame ? [[y - half, y + half]] : [];
      }),
      ...drawing.frames.flatMap(({ parent }, inner) =>
        parent === frame && places[4 * inner + 3] > 0
          ? [[places[4 * inner + 1], places[4 * inner + 1] + places[4 * inner + 3]]]
          : [],
      ),
    ];
    const [top0, bottom0] = hull(spans(layout.frames, new Float64Array(drawing.nodes.length)));
    const [top1, bottom1] = hull(spans(frames, shifts));
    const [y, height] = [layout.frames[4 * frame + 1], layout.frames[4 * frame + 3]];
    frames[4 * frame + 1] = top1 - (top0 - y);
    frames[4 * frame + 3] = bottom1 - top1 + height - (bottom0 - top0);
  }
  return { shifts, frames };
}

/** A shorter layer than the tallest is drawn as tall, as far as its neurons stay neighbours. */
function columnsOf(
  { drawing, layout, sizes }: PlacedDrawing,
  factor: number,
): (outermost: number, box: number) => Column {
  const even = { from: 0, to: 0, factor };
  if (drawing.frames.length === 0) return () => even;
  const target = layout.height * factor;
  const columnOf = (top: number, bottom: number, middle = (top + bottom) / 2): Column => ({
    from: (top + bottom) / 2,
    // A frame's title is above what is in it, however far that is apart.
    to: middle * factor + (top + bottom) / 2 - middle,
    factor: Math.max(factor, Math.min(farthestNeurons, (layerShare * target) / Math.max(1, bottom - top))),
  });
  const ofFrames = drawing.frames.map((_, frame) => {
    const [, top, , height] = layout.frames.subarray(4 * frame, 4 * frame + 4);
    const inner = drawing.frames.flatMap(({ parent }, one) => (parent === frame ? [one] : []));
    const boxes = drawing.nodes.flatMap((node, box) => (node.frame === frame ? [box] : []));
    if (inner.length === 0) return columnOf(top, top + height);
    const spans = [
      ...inner.map((one) => [
        layout.frames[4 * one + 1],
        layout.frames[4 * one + 1] + layout.frames[4 * one + 3],
      ]),
      ...boxes.map((box) => [
        layout.centres[2 * box + 1] - sizes[2 * box + 1] / 2,
        layout.centres[2 * box + 1] + sizes[2 * box + 1] / 2,
      ]),
    ];
    return columnOf(...hull(spans), top + height / 2);
  });
  const isAbove = (frame: number, x: number): boolean =>
    drawing.frames[frame].parent < 0 &&
    layout.frames[4 * frame] <= x &&
    x <= layout.frames[4 * frame] + layout.frames[4 * frame + 2];
  const ofBoxes = drawing.nodes.map(({ frame }, box): Column => {
    if (frame >= 0) return even;
    const x = layout.centres[2 * box];
    const beside = drawing.frames.findIndex((_, one) => isAbove(one, x));
    if (beside >= 0) return ofFrames[beside];
    const same = drawing.nodes.flatMap((node, other) =>
      node.frame < 0 && Math.abs(layout.centres[2 * other] - x) < sizes[2 * other] / 2 ? [other] : [],
    );
    const ys = same.map((other) => layout.centres[2 * other + 1]);
    return columnOf(Math.min(...ys) - sizes[2 * box + 1], Math.max(...ys) + sizes[2 * box + 1]);
  });
  return (outermost, box) => (outermost >= 0 ? ofFrames[outermost] : ofBoxes[box]);
}

function hull(spans: readonly (readonly number[])[]): [top: number, bottom: number] {
  return [Math.min(...spans.map(([top]) => top)), Math.max(...spans.map(([, bottom]) => bottom))];
}

function boxTops({ layout, sizes, drawing }: PlacedDrawing): number[] {
  const tops = drawing.nodes.map((_, box) => layout.centres[2 * box + 1] - sizes[2 * box + 1] / 2);
  return [...tops, ...drawing.frames.map((_, frame) => layout.frames[4 * frame + 1])];
}

function extent(
  { drawing, layout, sizes }: PlacedDrawing,
  shifts: Float64Array,
  frames: Float32Array,
): [top: number, bottom: number] {
  return hull([
    ...drawing.nodes.map((_, box) => {
      const y = layout.centres[2 * box + 1] + shifts[box];
      return [y - sizes[2 * box + 1] / 2, y + sizes[2 * box + 1] / 2];
    }),
    ...drawing.frames.flatMap((_, frame) =>
      frames[4 * frame + 3] > 0
        ? [[frames[4 * frame + 1], frames[4 * frame + 1] + frames[4 * frame + 3]]]
        : [],
    ),
  ]);
}

/** Every point of a curve moves with the end that it is nearer to, the more the nearer. */
function spreadCurves({ drawing, layout }: PlacedDrawing, shifts: Float64Array, lift: number): Float32Array {
  const { curves, curveStarts } = layout;
  const moved = curves.slice();
  drawing.edges.forEach(({ from, to }, edge) => {
    const [start, end] = [2 * curveStarts[edge], 2 * curveStarts[edge + 1] - 2];
    const length = curves[end] - curves[start];
    for (let at = start; at <= end; at += 2) {
      const t = length === 0 ? 0.5 : Math.min(1, Math.max(0, (curves[at] - curves[start]) / length));
      moved[at + 1] += shifts[from] * (1 - t) + shifts[to] * t + lift;
    }
  });
  return moved;
}
