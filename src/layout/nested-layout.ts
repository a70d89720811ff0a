import type { LayoutRequest, LayoutResult } from '../protocol/layout.ts';
import { ranksFromRight, sortColumns } from './columns.ts';
import { levelCurves } from './level-curves.ts';
import { levelsOf, type Item, type Level } from './nesting.ts';

const boxGap = 16;
const margin = 8;
const frameMargin = 12;
const frameTitle = 30;
/** Between columns, as a share of the widths of those with frames together, and in pixels. */
const gapShare = 0.03;
const narrowestGap = 48;
const widestGap = 140;
/**
 * What a column of single boxes beside frames gets of the width of the whole, with its gap: enough for two numbers
 * where the whole is seen; and what all of them get together.
 */
const looseShare = 0.085;
const mostLooseShare = 0.34;

/** Places boxes that stand in no frame: a piece of the whole. */
export type PiecePlacer = (piece: LayoutRequest) => LayoutResult;

/** What is in a frame, from its top left corner. */
interface Block {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly { readonly box: number; readonly x: number; readonly y: number }[];
  readonly frames: readonly { readonly frame: number; readonly place: readonly number[] }[];
  readonly curves: readonly { readonly edge: number; readonly points: readonly number[] }[];
}

/**
 * A network as one draws it: every layer in a column of its own, its neurons one above the other, all layers on one
 * middle line. `place` sees to the inside of a neuron. null where the frames are not such layers: where what is
 * inside a frame depends on one another, or where frames use each other in a circle.
 */
export function nestedLayout(request: LayoutRequest, place: PiecePlacer): LayoutResult | null {
  const boxCount = request.sizes.length / 2;
  const levels = levelsOf(request);
  const isLayered = [...levels].every(
    ([level, { items, edges }]) =>
      !items.some((item) => item >= boxCount) || (level < 0 ? !hasCircle(items, edges) : edges.length === 0),
  );
  if (request.frameParents.length === 0 || !isLayered) return null;
  const whole = new Nest(request, levels, place).blockOf(-1);
  return resultOf(request, whole);
}

class Nest {
  readonly #request: LayoutRequest;
  readonly #levels: ReadonlyMap<number, Level>;
  readonly #place: PiecePlacer;
  /** A layer's neurons are alike: each kind is placed once. */
  readonly #placed = new Map<string, LayoutResult>();

  constructor(request: LayoutRequest, levels: ReadonlyMap<number, Level>, place: PiecePlacer) {
    this.#request = request;
    this.#levels = levels;
    this.#place = place;
  }

  blockOf(frame: number): Block {
    const level = this.#levels.get(frame) ?? { items: [], edges: [], own: [] };
    const boxCount = this.#request.sizes.length / 2;
    // Without edges there is nothing to find out, and the order is to stay.
    const isPiece = level.edges.length > 0 && level.items.every((item) => item < boxCount);
    return isPiece ? this.#piece(level) : this.#columns(level);
  }

