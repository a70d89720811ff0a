import { numbers, ops } from '../autograd/ops.ts';
import type { LabGraph } from './graph.ts';

/**
 * How far the root's data is off by rounding, of what is computed from a node: every node's result is rounded by up
 * to ε/2 of it, and the node's gradient carries that to the root. Errors that know nothing of each other add up as
 * squares; a factor of 2 stands for there being two results in a difference. First order in ε.
 *
 * `above` are the nodes that are computed from `node`, in the order of computation; `data` is all nodes' data.
 */
export function roundingOf(
  graph: LabGraph,
  node: number,
  above: readonly number[],
  data: ArrayLike<number>,
): number {
  const gradients = new Float64Array(graph.values.length);
  gradients[graph.root] = 1;
  let squares = 0;
  for (const at of [node, ...above].reverse()) {
    const op = graph.ops[at];
    const gradient = gradients[at];
    squares += (gradient * data[at]) ** 2;
    if (op === null || at === node) continue;
    const operands = graph.operands[at];
    const b = operands.length > 1 ? data[operands[1]] : 0;
    const place = { result: data[at], a: data[operands[0]], b, exponent: graph.exponents[at] };
    ops[op].chainRules.forEach((rule, i) => {
      gradients[operands[i]] += rule(numbers, gradient, place);
    });
  }
  return Number.EPSILON * Math.sqrt(squares);
}
