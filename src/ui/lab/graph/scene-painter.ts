import type { Box } from './camera.ts';
import { levelAt, paintCard, paintFold } from './card-painter.ts';
import { graphColours } from './colours.ts';
import { cardsFrom, detailOf } from './detail.ts';
import type { Scene } from './scene.ts';
import type { Pose } from './transition.ts';
import { frameFont } from './text-measure.ts';

/** Outlines, badges and stacked cards reach this far beyond a box. */
const overhang = 24;
export const frameTitleHeight = 30;

/** Paints what lies in a part of the drawing; the context is set to the drawing's own coordinates. */
export function paintScene(context: CanvasRenderingContext2D, scene: Scene, part: Box, scale: number): void {
  paintFrames(context, scene, scale);
  paintEdges(context, scene, part, scale);
  const { centres } = scene.pose;
  const { sizes, drawing } = scene.placed;
  const folds = detailOf(scene.placed).folds(scale);
  for (let box = 0; box < sizes.length / 2; box++) {
    if (folds.has(drawing.nodes[box].frame)) continue;
    // What is written in type of one size on the screen reaches beyond its box.
    const w = sizes[2 * box] / 2 + overhang / Math.min(1, scale);
    const h = sizes[2 * box + 1] / 2 + overhang / Math.min(1, scale);
    const x = centres[2 * box];
    const y = centres[2 * box + 1];
    if (x + w < part.left || x - w > part.left + part.width) continue;
    if (y + h < part.top || y - h > part.top + part.height) continue;
    paintCard(context, scene, box, scale);
  }
  for (const fold of folds.values()) {
    const { x, y, width, height } = detailOf(scene.placed).foldPlace(fold, scale);
    const [w, h] = [width + overhang / scale, height + overhang / scale];
    if (x + w < part.left || x - overhang / scale > part.left + part.width) continue;
    if (y + h < part.top || y - overhang / scale > part.top + part.height) continue;
    paintFold(context, scene, fold, scale);
  }
  paintFarTitles(context, scene, scale);
}

function paintFrames(context: CanvasRenderingContext2D, { placed, pose, theme }: Scene, scale: number): void {
  const colours = graphColours[theme];
  const { frames } = placed.drawing;
  const far = scale < cardsFrom;
  const folds = detailOf(placed).folds(scale);
  frames.forEach(({ title }, frame) => {
    const [x, y, width, height] = framePlace(placed, pose, frame, scale);
    if (width === 0 || folds.has(frame)) return;
    context.fillStyle = colours.well;
    context.strokeStyle = colours.edgeSoft;
    context.lineWidth = 1 / scale;
    context.beginPath();
    context.roundRect(x, y, width, height, 12);
    const alpha = pose.frameAlphas?.[frame] ?? 1;
    context.globalAlpha = 0.55 * alpha;
    context.fill();
    context.globalAlpha = alpha;
    context.stroke();
    context.fillStyle = colours.muted;
    if (far) return;
    const size = Math.min(frameTitleHeight - 11, 11.5 * Math.max(1, 0.8 / scale));
    paintTitle(context, title, x + 12, y + frameTitleHeight / 2, size, width - 20);
  });
  context.globalAlpha = 1;
}

/** Left, top, width and height, with room for neurons that are painted larger than they are. */
function framePlace(
  placed: Scene['placed'],
  { frames }: Pose,
  frame: number,
  scale: number,
): readonly [x: number, y: number, width: number, height: number] {
  const [x, y, width, height] = frames.subarray(4 * frame, 4 * frame + 4);
  let [left, top, right, bottom] = [x, y, x + width, y + height];
  const margin = 4 / scale;
  for (const place of placesIn(placed, frame, scale)) {
    left = Math.min(left, place.x - margin);
    top = Math.min(top, place.y - margin);
    right = Math.max(right, place.x + place.width + margin);
    bottom = Math.max(bottom, place.y + place.height + margin);
  }
  return [left, top, right - left, bottom - top];
}

