import type { LabGraph } from './graph.ts';

/**
 * Nodes of a graph that are drawn as one until they are opened: a neuron's products and sums, a layer's neurons.
 * Groups nest; nodes in no group are always drawn by themselves.
 */
export interface NodeGroup {
  /** Unique in its graph, such as `layer-1/neuron-3`. */
  readonly id: string;
  /** What a person calls it: `layer 1, neuron 3`. */
  readonly title: string;
  /** The group that holds this one; null at the top. Parents come before their children. */
  readonly parent: string | null;
  /** The nodes that are in this group and in none inside it. */
  readonly nodes: readonly number[];
  /** The node whose data and gradient stand for the closed group; null where no single one does. */
  readonly result: number | null;
}

/** Graphs up to this many nodes are drawn in full. */
export const mostDrawnNodes = 2000;
const blockSize = 50;

/** For a graph without a structure of its own: blocks of neighbours in the order of computation, in blocks of blocks. */
export function blockGroups({ names }: Pick<LabGraph, 'names'>): NodeGroup[] {
  const count = names.length;
  if (count <= mostDrawnNodes) return [];
  const outer: NodeGroup[] = [];
  const inner: NodeGroup[] = [];
  for (let from = 0; from < count; from += blockSize * blockSize) {
    const to = Math.min(count, from + blockSize * blockSize);
    const id = `block-${from}`;
    outer.push({ id, title: `nodes ${from + 1}–${to}`, parent: null, nodes: [], result: to - 1 });
    for (let start = from; start < to; start += blockSize) {
      const end = Math.min(to, start + blockSize);
      const nodes = Array.from({ length: end - start }, (_, i) => start + i);
      inner.push({
        id: `${id}/${start}`,
        title: `nodes ${start + 1}–${end}`,
        parent: id,
        nodes,
        result: end - 1,
      });
    }
  }
  return [...outer, ...inner];
}
