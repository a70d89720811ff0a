import type { NamedGraph } from '../autograd/expression.ts';
import { functionNames } from '../autograd/expression/functions.ts';
import { ops, type OpName } from '../autograd/ops.ts';
import { topologicalOrder, type Value } from '../autograd/value.ts';

/**
 * A graph as flat arrays, so that the lab can compute on copies of its numbers and leave the Values alone.
 * Nodes are known by their index in `values`, operands before the nodes that use them.
 */
export interface LabGraph {
  readonly values: readonly Value[];
  /** null for a leaf. */
  readonly ops: readonly (OpName | null)[];
  readonly operands: readonly (readonly number[])[];
  readonly exponents: Float64Array;
  /** The data of leaves when the graph was taken; NaN where an op computes it. */
  readonly leafData: Float64Array;
  /** Leaves that can be moved, by name. */
  readonly leaves: ReadonlyMap<string, number>;
  readonly named: ReadonlyMap<string, number>;
  /** What a person calls the node: its name, its number, or a short expression. Unique but for numbers. */
  readonly names: readonly string[];
  readonly root: number;
  /** The nodes below the root in the order in which `Value.backward` walks back, root first. */
  readonly backwardOrder: readonly number[];
}

/** Takes the graph's numbers as they are now; later changes of the Values do not reach it. */
export function labGraph(graph: NamedGraph): LabGraph {
  const { nodes, root } = graph;
  const index = new Map(nodes.map((node, i) => [node, i]));
  const indexOf = (node: Value): number => {
    const i = index.get(node);
    if (i === undefined) throw new RangeError(`the graph uses a node that is not among its ${nodes.length}`);
    return i;
  };
  const indices = (map: ReadonlyMap<string, Value>): ReadonlyMap<string, number> =>
    new Map([...map].map(([name, node]) => [name, indexOf(node)]));
  return {
    values: nodes,
    ops: nodes.map(({ op }) => op),
    operands: nodes.map(({ operands }) => operands.map(indexOf)),
    exponents: Float64Array.from(nodes, ({ exponent }) => exponent),
    leafData: Float64Array.from(nodes, ({ op, data }) => (op === null ? data : NaN)),
    leaves: indices(graph.leaves),
    named: indices(graph.named),
    names: nodeNames(graph),
    root: indexOf(root),
    // The same call as in Value.backward: another order would add the same terms to other bits.
    backwardOrder: topologicalOrder([root]).map(indexOf).reverse(),
  };
}

/**
 * The graph below a root that was built from Values. Leaves with a label can be moved, the others are constants.
 * Labels need not be unique: of several nodes with one label, the later ones are numbered.
 */
export function namedGraphOf(root: Value, names?: ReadonlyMap<Value, string>): NamedGraph {
  const nodes = topologicalOrder([root]);
  const named = new Map<string, Value>();
  for (const node of nodes) {
    const label = names?.get(node) ?? node.label;
    if (label !== '') named.set(uniqueName(label, named), node);
  }
  const leaves = new Map([...named].filter(([, { op }]) => op === null));
  return { leaves, named, root, roots: [root], nodes };
}

/** `label`, or `label_2`, `label_3`, … if it is taken. */
export function uniqueName(
  label: string,
  taken: { has: (name: string) => boolean },
  separator = '_',
): string {
  let name = label;
  for (let count = 2; taken.has(name); count++) name = `${label}${separator}${count}`;
  return name;
}

/** The data of every node. `overrides` puts a number in the place of a node, as if it were a leaf. */
export function evaluate(
  graph: LabGraph,
  leafData: ArrayLike<number> = graph.leafData,
  overrides?: ReadonlyMap<number, number>,
): Float64Array {
  const data = new Float64Array(graph.values.length);
  for (let i = 0; i < data.length; i++) {
    data[i] = overrides?.get(i) ?? computeNode(graph, i, data, leafData);
  }
  return data;
}

/** One node's data from its operands'. */
export function computeNode(
  graph: LabGraph,
  node: number,
  data: ArrayLike<number>,
  leafData: ArrayLike<number> = graph.leafData,
): number {
  const op = graph.ops[node];
  if (op === null) return leafData[node];
  const operands = graph.operands[node];
  const b = operands.length > 1 ? data[operands[1]] : 0;
  return ops[op].value(data[operands[0]], b, graph.exponents[node]);
}

/** Longer expressions do not serve as a name. */
const longestName = 24;

/** A name for every node: unnamed ones are called by what they compute, such as `x1 * w1`, if that is short. */
function nodeNames(graph: NamedGraph): string[] {
  const taken = new Set(graph.named.keys());
  const names = new Map<Value, string>();
  for (const [name, node] of graph.named) if (!names.has(node)) names.set(node, name);
  for (const node of graph.nodes) {
    if (names.has(node)) continue;
    if (node.op === null) {
      names.set(node, String(node.data));
      continue;
    }
    const text = written(node, names);
    const short = text.length <= longestName ? text : `node ${taken.size + 1}`;
    // A sign that no expression contains: a ** 2 #2 is the second a ** 2.
    const name = uniqueName(short, taken, ' #');
    taken.add(name);
    names.set(node, name);
  }
  return graph.nodes.map((node) => names.get(node) ?? '');
}

/** The op with its operands' names, in brackets wherever a reader might take them apart otherwise. */
function written({ op, operands, exponent }: Value, names: ReadonlyMap<Value, string>): string {
  if (op === null) return '';
  const [a, b = ''] = operands.map((operand, i) => {
    const name = names.get(operand) ?? '';
    const needsBrackets = name.includes(' ') && !functionNames.has(op) && !(op === 'add' && i === 0);
    return needsBrackets ? `(${name})` : name;
  });
  return ops[op].write(a, b, exponent);
}