  #piece({ items, edges, own }: Level): Block {
    const { sizes } = this.#request;
    const indexOf = new Map(items.map((box, i) => [box, i]));
    const piece: LayoutRequest = {
      sizes: Float32Array.from(items.flatMap((box) => [...sizes.subarray(2 * box, 2 * box + 2)])),
      edges: Uint32Array.from(edges, (box) => indexOf.get(box) ?? 0),
      frameOf: new Int32Array(items.length).fill(-1),
      frameParents: new Int32Array(0),
    };
    const key = `${piece.sizes.join()} ${piece.edges.join()}`;
    const { width, height, centres, curves, curveStarts } = this.#placed.get(key) ?? this.#place(piece);
    this.#placed.set(key, {
      width,
      height,
      centres,
      curves,
      curveStarts,
      frames: new Float32Array(0),
      engine: 'layered',
    });
    return {
      width,
      height,
      boxes: items.map((box, i) => ({ box, x: centres[2 * i], y: centres[2 * i + 1] })),
      frames: [],
      curves: own.map(({ edge, pair }) => ({
        edge,
        points: [...curves.subarray(2 * curveStarts[pair], 2 * curveStarts[pair + 1])],
      })),
    };
  }

  #columns({ items, edges }: Level): Block {
    const blocks = new Map(items.map((item) => [item, this.#itemBlock(item)]));
    const columns = columnsOf(items, edges);
    const { widths, gap } = this.#widthsOf(columns, blocks);
    const moved: Block[] = [];
    let x = 0;
    columns.forEach((column, i) => {
      const stack = column.map((item) => ({ item, block: blocks.get(item) ?? emptyBlock }));
      let y = this.#topOf(stack);
      for (const { block } of stack) {
        moved.push(shifted(block, x + (widths[i] - block.width) / 2, y));
        y += block.height + boxGap;
      }
      x += widths[i] + gap;
    });
    const tops = moved.map(({ boxes, frames }) => topOf({ boxes, frames }, this.#request));
    const top = Math.min(...tops.map(([first]) => first));
    const bottom = Math.max(...tops.map(([, last]) => last));
    const all = shifted(joinedBlocks(moved), 0, -top);
    return { ...all, width: x - gap, height: bottom - top };
  }

  #widthsOf(
    columns: readonly (readonly Item[])[],
    blocks: ReadonlyMap<Item, Block>,
  ): { readonly widths: readonly number[]; readonly gap: number } {
    const boxCount = this.#request.sizes.length / 2;
    const hasFrame = columns.map((column) => column.some((item) => item >= boxCount));
    const widths = columns.map((column) => Math.max(...column.map((item) => blocks.get(item)?.width ?? 0)));
    const framed = widths.reduce((sum, width, i) => sum + (hasFrame[i] ? width : 0), 0);
    const gap = Math.min(widestGap, Math.max(narrowestGap, gapShare * framed));
    const looseCount = hasFrame.filter((has) => !has).length;
    const share = Math.min(looseShare, mostLooseShare / Math.max(1, looseCount));
    const all = (framed + (columns.length - looseCount) * gap) / (1 - share * looseCount);
    return {
      gap,
      widths: widths.map((width, i) => (hasFrame[i] ? width : Math.max(width, share * all - gap))),
    };
  }

  /** Where a column begins, so that the one frame in it, or else all of it, has its middle at 0. */
  #topOf(stack: readonly { readonly item: Item; readonly block: Block }[]): number {
    const boxCount = this.#request.sizes.length / 2;
    const frames = stack.filter(({ item }) => item >= boxCount);
    const before = frames.length === 1 ? stack.slice(0, stack.indexOf(frames[0])) : [];
    const middle = frames.length === 1 ? frames : stack;
    return -(heightOf(middle) / 2 + before.reduce((sum, { block }) => sum + block.height + boxGap, 0));
  }

  #itemBlock(item: Item): Block {
    const { sizes } = this.#request;
    const boxCount = sizes.length / 2;
    if (item < boxCount) {
      const [width, height] = sizes.subarray(2 * item, 2 * item + 2);
      return { ...emptyBlock, width, height, boxes: [{ box: item, x: width / 2, y: height / 2 }] };
    }
    const frame = item - boxCount;
    const inside = this.blockOf(frame);
    // A frame around nothing has no place.
    if (inside.boxes.length === 0) return emptyBlock;
    const width = inside.width + 2 * frameMargin;
    const height = inside.height + frameTitle + frameMargin;
    const { boxes, frames, curves } = shifted(inside, frameMargin, frameTitle);
    return { width, height, boxes, frames: [{ frame, place: [0, 0, width, height] }, ...frames], curves };
  }
}

const emptyBlock: Block = { width: 0, height: 0, boxes: [], frames: [], curves: [] };

function heightOf(stack: readonly { readonly block: Block }[]): number {
  return stack.reduce((sum, { block }) => sum + block.height + boxGap, -boxGap);
}

function shifted({ width, height, boxes, frames, curves }: Block, dx: number, dy: number): Block {
  return {
    width,
    height,
    boxes: boxes.map(({ box, x, y }) => ({ box, x: x + dx, y: y + dy })),
    frames: frames.map(({ frame, place: [x, y, w, h] }) => ({ frame, place: [x + dx, y + dy, w, h] })),
    curves: curves.map(({ edge, points }) => ({
      edge,
      points: points.map((value, i) => value + (i % 2 === 0 ? dx : dy)),
    })),
  };
}

