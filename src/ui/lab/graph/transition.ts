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
  /** 0…1 by box, edge and frame; null when all is there. */
  readonly boxAlphas: Float32Array | null;
  readonly edgeAlphas: Float32Array | null;
  readonly frameAlphas: Float32Array | null;
}

export function restingPose({ layout }: PlacedDrawing): Pose {
  return { ...layout, boxAlphas: null, edgeAlphas: null, frameAlphas: null };
}

type Pair = readonly [from: Float32Array, to: Float32Array];

interface Ends {
  readonly centres: Pair;
  readonly curves: Pair;
  readonly curveStarts: Uint32Array;
  readonly frames: Pair;
  readonly isNewBox: Uint8Array;
  readonly isNewEdge: Uint8Array;
  readonly isNewFrame: Uint8Array;
}

export interface TransitionStart {
  readonly drawing: GraphDrawing;
  /** As far as the last transition has come. */
  readonly pose: Pose;
  /** Whether both are of one graph, with other groups open: then boxes come out of groups and go into them. */
  readonly isSameGraph: boolean;
}

/** The way from one drawing to the next: what is in both moves, what is new appears. */
export class Transition {
  readonly #ends: Ends;

  constructor(from: TransitionStart, to: PlacedDrawing) {
    this.#ends = endsOf(from, to);
  }

  /** t from 0 to 1. */
  at(t: number): Pose {
    const { centres, curves, curveStarts, frames, isNewBox, isNewEdge, isNewFrame } = this.#ends;
    const eased = 1 - (1 - t) ** 3;
    // What is new waits until the others have made room.
    const appears = Math.max(0, t * 2 - 1);
    const alpha = (isNew: Uint8Array, early: number): Float32Array =>
      Float32Array.from(isNew, (is) => (is === 1 ? early : 1));
    return {
      centres: mixed(centres, eased),
      curves: mixed(curves, eased),
      curveStarts,
      frames: mixed(frames, eased),
      boxAlphas: alpha(isNewBox, Math.max(appears, eased * eased)),
      edgeAlphas: alpha(isNewEdge, appears),
      frameAlphas: alpha(isNewFrame, appears),
    };
  }
}

function mixed([from, to]: Pair, t: number): Float32Array {
  return Float32Array.from(to, (end, i) => from[i] + (end - from[i]) * t);
}

function endsOf({ drawing, pose, isSameGraph }: TransitionStart, to: PlacedDrawing): Ends {
  const oldBoxes = new Map(drawing.nodes.map(({ key }, box) => [key, box]));
  const oldEdges = new Map(edgeKeys(drawing).map((key, edge) => [key, edge]));
  const oldFrames = new Map(drawing.frames.map(({ group }, frame) => [group, frame]));
  const start = to.layout.centres.slice();
  const isNewBox = new Uint8Array(to.drawing.nodes.length);
  to.drawing.nodes.forEach(({ key, node, members }, box) => {
    const same = oldBoxes.get(key);
    if (same === undefined) isNewBox[box] = 1;
    const old = same ?? (isSameGraph ? drawing.boxOf[node ?? members[0]] : undefined);
    if (old !== undefined) start.set(pose.centres.subarray(2 * old, 2 * old + 2), 2 * box);
  });
  const startFrames = to.layout.frames.slice();
  const isNewFrame = new Uint8Array(to.drawing.frames.length);
  to.drawing.frames.forEach(({ group }, frame) => {
    const old = oldFrames.get(group);
    if (old === undefined) isNewFrame[frame] = 1;
    else startFrames.set(pose.frames.subarray(4 * old, 4 * old + 4), 4 * frame);
  });
  const isNewEdge = new Uint8Array(to.drawing.edges.length);
  const curveStarts = new Uint32Array(isNewEdge.length + 1);
  const pairs = edgeKeys(to.drawing).map((key, edge) => {
    const curve = curveOf(to.layout, edge);
    const old = oldEdges.get(key);
    if (old === undefined) isNewEdge[edge] = 1;
    const pair = old === undefined ? [curve, curve] : samePieces(curveOf(pose, old), curve);
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
    frames: [startFrames, to.layout.frames],
    isNewBox,
    isNewEdge,
    isNewFrame,
  };
}

function edgeKeys({ nodes, edges }: GraphDrawing): string[] {
  return edges.map(({ from, to }) => `${nodes[from].key} → ${nodes[to].key}`);
}

function curveOf({ curves, curveStarts }: Pick<Pose, 'curves' | 'curveStarts'>, edge: number): Float32Array {
  return curves.subarray(2 * curveStarts[edge], 2 * curveStarts[edge + 1]);
}

/** The same two curves with equally many pieces: the longest piece of the shorter one is halved until they match. */
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
