import { estimateOf } from './estimate-derivative.ts';
import type { OpName } from './ops.ts';
import { RoundingSweep } from './rounding-sweep.ts';
import { topologicalOrder, Value } from './value.ts';

/** (f(x+h) - f(x)) / h: the definition of the derivative, with an error that shrinks as h does. */
export function forwardDifference(f: (x: number) => number, x: number, h: number): number {
  return (f(x + h) - f(x)) / h;
}

/** (f(x+h) - f(x-h)) / 2h: its error shrinks as h². */
export function centralDifference(f: (x: number) => number, x: number, h: number): number {
  return (f(x + h) - f(x - h)) / (2 * h);
}

/**
 * |a - b| / max(|a|, |b|, floor): the error of two gradients that ought to be equal. Gradients below the floor count
 * as if they were that large; two zeros are equal.
 */
export function relativeError(a: number, b: number, floor = 0): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), floor);
}

/** Errors up to this are rounding. */
export const checkTolerance = 1e-6;

export interface GradientCheck {
  readonly backward: number;
  /** From central differences, extrapolated to h = 0; at a kink the mean of its two slopes, NaN where none is known. */
  readonly central: number;
  /** |backward - central| / max(|backward|, |central|), where what rounding makes of the two counts as equal. */
  readonly error: number;
}

/**
 * Compares backward with central differences in every leaf.
 * `build` makes the expression of its leaves; it is called once for the graph and dozens of times a leaf.
 * At a kink (relu at 0) the two may rightly differ.
 */
export function checkGradients(
  build: (leaves: readonly Value[]) => Value,
  at: readonly number[],
): readonly GradientCheck[] {
  const leaves = at.map((x) => new Value(x));
  build(leaves).backward();
  return leaves.map((leaf, i) => {
    const built = (x: number): { root: Value; moved: Value } => {
      const values = at.map((other, j) => new Value(i === j ? x : other));
      return { root: build(values), moved: values[i] };
    };
    const estimate = estimateOf(
      at[i],
      (x) => built(x).root.data,
      (x) => {
        const { root, moved } = built(x);
        return roundingBelow(root, moved);
      },
    );
    const { gradient: backward } = leaf;
    const { derivative: central, uncertainty } = estimate;
    return { backward, central, error: relativeError(backward, central, uncertainty / checkTolerance) };
  });
}

/** How far off the root's data is by the rounding of what is computed from the moved leaf. */
function roundingBelow(root: Value, moved: Value): number {
  const order = topologicalOrder([root]);
  const sweep = new RoundingSweep(
    order.map(({ data }) => data),
    root.position,
  );
  const placesOf = ({ operands: [left, right = left] }: Value): [number, number] => [
    left.position,
    right.position,
  ];
  // What does not depend on it is the same to the bit wherever it is moved.
  const above: { readonly node: Value; readonly op: OpName }[] = [];
  const isAffected = new Set([moved]);
  for (const node of order) {
    if (node.op === null || !node.operands.some((operand) => isAffected.has(operand))) continue;
    isAffected.add(node);
    above.push({ node, op: node.op });
  }
  for (const { node, op } of above) sweep.carry(node.position, op, ...placesOf(node), node.exponent);
  for (const { node, op } of above.toReversed()) sweep.visit(node.position, op, ...placesOf(node));
  return sweep.ofResult + sweep.ofJumps;
}