function joinedBlocks(blocks: readonly Block[]): Block {
  return {
    ...emptyBlock,
    boxes: blocks.flatMap(({ boxes }) => boxes),
    frames: blocks.flatMap(({ frames }) => frames),
    curves: blocks.flatMap(({ curves }) => curves),
  };
}

/** The first and the last y of what is in a block. */
function topOf(
  { boxes, frames }: Pick<Block, 'boxes' | 'frames'>,
  { sizes }: LayoutRequest,
): [number, number] {
  const spans = [
    ...boxes.map(({ box, y }) => [y - sizes[2 * box + 1] / 2, y + sizes[2 * box + 1] / 2]),
    ...frames.map(({ place: [, y, , height] }) => [y, y + height]),
  ];
  return spans.reduce<[number, number]>(
    ([top, bottom], [first, last]) => [Math.min(top, first), Math.max(bottom, last)],
    [Infinity, -Infinity],
  );
}

/** Items in columns, each left of what uses it; what is joined to nothing at all keeps its order in one column. */
function columnsOf(items: readonly Item[], edges: readonly Item[]): number[][] {
  const indexOf = new Map(items.map((item, i) => [item, i]));
  const pairs = Uint32Array.from(edges, (item) => indexOf.get(item) ?? 0);
  const ranks = ranksFromRight(items.length, pairs);
  const columns: number[][] = Array.from({ length: Math.max(0, ...ranks) + 1 }, () => []);
  ranks.forEach((rank, i) => columns[columns.length - 1 - rank].push(i));
  if (pairs.length > 0) sortColumns(columns, pairs, items.length);
  return columns.map((column) => column.map((i) => items[i]));
}

function hasCircle(items: readonly Item[], edges: readonly Item[]): boolean {
  const operandsLeft = new Map(items.map((item) => [item, 0]));
  const users = new Map<Item, Item[]>(items.map((item) => [item, []]));
  for (let i = 0; i < edges.length; i += 2) {
    operandsLeft.set(edges[i + 1], (operandsLeft.get(edges[i + 1]) ?? 0) + 1);
    users.get(edges[i])?.push(edges[i + 1]);
  }
  const ready = items.filter((item) => operandsLeft.get(item) === 0);
  let count = 0;
  for (let item = ready.pop(); item !== undefined; item = ready.pop()) {
    count++;
    for (const user of users.get(item) ?? []) {
      const left = (operandsLeft.get(user) ?? 0) - 1;
      operandsLeft.set(user, left);
      if (left === 0) ready.push(user);
    }
  }
  return count < items.length;
}

function resultOf(request: LayoutRequest, whole: Block): LayoutResult {
  const centres = new Float32Array(request.sizes.length);
  const frames = new Float32Array(4 * request.frameParents.length);
  const block = shifted(whole, margin, margin);
  for (const { box, x, y } of block.boxes) centres.set([x, y], 2 * box);
  for (const { frame, place } of block.frames) frames.set(place, 4 * frame);
  return {
    width: whole.width + 2 * margin,
    height: whole.height + 2 * margin,
    centres,
    ...curvesOf(request, centres, block),
    frames,
    engine: 'layered',
  };
}

/** Inside a piece as it was placed; from one frame into another level at both ends. */
function curvesOf(
  request: LayoutRequest,
  centres: Float32Array,
  { curves }: Block,
): Pick<LayoutResult, 'curves' | 'curveStarts'> {
  const level = levelCurves(request, centres);
  const known = new Map(curves.map(({ edge, points }) => [edge, points]));
  const edgeCount = request.edges.length / 2;
  const curveStarts = new Uint32Array(edgeCount + 1);
  const points: number[] = [];
  for (let edge = 0; edge < edgeCount; edge++) {
    const own = known.get(edge) ?? level.curves.subarray(8 * edge, 8 * edge + 8);
    for (const value of own) points.push(value);
    curveStarts[edge + 1] = points.length / 2;
  }
  return { curves: Float32Array.from(points), curveStarts };
}
