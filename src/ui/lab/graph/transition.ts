import type { GraphDrawing } from '../../../lab/drawing.ts';
import type { LayoutResult } from '../../../protocol/layout.ts';

/** A drawing with its places. */
export interface PlacedDrawing {
  readonly drawing: GraphDrawing;
  /** Width and height of every box. */
  readonly sizes: Float32Array;
  readonly layout: LayoutResult;
}

/** What is painted: the places at one moment. */
export interface Pose {
  readonly centres: Float32Array;
  readonly curves: Float32Array;
  readonly curveStarts: Uint32Array;
  readonly frames: Float32Array;
  /** 0…1 by box and by edge; null when all is there. */
  readonly boxAlphas: Float32Array | null;
  readonly edgeAlphas: Float32Array | null;
}

export function restingPose({ layout }: PlacedDrawing): Pose {
  return { ...layout, boxAlphas: null, edgeAlphas: null };
}

interface Ends {
  readonly centres: readonly [Float32Array, Float32Array];
  readonly curves: readonly [Float32Array, Float32Array];
  readonly curveStarts: Uint32Array;
  readonly isNewBox: Uint8Array;
  readonly isNewEdge: Uint8Array;
}

/** The way from one drawing to the next: what is in both moves, what is new appears. */
export class Transition {
  readonly #to: PlacedDrawing;
  readonly #ends: Ends;

  constructor(from: PlacedDrawing, to: PlacedDrawing) {
    this.#to = to;
    this.#ends = endsOf(from, to);
  }

  /** t from 0 to 1. */
  at(t: number): Pose {
    const { centres, curves, curveStarts, isNewBox, isNewEdge } = this.#ends;
    const eased = 1 - (1 - t) ** 3;
    // What is new waits until the others have made room.
    const appears = Math.max(0, t * 2 - 1);
    const alpha = (isNew: Uint8Array): Float32Array =>
      Float32Array.from(isNew, (is) => (is === 1 ? appears : 1));
    return {
      centres: mixed(centres, eased),
      curves: mixed(curves, eased),
      curveStarts,
      frames: this.#to.layout.frames,
      boxAlphas: alpha(isNewBox),
      edgeAlphas: alpha(isNewEdge),
    };
  }
}

function mixed([from, to]: readonly [Float32Array, Float32Array], t: number): Float32Array {
  return Float32Array.from(to, (end, i) => from[i] + (end - from[i]) * t);
}

function endsOf(from: PlacedDrawing, to: PlacedDrawing): Ends {
  const oldBoxes = new Map(from.drawing.nodes.map(({ key }, box) => [key, box]));
  const oldEdges = new Map(edgeKeys(from.drawing).map((key, edge) => [key, edge]));
  const start = to.layout.centres.slice();
  const isNewBox = new Uint8Array(to.drawing.nodes.length);
  to.drawing.nodes.forEach(({ key }, box) => {
    const old = oldBoxes.get(key);
    if (old === undefined) isNewBox[box] = 1;
    else start.set(from.layout.centres.subarray(2 * old, 2 * old + 2), 2 * box);
  });
  const isNewEdge = new Uint8Array(to.drawing.edges.length);
  const curveStarts = new Uint32Array(isNewEdge.length + 1);
  const pairs = edgeKeys(to.drawing).map((key, edge) => {
    const curve = curveOf(to.layout, edge);
    const old = oldEdges.get(key);
    if (old === undefined) isNewEdge[edge] = 1;
    const pair = old === undefined ? [curve, curve] : samePieces(curveOf(from.layout, old), curve);
    curveStarts[edge + 1] = curveStarts[edge] + pair[1].length / 2;
    return pair;
  });
  const joined = (side: 0 | 1): Float32Array => {
    const points = new Float32Array(2 * curveStarts[isNewEdge.length]);
    pairs.forEach((pair, edge) => points.set(pair[side], 2 * curveStarts[edge]));
    return points;
  };
  return {
    centres: [start, to.layout.centres],
    curves: [joined(0), joined(1)],
    curveStarts,
    isNewBox,
    isNewEdge,
  };
}

function edgeKeys({ nodes, edges }: GraphDrawing): string[] {
  return edges.map(({ from, to }) => `${nodes[from].key} → ${nodes[to].key}`);
}

function curveOf({ curves, curveStarts }: LayoutResult, edge: number): Float32Array {
  return curves.subarray(2 * curveStarts[edge], 2 * curveStarts[edge + 1]);
}

/** The same two curves with equally many pieces: the first piece of the shorter one is halved until they match. */
export function samePieces(a: Float32Array, b: Float32Array): [Float32Array, Float32Array] {
  let [first, second] = [a, b];
  while (first.length < second.length) first = halveLongest(first);
  while (second.length < first.length) second = halveLongest(second);
  return [first, second];
}

/** De Casteljau's halving of the piece whose ends are farthest apart. */
function halveLongest(curve: Float32Array): Float32Array {
  let longest = 0;
  let length = -1;
  for (let at = 0; at + 8 <= curve.length; at += 6) {
    const apart = Math.hypot(curve[at + 6] - curve[at], curve[at + 7] - curve[at + 1]);
    if (apart > length) [longest, length] = [at, apart];
  }
  const halved = new Float32Array(curve.length + 6);
  halved.set(curve.subarray(0, longest + 2));
  halved.set(curve.subarray(longest + 6), longest + 12);
  for (const axis of [0, 1]) {
    const [p0, p1, p2, p3] = [0, 2, 4, 6].map((i) => curve[longest + i + axis]);
    const [a, b, c] = [(p0 + p1) / 2, (p1 + p2) / 2, (p2 + p3) / 2];
    const [d, e] = [(a + b) / 2, (b + c) / 2];
    [a, d, (d + e) / 2, e, c].forEach((value, i) => {
      halved[longest + 2 + 2 * i + axis] = value;
    });
  }
  return halved;
}
