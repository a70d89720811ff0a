import type { LayoutRequest, LayoutResult } from '../protocol/layout.ts';
import { ranksFromRight, sortColumns } from './columns.ts';
import { levelCurves } from './level-curves.ts';
import { nestedLayout } from './nested-layout.ts';

const columnGap = 48;
const boxGap = 16;
const margin = 8;
const frameMargin = 12;
const frameTitle = 30;

/**
 * A plain drawing for when Graphviz cannot be had: every box stands one column left of the first that uses it, in the
 * order that its neighbours suggest; a network's layers stand beside each other.
 */
export function layeredLayout(request: LayoutRequest): LayoutResult {
  return nestedLayout(request, inColumns) ?? inColumns(request);
}

function inColumns(request: LayoutRequest): LayoutResult {
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
