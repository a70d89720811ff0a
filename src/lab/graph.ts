import type { NamedGraph } from '../autograd/expression.ts';
import { functionNames } from '../autograd/expression/functions.ts';
import { ops, type OpName } from '../autograd/ops.ts';
import { finish, nodesPerStep, type Steps } from '../autograd/steps.ts';
import { topologicalOrderSteps, type Value } from '../autograd/value.ts';
import { nodeKeySteps } from './node-keys.ts';
import { UniqueNames } from './unique-names.ts';

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
  /** The same in every version of a graph, numbers aside: a node's name, or else what it computes. Unique. */
  readonly keys: readonly string[];
  readonly root: number;
  /** The nodes below the root in the order in which `Value.backward` walks back, root first. */
  readonly backwardOrder: readonly number[];
}

/** Takes the graph's numbers as they are now; later changes of the Values do not reach it. */
export function labGraph(graph: NamedGraph): LabGraph {
  return finish(labGraphSteps(graph));
}

/** The same in steps. `hints` are names for nodes that have none of their own and would get a number. */
export function* labGraphSteps(
  graph: NamedGraph,
  hints: ReadonlyMap<Value, string> = new Map(),
): Steps<LabGraph> {
  const { nodes } = graph;
  yield* numberSteps(nodes);
  const indexOf = indexIn(nodes);
  const root = indexOf(graph.root);
  const ops: (OpName | null)[] = [];
  const operands: number[][] = [];
  const exponents = new Float64Array(nodes.length);
  const leafData = new Float64Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) {
    const { op, data, exponent } = nodes[i];
    ops.push(op);
    operands.push(nodes[i].operands.map(indexOf));
    exponents[i] = exponent;
    leafData[i] = op === null ? data : NaN;
    if (i % nodesPerStep === 0) yield;
  }
  const leaves = yield* indexSteps(graph.leaves, indexOf);
  const named = yield* indexSteps(graph.named, indexOf);
  const names = yield* nodeNameSteps(graph.named, nodes, indexOf, hints);
  const backwardOrder = yield* backwardOrderSteps(nodes, graph.root);
  const keys = yield* nodeKeySteps({ ops, operands, exponents, named });
  return {
    values: nodes,
    ops,
    operands,
    exponents,
    leafData,
    leaves,
    named,
    names,
    keys,
    root,
    backwardOrder,
  };
}

type IndexOf = (node: Value) => number;

/** Notes in every node where it stands. */
function* numberSteps(nodes: readonly Value[]): Steps<void> {
  for (let i = 0; i < nodes.length; i++) {
    nodes[i].position = i;
    if (i % nodesPerStep === 0) yield;
  }
}

/** Finds numbered nodes without a table of 10⁵ entries. */
function indexIn(nodes: readonly Value[]): IndexOf {
  return (node) => {
    if (nodes[node.position] === node) return node.position;
    throw new RangeError(`the graph uses a node that is not among its ${nodes.length}`);
  };
}

function* indexSteps(nodes: ReadonlyMap<string, Value>, indexOf: IndexOf): Steps<Map<string, number>> {
  const indices = new Map<string, number>();
  for (const [name, node] of nodes) {
    indices.set(name, indexOf(node));
    if (indices.size % nodesPerStep === 0) yield;
  }
  return indices;
}

/** The same order as in Value.backward: another one would add the same terms to other bits. */
function* backwardOrderSteps(nodes: readonly Value[], root: Value): Steps<number[]> {
  const order = yield* topologicalOrderSteps([root]);
  yield* numberSteps(nodes);
  const indexOf = indexIn(nodes);
  const indices: number[] = [];
  for (let i = order.length - 1; i >= 0; i--) {
    indices.push(indexOf(order[i]));
    if (i % nodesPerStep === 0) yield;
  }
  return indices;
}

/**
 * The graph below a root that was built from Values. Leaves with a label can be moved, the others are constants.
 * Labels need not be unique: of several nodes with one label, the later ones are numbered.
 */
export function namedGraphOf(root: Value, names?: ReadonlyMap<Value, string>): NamedGraph {
  return finish(namedGraphSteps(root, names));
}

/** The same in steps. */
export function* namedGraphSteps(root: Value, names?: ReadonlyMap<Value, string>): Steps<NamedGraph> {
  const nodes = yield* topologicalOrderSteps([root]);
  const unique = new UniqueNames();
  const named = new Map<string, Value>();
  const leaves = new Map<string, Value>();
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    const label = names?.get(node) ?? node.label;
    if (label !== '') {
      const name = unique.take(label);
      named.set(name, node);
      if (node.op === null) leaves.set(name, node);
    }
    if (i % nodesPerStep === 0) yield;
  }
  return { leaves, named, root, roots: [root], nodes };
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
function* nodeNameSteps(
  named: ReadonlyMap<string, Value>,
  nodes: readonly Value[],
  indexOf: IndexOf,
  hints: ReadonlyMap<Value, string>,
): Steps<string[]> {
  // A sign that no expression contains: a ** 2 #2 is the second a ** 2.
  const unique = new UniqueNames(named.keys(), ' #');
  let count = named.size;
  const names = new Array<string>(nodes.length).fill('');
  for (const [name, node] of named) {
    const i = indexOf(node);
    if (names[i] === '') names[i] = name;
    if (i % nodesPerStep === 0) yield;
  }
  for (let i = 0; i < nodes.length; i++) {
    if (i % nodesPerStep === 0) yield;
    if (names[i] !== '') continue;
    const node = nodes[i];
    if (node.op === null) {
      names[i] = String(node.data);
      continue;
    }
    const hint = hints.get(node) ?? written(node.op, node, (operand) => names[indexOf(operand)]);
    const short = hint.length <= longestName ? hint : `node ${count + 1}`;
    names[i] = unique.take(short);
    count++;
  }
  return names;
}

/** Operations that bind more strongly than a sum. */
const products: ReadonlySet<OpName | null> = new Set(['mul', 'div', 'pow', 'power']);

/** The op with its operands' names, in brackets wherever a reader might take them apart otherwise. */
function written(op: OpName, { operands, exponent }: Value, nameOf: (operand: Value) => string): string {
  const isSum = op === 'add' || op === 'sub';
  const [a, b = ''] = operands.map((operand, i) => {
    const name = nameOf(operand);
    const isPlain = !name.includes(' ') || functionNames.has(op);
    // A number at its end tells equal names apart: it belongs to all of the name.
    const isClear = isSum && (i === 0 || products.has(operand.op)) && !name.includes('#');
    return isPlain || isClear ? name : `(${name})`;
  });
  return ops[op].write(a, b, exponent);
}