/** What in a frame is painted larger than it is. */
function placesIn(
  placed: Scene['placed'],
  frame: number,
  scale: number,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[] {
  const detail = detailOf(placed);
  const { drawing, layout } = placed;
  const folds = [...detail.folds(scale).values()].filter(
    (fold) => drawing.frames[fold.frame].parent === frame,
  );
  const boxes =
    scale >= cardsFrom ? [] : drawing.nodes.flatMap((node, box) => (node.frame === frame ? [box] : []));
  return [
    ...folds.map((fold) => detail.foldPlace(fold, scale)),
    ...boxes.map((box) => {
      const [width, height] = detail.sizeOf(box, scale);
      return {
        x: layout.centres[2 * box] - width / 2,
        y: layout.centres[2 * box + 1] - height / 2,
        width,
        height,
      };
    }),
  ];
}

/** From afar only the outermost frames have their titles, above them and over everything, as far as there is room. */
function paintFarTitles(
  context: CanvasRenderingContext2D,
  { placed, pose, theme }: Scene,
  scale: number,
): void {
  if (scale >= cardsFrom) return;
  context.fillStyle = graphColours[theme].ink;
  const size = 11 / scale;
  const folds = detailOf(placed).folds(scale);
  const taken: { readonly left: number; readonly right: number; readonly y: number }[] = [];
  placed.drawing.frames.forEach(({ title, parent }, frame) => {
    const [x, top, width] = framePlace(placed, pose, frame, scale);
    if (parent >= 0 || width === 0 || folds.has(frame)) return;
    const room = Math.max(width, 6 * size);
    const y = top - size;
    const right = x + room + size / 2;
    const isFree = taken.every(
      (other) => x > other.right || right < other.left || Math.abs(y - other.y) > 1.5 * size,
    );
    if (!isFree) return;
    taken.push({ left: x, right, y });
    paintTitle(context, title, x, y, size, room);
  });
}

function paintTitle(
  context: CanvasRenderingContext2D,
  title: string,
  x: number,
  y: number,
  size: number,
  room: number,
): void {
  context.font = frameFont.replace('11.5px', `${size}px`);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(`▾ ${title}`, x, y, room);
}

/** Where edges crowd, as between two wide layers, each is drawn fainter, down to this. */
const faintest = 0.4;
/** Shorter paths are stroked faster than one long one. */
const edgesAPath = 40;

function paintEdges(context: CanvasRenderingContext2D, scene: Scene, part: Box, scale: number): void {
  const { placed, pose, emphasis, theme } = scene;
  const colours = graphColours[theme];
  const isStrong = ({ from, to }: { from: number; to: number }): boolean =>
    to === emphasis.active || (from === emphasis.active && emphasis.touched.has(to));
  const strong: number[] = [];
  const boxes = boxesOf(pose);
  // From afar edges lie close, and together they would outweigh the boxes.
  context.strokeStyle = levelAt(scale) === 'boxes' ? colours.edgeSoft : colours.edge;
  context.lineWidth = Math.max(1, Math.min(1.25, scale * 1.25)) / scale;
  const folds = detailOf(placed).folds(scale);
  const frameAt = (box: number): number => placed.drawing.nodes[box].frame;
  const isFolded = ({ from, to }: { from: number; to: number }): boolean =>
    frameAt(from) === frameAt(to) && folds.has(frameAt(from));
  const crowd = placed.drawing.edges.length / Math.max(1, placed.drawing.nodes.length);
  const strength = Math.min(1, Math.max(faintest, 3.5 / crowd));
  context.globalAlpha = strength;
  let open = 0;
  placed.drawing.edges.forEach((edge, index) => {
    if (!isSeen(boxes, index, part) || isFolded(edge)) return;
    if (isStrong(edge)) {
      strong.push(index);
      return;
    }
    const alpha = pose.edgeAlphas?.[index] ?? 1;
    if (alpha < 1 || edge.count > 1) {
      if (open > 0) context.stroke();
      open = 0;
      context.globalAlpha = alpha * strength;
      const thin = context.lineWidth;
      context.lineWidth = thin * Math.min(3, 1 + 0.5 * Math.log2(edge.count));
      context.beginPath();
      trace(context, pose.curves, pose.curveStarts, index);
      context.stroke();
      context.lineWidth = thin;
      context.globalAlpha = strength;
      return;
    }
    if (open === 0) context.beginPath();
    trace(context, pose.curves, pose.curveStarts, index);
    if (++open < edgesAPath) return;
    context.stroke();
    open = 0;
  });
  if (open > 0) context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = colours.ink;
  context.lineWidth = 2 / Math.min(1, scale);
  for (const index of strong) {
    context.beginPath();
    trace(context, pose.curves, pose.curveStarts, index);
    context.stroke();
  }
  if (levelAt(scale) === 'full') paintCounts(context, scene, part);
}

const narrowestCount = 20;

/** How many edges a line stands for, at its end. */
function paintCounts(context: CanvasRenderingContext2D, { placed, pose, theme }: Scene, part: Box): void {
  context.font = frameFont;
  context.textAlign = 'right';
  context.textBaseline = 'bottom';
  context.fillStyle = graphColours[theme].muted;
  const boxes = boxesOf(pose);
  placed.drawing.edges.forEach(({ count }, index) => {
    if (count < 2 || !isSeen(boxes, index, part)) return;
    const start = 2 * pose.curveStarts[index];
    const end = 2 * pose.curveStarts[index + 1] - 2;
    // Between boxes that stand close, large counts are written narrower.
    const room = Math.max(narrowestCount, pose.curves[end] - pose.curves[start] - 6);
    context.fillText(`×${count}`, pose.curves[end] - 4, pose.curves[end + 1] - 2, room);
  });
}

/** By edge, left, top, right and bottom: a curve lies within its control points. */
const curveBoxes = new WeakMap<Float32Array, Float32Array>();

function boxesOf({ curves, curveStarts }: Pose): Float32Array {
  const known = curveBoxes.get(curves);
  if (known !== undefined) return known;
  const boxes = new Float32Array(4 * Math.max(0, curveStarts.length - 1));
  for (let edge = 0; edge < boxes.length / 4; edge++) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 2 * curveStarts[edge]; at < 2 * curveStarts[edge + 1]; at += 2) {
      left = Math.min(left, curves[at]);
      right = Math.max(right, curves[at]);
      top = Math.min(top, curves[at + 1]);
      bottom = Math.max(bottom, curves[at + 1]);
    }
    boxes.set([left, top, right, bottom], 4 * edge);
  }
  curveBoxes.set(curves, boxes);
  return boxes;
}

function isSeen(boxes: Float32Array, edge: number, part: Box): boolean {
  return (
    boxes[4 * edge + 2] >= part.left - overhang &&
    boxes[4 * edge] <= part.left + part.width + overhang &&
    boxes[4 * edge + 3] >= part.top - overhang &&
    boxes[4 * edge + 1] <= part.top + part.height + overhang
  );
}

function trace(
  context: CanvasRenderingContext2D,
  curves: Float32Array,
  starts: Uint32Array,
  edge: number,
): void {
  const end = 2 * starts[edge + 1];
  let at = 2 * starts[edge];
  context.moveTo(curves[at], curves[at + 1]);
  for (at += 2; at < end; at += 6) {
    context.bezierCurveTo(
      curves[at],
      curves[at + 1],
      curves[at + 2],
      curves[at + 3],
      curves[at + 4],
      curves[at + 5],
    );
  }
}
