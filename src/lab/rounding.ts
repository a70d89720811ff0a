import { RoundingSweep } from '../autograd/rounding-sweep.ts';
import type { LabGraph } from './graph.ts';

export interface Rounding {
  /** How far off the root's data is by rounding, of what is computed from a node. */
  readonly result: number;
  /** The same with the node's own number rounded, too. */
  readonly withNode: number;
  /** How far off the node's gradient is, at the most. */
  readonly gradient: number;
  /** How far off it may be besides, by slopes on the way that have lost their digits. */
  readonly lost: number;
}

/** `above` are the nodes that are computed from `node`, in the order of computation; `data` is all nodes' data. */
export function roundingOf(
  graph: LabGraph,
  node: number,
  above: readonly number[],
  data: ArrayLike<number>,
): Rounding {
  const sweep = new RoundingSweep(data, graph.root);
  for (let i = above.length - 1; i >= 0; i--) {
    const at = above[i];
    const op = graph.ops[at];
    if (op === null) continue;
    const [left, right = -1] = graph.operands[at];
    sweep.visit(at, op, left, right, graph.exponents[at]);
  }
  const result = sweep.ofResult;
  sweep.round(node);
  return {
    result,
    withNode: sweep.ofResult,
    gradient: sweep.ofGradient(node),
    lost: sweep.lostOfGradient(node),
  };
}
