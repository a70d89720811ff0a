import type { LayoutRequest, LayoutResult } from '../protocol/layout.ts';
import { levelCurves } from './level-curves.ts';

const columnGap = 48;
const boxGap = 16;
const margin = 8;
const frameMargin = 12;
const frameTitle = 30;
const sweeps = 4;

/**
 * A plain drawing for when Graphviz cannot be had: every box stands one column left of the first that uses it, in the
 * order that its neighbours suggest.
 */
export function layeredLayout(request: LayoutRequest): LayoutResult {
  const { sizes, edges } = request;
  const ranks = ranksFromRight(sizes.length / 2, edges);
  const columns: number[][] = Array.from({ length: Math.max(0, ...ranks) + 1 }, () => []);
  ranks.forEach((rank, box) => columns[columns.length - 1 - rank].push(box));
  sortColumns(columns, edges, ranks.length);
  const centres = new Float32Array(sizes.length);
  const heights = columns.map((column) => sum(column.map((box) => sizes[2 * box + 1] + boxGap)) - boxGap);
  const height = Math.max(0, ...heights) + 2 * margin;
  let x = margin;
  columns.forEach((column, i) => {
    const width = Math.max(0, ...column.map((box) => sizes[2 * box]));
    let y = (height - heights[i]) / 2;
    for (const box of column) {
      centres[2 * box] = x + width / 2;
      centres[2 * box + 1] = y + sizes[2 * box + 1] / 2;
      y += sizes[2 * box + 1] + boxGap;
    }
    x += width + columnGap;
  });
  return {
    width: Math.max(0, x - columnGap) + margin,
    height,
    centres,
    ...levelCurves(request, centres),
    frames: framesAround(request, centres),
    engine: 'layered',
  };
}

/** The longest way from each box to one that nothing uses; a circle is opened at its last box. */
function ranksFromRight(boxCount: number, edges: Uint32Array): number[] {
  const operands: number[][] = Array.from({ length: boxCount }, () => []);
  const usesLeft = new Uint32Array(boxCount);
  for (let i = 0; i < edges.length; i += 2) {
    operands[edges[i + 1]].push(edges[i]);
    usesLeft[edges[i]]++;
  }
  const ranks = Array<number>(boxCount).fill(0);
  const isPlaced = new Uint8Array(boxCount);
  const ready: number[] = [];
  const place = (box: number): void => {
    isPlaced[box] = 1;
    for (const operand of operands[box]) {
      if (isPlaced[operand] === 1) continue;
      ranks[operand] = Math.max(ranks[operand], ranks[box] + 1);
      if (--usesLeft[operand] === 0) ready.push(operand);
    }
  };
  for (let last = boxCount - 1; last >= 0; last--) {
    if (usesLeft[last] === 0 && isPlaced[last] === 0) ready.push(last);
  }
  for (let last = boxCount - 1; last >= 0; last--) {
    for (let box = ready.pop(); box !== undefined; box = ready.pop()) place(box);
    if (isPlaced[last] === 0) place(last);
  }
  return ranks;
}

/** Moves boxes towards the mean place of their neighbours, a few times to and fro. */
function sortColumns(columns: readonly number[][], edges: Uint32Array, boxCount: number): void {
  const places = new Float64Array(boxCount);
  const note = (column: readonly number[]): void =>
    column.forEach((box, i) => {
      places[box] = i - column.length / 2;
    });
  columns.forEach(note);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const sums = new Float64Array(boxCount);
    const counts = new Uint32Array(boxCount);
    for (let i = 0; i < edges.length; i += 2) {
      const [from, to] = sweep % 2 === 0 ? [edges[i + 1], edges[i]] : [edges[i], edges[i + 1]];
      sums[to] += places[from];
      counts[to]++;
    }
    for (const column of columns) {
      const wanted = new Map(
        column.map((box) => [box, counts[box] > 0 ? sums[box] / counts[box] : places[box]]),
      );
      column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      note(column);
    }
  }
}

/** Inner frames first: the outer ones go around them. */
function framesAround({ sizes, frameOf, frameParents }: LayoutRequest, centres: Float32Array): Float32Array {
  const edges = Array.from(frameParents, () => [Infinity, Infinity, -Infinity, -Infinity]);
  const include = (frame: number, left: number, top: number, right: number, bottom: number): void => {
    if (frame < 0) return;
    const [x0, y0, x1, y1] = edges[frame];
    edges[frame] = [Math.min(x0, left), Math.min(y0, top), Math.max(x1, right), Math.max(y1, bottom)];
  };
  frameOf.forEach((frame, box) => {
    const [x, y, w, h] = [centres[2 * box], centres[2 * box + 1], sizes[2 * box] / 2, sizes[2 * box + 1] / 2];
    include(frame, x - w, y - h, x + w, y + h);
  });
  for (let frame = edges.length - 1; frame >= 0; frame--) {
    const [left, top, right, bottom] = edges[frame];
    if (left > right) {
      edges[frame] = [0, 0, 0, 0];
      continue;
    }
    edges[frame] = [left - frameMargin, top - frameTitle, right + frameMargin, bottom + frameMargin];
    const [x0, y0, x1, y1] = edges[frame];
    include(frameParents[frame], x0, y0, x1, y1);
  }
  return Float32Array.from(edges.flatMap(([x0, y0, x1, y1]) => [x0, y0, x1 - x0, y1 - y0]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
