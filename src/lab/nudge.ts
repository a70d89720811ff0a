import { evaluate, type LabGraph } from './graph.ts';

export interface Nudge {
  /** By node, where it is a leaf: its data after the nudge. */
  readonly moved: Float64Array;
  readonly before: number;
  readonly after: number;
  /** step × Σ gradient²: how much the root would change if it were a plane. */
  readonly predictedChange: number;
  readonly trueChange: number;
}

/**
 * Moves every leaf by step × gradient. A positive step raises the root, a negative one lowers it; repeated, the
 * latter is gradient descent. `gradients` come by node; leaves of the `locked` names stay where they are.
 */
export function nudge(
  graph: LabGraph,
  gradients: ArrayLike<number>,
  step: number,
  locked: ReadonlySet<string> = new Set(),
): Nudge {
  const moved = Float64Array.from(graph.leafData);
  let predictedChange = 0;
  for (const [name, node] of graph.leaves) {
    if (locked.has(name)) continue;
    moved[node] += step * gradients[node];
    predictedChange += step * gradients[node] * gradients[node];
  }
  const before = evaluate(graph)[graph.root];
  const after = evaluate(graph, moved)[graph.root];
  return { moved, before, after, predictedChange, trueChange: after - before };
}

/** Every movable leaf's data after a nudge, by name. */
export function nudgedLeaves({ leaves }: LabGraph, { moved }: Nudge): Map<string, number> {
  return new Map([...leaves].map(([name, node]) => [name, moved[node]]));
}
