import type { LayoutRequest, LayoutResult } from '../protocol/layout.ts';

/**
 * Puts boxes that could change places into their own order from top to bottom: a layer's neurons, which are all
 * joined to the same boxes and which Graphviz therefore leaves in any order. Edges change places with them.
 */
export function inNaturalOrder(layout: LayoutResult, request: LayoutRequest): LayoutResult {
  const placeOf = exchangedPlaces(layout, request);
  if (placeOf.every((place, box) => place === box)) return layout;
  const { edges } = request;
  const edgeOf = new Map<string, number>();
  for (let edge = 0; edge < edges.length / 2; edge++) {
    edgeOf.set(`${edges[2 * edge]} ${edges[2 * edge + 1]}`, edge);
  }
  const centres = Float32Array.from(layout.centres, (_, i) => layout.centres[2 * placeOf[i >> 1] + (i % 2)]);
  const { curves: points, curveStarts: starts } = layout;
  const curves = new Float32Array(points.length);
  const curveStarts = new Uint32Array(starts.length);
  for (let edge = 0; edge < edges.length / 2; edge++) {
    const key = `${placeOf[edges[2 * edge]]} ${placeOf[edges[2 * edge + 1]]}`;
    const there = edgeOf.get(key);
    if (there === undefined) throw new Error(`boxes changed places, but there is no edge ${key}`);
    const curve = points.subarray(2 * starts[there], 2 * starts[there + 1]);
    curves.set(curve, 2 * curveStarts[edge]);
    curveStarts[edge + 1] = curveStarts[edge] + curve.length / 2;
  }
  return { ...layout, centres, curves, curveStarts };
}

/** By box, the box whose place it takes. */
function exchangedPlaces({ centres }: LayoutResult, { sizes, edges, frameOf }: LayoutRequest): Uint32Array {
  const joinedTo: string[][] = Array.from(frameOf, () => []);
  for (let i = 0; i < edges.length; i += 2) {
    joinedTo[edges[i]].push(`>${edges[i + 1]}`);
    joinedTo[edges[i + 1]].push(`<${edges[i]}`);
  }
  const alike = new Map<string, number[]>();
  frameOf.forEach((frame, box) => {
    if (frame < 0) return;
    const size = `${sizes[2 * box]}×${sizes[2 * box + 1]}`;
    const key = `${frame} ${size} ${Math.round(centres[2 * box])} ${joinedTo[box].sort().join()}`;
    const boxes = alike.get(key);
    if (boxes === undefined) alike.set(key, [box]);
    else boxes.push(box);
  });
  const placeOf = Uint32Array.from(frameOf, (_, box) => box);
  for (const boxes of alike.values()) {
    const downwards = [...boxes].sort((a, b) => centres[2 * a + 1] - centres[2 * b + 1]);
    boxes.forEach((box, i) => {
      placeOf[box] = downwards[i];
    });
  }
  return placeOf;
}
