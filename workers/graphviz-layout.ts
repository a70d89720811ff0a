import type { Viz } from '@viz-js/viz';
import { countCrossings } from '../src/layout/crossings.ts';
import { levelCurves } from '../src/layout/level-curves.ts';
import { inNaturalOrder } from '../src/layout/natural-order.ts';
import { nestedLayout } from '../src/layout/nested-layout.ts';
import type { LayoutRequest, LayoutResult } from '../src/protocol/layout.ts';

/** Graphviz measures sizes in inches and everything else in points; a point is a pixel here. */
const pointsPerInch = 72;
/** Between columns and between boxes of a column, pixels. */
const columnGap = 36;
const boxGap = 16;
const frameMargin = 14;
/** Many edges between two columns need room to be told apart; in pixels for each edge a box has, and at most. */
const gapPerEdge = 7;
const widestGap = 150;
/** In small graphs operands stand in their order where that costs no crossings: a − b reads as it is written. */
const orderedUpTo = 150;
/** Room for a frame's title, as the size of a font. */
const frameTitleSize = 20;
/** Larger graphs get fewer rounds of improvement: the last few crossings cost most of the time. */
const largeFrom = 1000;
const largeEffort = 'nslimit=2; mclimit=0.5;';
/**
 * With more edges a box than any expression has, closed groups are joined all to all. No order of theirs has fewer
 * crossings and no way around them is better, and Graphviz would look for both for many seconds.
 */
const denseFrom = 6;
const denseEffort = 'splines=false; nslimit=0.5; nslimit1=0.5; mclimit=0.1;';

/** The request in Graphviz's language. Everything is numbered, so that no text of a user ever gets there. */
export function writeDot({ sizes, edges, frameOf, frameParents }: LayoutRequest, isOrdered = false): string {
  const boxCount = sizes.length / 2;
  // An operation has two operands; what goes beyond that needs room.
  const crowd = Math.max(0, edgesPerBox({ sizes, edges }) - 2);
  const gap = columnGap + Math.min(widestGap, gapPerEdge * crowd);
  const lines = [
    'digraph {',
    `rankdir=LR; ranksep=${gap / pointsPerInch}; nodesep=${boxGap / pointsPerInch};`,
    isOrdered ? 'ordering=in;' : '',
    isDense({ sizes, edges }) ? denseEffort : boxCount > largeFrom ? largeEffort : '',
    'node [shape=box, fixedsize=true, label=""]; edge [tailport=e, headport=w, arrowhead=none];',
  ];
  for (let box = 0; box < boxCount; box++) {
    const [width, height] = [sizes[2 * box], sizes[2 * box + 1]].map((size) => size / pointsPerInch);
    lines.push(`${box} [width=${width}, height=${height}];`);
  }
  const boxesOf = groupBy(frameOf);
  const framesOf = groupBy(frameParents);
  const open = [...(framesOf.get(-1) ?? [])].reverse();
  // Minus one stands for a closing bracket.
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    if (frame < 0) {
      lines.push('}');
      continue;
    }
    lines.push(
      `subgraph cluster_${frame} {`,
      `label="x"; labeljust=l; fontsize=${frameTitleSize}; margin=${frameMargin};`,
      ...(boxesOf.get(frame) ?? []).map((box) => `${box};`),
    );
    open.push(-1, ...[...(framesOf.get(frame) ?? [])].reverse());
  }
  for (let edge = 0; edge < edges.length / 2; edge++) {
    lines.push(`${edges[2 * edge]} -> ${edges[2 * edge + 1]} [id=${edge}];`);
  }
  return [...lines, '}'].join('\n');
}

type Crowd = Pick<LayoutRequest, 'sizes' | 'edges'>;

function edgesPerBox({ sizes, edges }: Crowd): number {
  return edges.length / Math.max(1, sizes.length);
}

function isDense(crowd: Crowd): boolean {
  return edgesPerBox(crowd) > denseFrom;
}

/** Index lists by what the array says at the index. */
function groupBy(array: Int32Array): ReadonlyMap<number, readonly number[]> {
  const lists = new Map<number, number[]>();
  array.forEach((key, index) => {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [index]);
    else list.push(index);
  });
  return lists;
}

