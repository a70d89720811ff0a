import { computeNode, evaluate, type LabGraph } from './graph.ts';
import { roundingOf, type Rounding } from './rounding.ts';

/** The root's data as a function of one node's, all other leaves held: how the derivative is defined. */
export class NodeFunction {
  /** The node's own data in the graph. */
  readonly here: number;
  readonly #graph: LabGraph;
  readonly #node: number;
  /** What is computed from the node, in the order of computation. */
  readonly #above: readonly number[];
  readonly #data: Float64Array;

  constructor(graph: LabGraph, node: number) {
    this.#graph = graph;
    this.#node = node;
    this.#above = nodesAbove(graph, node);
    this.#data = evaluate(graph);
    this.here = this.#data[node];
  }

  at(x: number): number {
    const data = this.#data;
    data[this.#node] = x;
    for (const i of this.#above) data[i] = computeNode(this.#graph, i, data);
    return data[this.#graph.root];
  }

  /** Whether an op on the way to the root stands at its corner, so that its slope is a convention. */
  get passesCorner(): boolean {
    const data = evaluate(this.#graph);
    return this.#above.some((i) => {
      const [left, right = left] = this.#graph.operands[i];
      switch (this.#graph.ops[i]) {
        case 'relu':
        case 'abs':
          return data[left] === 0;
        case 'max':
        case 'min':
          return data[left] === data[right];
        default:
          return false;
      }
    });
  }

  /** How far off by rounding the root's data and the node's gradient are where the node is x. */
  roundingAt(x: number): Rounding {
    this.at(x);
    return roundingOf(this.#graph, this.#node, this.#above, this.#data);
  }
}

/** The nodes whose data changes with the given one's, in the order of computation, without itself. */
function nodesAbove(graph: LabGraph, node: number): number[] {
  const isAffected = new Uint8Array(graph.values.length);
  isAffected[node] = 1;
  const above: number[] = [];
  for (let i = node + 1; i < isAffected.length; i++) {
    if (!graph.operands[i].some((operand) => isAffected[operand] === 1)) continue;
    isAffected[i] = 1;
    above.push(i);
  }
  return above;
}
