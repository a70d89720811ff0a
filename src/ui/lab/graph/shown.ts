import type { DrawnNode } from '../../../lab/drawing.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import { withIndices } from '../../../lab/printed-name.ts';
import { neighbours, type Neighbours } from '../../../lab/walk.ts';
import { titleRoom } from './cards.ts';
import { titleFont, type TextMeasure } from './text-measure.ts';
import type { KeptBox } from './picture.ts';
import type { PlacedDrawing } from './transition.ts';

/** What is on the screen: a graph as it was when its places arrived. */
export interface Shown {
  readonly graph: LabGraph;
  readonly placed: PlacedDrawing;
  readonly neighbours: Neighbours;
  /** By box, cut to fit. */
  readonly titles: readonly string[];
}

export function shownOf(graph: LabGraph, placed: PlacedDrawing, measure: TextMeasure): Shown {
  const { drawing, sizes } = placed;
  const titles = drawing.nodes.map((node, box) =>
    measure.fitted(withIndices(node.title), titleFont, titleRoom(node, sizes[2 * box], measure)),
  );
  return { graph, placed, neighbours: neighbours(drawing), titles };
}

/** The box that shows a node; -1 for none. */
export function boxOf(shown: Shown | null, node: number | null): number {
  return node === null ? -1 : (shown?.placed.drawing.boxOf[node] ?? -1);
}

/** The node that a box stands for. */
export function nodeOf({ node, members }: DrawnNode): number {
  return node ?? members[0];
}

/** The node of another graph that is what a node was in the last one; null if it is gone. */
export function sameNode(last: Shown | null, node: number | null, shown: Shown): number | null {
  const key = last?.placed.drawing.nodes[boxOf(last, node)]?.key;
  const same = shown.placed.drawing.nodes.find((one) => one.key === key);
  return same === undefined ? null : nodeOf(same);
}

/** The box that shows a node, and which it was in the last drawing; if it is new, another one; null if all are new. */
export function keptBox(node: number | null, last: Shown, shown: Shown): KeptBox | null {
  const oldBoxes = new Map(last.placed.drawing.nodes.map(({ key }, box) => [key, box]));
  const { nodes } = shown.placed.drawing;
  let box = boxOf(shown, node);
  let old = oldBoxes.get(nodes[box]?.key);
  // In one graph a box may have come out of a group, or have gone into one.
  if (old === undefined && last.graph === shown.graph && box >= 0) old = boxOf(last, node);
  if (old === undefined) {
    box = nodes.findIndex(({ key }) => oldBoxes.has(key));
    old = oldBoxes.get(nodes[box]?.key);
  }
  return old === undefined ? null : { old, box };
}
