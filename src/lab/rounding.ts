import { RoundingSweep } from '../autograd/rounding-sweep.ts';
import type { LabGraph } from './graph.ts';

export interface Rounding {
  /** How far off the root's data is by rounding, of what is computed from a node. */
  readonly result: number;
  /** Whether most of it comes of a corner or a jump that rounding hides here, and is less elsewhere. */
  readonly isAtCorner: boolean;
  /** `result` with the node's own number rounded, too. */
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
  const { ops, operands, exponents, root } = graph;
  const sweep = new RoundingSweep(data, root);
  for (const at of above) {
    const op = ops[at];
    if (op !== null) sweep.carry(at, op, operands[at][0], operands[at][1] ?? -1, exponents[at]);
  }
  for (let i = above.length - 1; i >= 0; i--) {
    const at = above[i];
    const op = ops[at];
    if (op !== null) sweep.visit(at, op, operands[at][0], operands[at][1] ?? -1);
  }
  const { ofResult, ofJumps, isAtCorner } = sweep;
  sweep.round(node);
  return {
    result: ofResult + ofJumps,
    isAtCorner,
    withNode: sweep.ofResult + ofJumps,
    gradient: sweep.ofGradient(node),
    lost: sweep.lostOfGradient(node),
  };
}