/** Runs Graphviz. Throws an Error with Graphviz's own words where it refuses or leaves something out. */
export function layoutByGraphviz(viz: Viz, request: LayoutRequest): LayoutResult {
  const nested = nestedLayout(request, (piece) => layoutAtOnce(viz, piece));
  return nested === null ? layoutAtOnce(viz, request) : { ...nested, engine: 'graphviz' };
}

function layoutAtOnce(viz: Viz, request: LayoutRequest): LayoutResult {
  const layout = run(viz, request, false);
  if (request.sizes.length / 2 > orderedUpTo || request.frameParents.length > 0) {
    return inNaturalOrder(layout, request);
  }
  const ordered = run(viz, request, true);
  return countCrossings(ordered, request) <= countCrossings(layout, request) ? ordered : layout;
}

function run(viz: Viz, request: LayoutRequest, isOrdered: boolean): LayoutResult {
  const { status, output, errors } = viz.render(writeDot(request, isOrdered), {
    format: 'json0',
    yInvert: true,
  });
  if (status !== 'success') {
    throw new Error(`Graphviz failed: ${errors.map(({ message }) => message).join(' ')}`);
  }
  return readLayout(JSON.parse(output), request);
}

/** Reads Graphviz's JSON; https://graphviz.org/docs/outputs/json/ */
export function readLayout(drawing: unknown, request: LayoutRequest): LayoutResult {
  const boxCount = request.sizes.length / 2;
  const centres = new Float32Array(2 * boxCount).fill(NaN);
  const frames = new Float32Array(4 * request.frameParents.length);
  const [left, bottom, right, top] = numbersOf(drawing, 'bb');
  for (const object of listOf(drawing, 'objects')) {
    const name = textOf(object, 'name');
    if (name.startsWith('cluster_')) {
      // A frame around nothing has no place.
      if (member(object, 'bb') === undefined) continue;
      const [x0, y0, x1, y1] = numbersOf(object, 'bb');
      const box = [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
      frames.set(box, 4 * Number(name.slice('cluster_'.length)));
    } else centres.set(numbersOf(object, 'pos'), 2 * Number(name));
  }
  if (centres.some(Number.isNaN)) throw new Error('Graphviz left out a box');
  return {
    width: right - left,
    height: Math.abs(top - bottom),
    centres,
    ...(isDense(request)
      ? levelCurves(request, centres)
      : readCurves(listOf(drawing, 'edges'), request.edges.length / 2)),
    frames,
    engine: 'graphviz',
  };
}

function readCurves(
  edges: readonly unknown[],
  edgeCount: number,
): Pick<LayoutResult, 'curves' | 'curveStarts'> {
  const points: (readonly number[])[] = Array<readonly number[]>(edgeCount).fill([]);
  for (const edge of edges) points[Number(textOf(edge, 'id'))] = numbersOf(edge, 'pos');
  const curveStarts = new Uint32Array(edgeCount + 1);
  points.forEach((list, edge) => {
    if (list.length < 8 || (list.length / 2) % 3 !== 1) {
      throw new Error(`Graphviz drew edge ${edge} with ${list.length / 2} points`);
    }
    curveStarts[edge + 1] = curveStarts[edge] + list.length / 2;
  });
  return { curves: Float32Array.from(points.flat()), curveStarts };
}

function member(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;
}

function textOf(object: unknown, name: string): string {
  const value = member(object, name);
  if (typeof value !== 'string') throw new Error(`Graphviz gave no ${name}`);
  return value;
}

/** What is missing is an empty list: a graph without edges has no `edges`. */
function listOf(object: unknown, name: string): readonly unknown[] {
  const value = member(object, name) ?? [];
  if (!Array.isArray(value)) throw new Error(`Graphviz gave ${typeof value} for ${name}`);
  return value;
}

/** `1.5,2 3,4` as four numbers. */
function numbersOf(object: unknown, name: string): number[] {
  const numbers = textOf(object, name).split(/[ ,]+/).map(Number);
  if (!numbers.every(Number.isFinite)) throw new Error(`Graphviz gave ${textOf(object, name)} for ${name}`);
  return numbers;
}
