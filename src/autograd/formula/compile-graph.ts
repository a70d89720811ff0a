import type { ExpressionGraph } from '../expression.ts';
import { ops, type OpName } from '../ops.ts';
import { topologicalOrder, type Value } from '../value.ts';

/** How operations are computed that are not computed as everywhere else. */
export type OpFunctions = Readonly<
  Partial<Record<OpName, (a: number, b: number, exponent: number) => number>>
>;

/** What is computed of a graph that someone has typed. */
export type TypedGraph = Pick<ExpressionGraph, 'root' | 'exponents'>;

/**
 * A graph as a function of the numbers of these leaves, in their order; one that is not in it is undefined. Every node by
 * its place in an order in which operands come first.
 */
export function compileGraph(
  graph: TypedGraph,
  inputs: readonly (Value | undefined)[],
  functions: OpFunctions,
): (...numbers: readonly number[]) => number {
  const nodes = topologicalOrder([graph.root]);
  const places = new Map(nodes.map((node, place) => [node, place]));
  const values = Float64Array.from(nodes, ({ data }) => data);
  const steps = nodes.flatMap((node, place) => {
    const { op, operands } = node;
    if (op === null) return [];
    const [a = 0, b = a] = operands.map((operand) => places.get(operand) ?? 0);
    const exponent = exponentOf(node, graph, functions);
    return [{ place, value: functions[op] ?? ops[op].value, a, b, exponent }];
  });
  const slots = inputs.map((leaf) => (leaf === undefined ? undefined : places.get(leaf)));
  return (...numbers) => {
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      if (slot !== undefined) values[slot] = numbers[i];
    }
    for (const { place, value, a, b, exponent } of steps)
      values[place] = value(values[a], values[b], exponent);
    return values[values.length - 1];
  };
}

/** The constant exponent of a `pow`, where it was typed as more than a number computed with these functions. */
export function exponentOf(
  node: Value,
  { exponents }: Pick<TypedGraph, 'exponents'>,
  functions: OpFunctions,
): number {
  const root = exponents.get(node);
  return root === undefined ? node.exponent : compileGraph({ root, exponents }, [], functions)();
}
