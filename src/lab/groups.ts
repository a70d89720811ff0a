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
