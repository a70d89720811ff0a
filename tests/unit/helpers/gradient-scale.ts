import { numbers, ops } from '../../../src/autograd/ops.ts';
import { topologicalOrder, type Value } from '../../../src/autograd/value.ts';

/**
 * For every leaf, Σ |product of the local derivatives| over all paths from the root: what its gradient would be
 * if nothing cancelled, and so the size that rounding errors in it are relative to.
 */
export function gradientScales(root: Value, leaves: readonly Value[]): number[] {
  const order = topologicalOrder([...leaves, root]);
  const scales = new Float64Array(order.length);
  scales[root.position] = 1;
  for (let i = order.length - 1; i >= 0; i--) {
    const { op, operands, data, exponent } = order[i];
    if (op === null) continue;
    const b = operands.length > 1 ? operands[1].data : 0;
    const at = { result: data, a: operands[0].data, b, exponent };
    ops[op].chainRules.forEach((rule, k) => {
      scales[operands[k].position] += Math.abs(rule(numbers, scales[i], at));
    });
  }
  return leaves.map((leaf) => scales[leaf.position]);
}
