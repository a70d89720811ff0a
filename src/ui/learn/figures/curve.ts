import { evaluate, type LabGraph } from '../../../lab/graph.ts';
import { gradientsOf } from '../../../lab/stepper.ts';

/** A function of one leaf, as a graph computes it. */
export interface Curve {
  readonly leaf: string;
  /** Where the leaf stands, what the result is there, and its slope. */
  readonly x: number;
  readonly y: number;
  readonly slope: number;
  /** Points from left to right: x0, y0, x1, y1, … */
  readonly points: readonly number[];
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

const pieces = 96;
const widest = 1e6;

/** The result over a range of the one leaf; null where there are more leaves, or none, or nothing finite. */
export function curveOf(graph: LabGraph, range: readonly [left: number, right: number]): Curve | null {
  const [[leaf, node] = ['', -1], ...others] = [...graph.leaves];
  if (node < 0 || others.length > 0) return null;
  const x = graph.leafData[node];
  const left = Math.min(range[0], x);
  const right = Math.max(range[1], x);
  if (!Number.isFinite(x) || right - left > widest) return null;
  const moved = Float64Array.from(graph.leafData);
  const at = (place: number): number => {
    moved[node] = place;
    return evaluate(graph, moved)[graph.root];
  };
  const points: number[] = [];
  for (let i = 0; i <= pieces; i++) {
    const place = left + ((right - left) * i) / pieces;
    const y = at(place);
    if (Number.isFinite(y)) points.push(place, y);
  }
  const ys = points.filter((_, i) => i % 2 === 1);
  const y = at(x);
  const slope = gradientsOf(graph)[node];
  if (ys.length < 2 || !Number.isFinite(y) || !Number.isFinite(slope)) return null;
  return { leaf, x, y, slope, points, left, right, low: Math.min(0, ...ys), high: Math.max(...ys) };
}
