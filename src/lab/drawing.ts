import type { OpName } from '../autograd/ops.ts';
import type { LabGraph } from './graph.ts';
import type { NodeGroup } from './groups.ts';
import { inPrint, superscript } from './printed-name.ts';

/** What is drawn of a graph: a box for every node, and one for every group that is closed. */
export interface GraphDrawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** The open groups, around what they hold; outer ones first. */
  readonly frames: readonly DrawnFrame[];
  /** By node of the graph, the box that shows it. */
  readonly boxOf: Int32Array;
}

export interface DrawnNode {
  /** The same in every version of a graph: a node's name, or else what it computes. Unique. */
  readonly key: string;
  readonly kind: 'leaf' | 'constant' | 'op' | 'group';
  readonly title: string;
  /** How the operation is written: `×`, `tanh`; of a group, how many nodes it holds. */
  readonly detail: string;
  /** Whose data and gradient the box shows; null for a group without a result. */
  readonly node: number | null;
  /** Of a closed group itself, its id; of others, the innermost group they are in. */
  readonly group: string | null;
  readonly members: readonly number[];
  /** Index of the frame around it; -1 for none. */
  readonly frame: number;
}

/** Indices into the boxes, from an operand to what uses it. */
export interface DrawnEdge {
  readonly from: number;
  readonly to: number;
  /** How many edges of the graph it stands for. */
  readonly count: number;
}

export interface DrawnFrame {
  readonly group: string;
  readonly title: string;
  /** Index of the frame around it; -1 for none. */
  readonly parent: number;
}

export function drawGraph(
  graph: LabGraph,
  groups: readonly NodeGroup[],
  open: ReadonlySet<string>,
): GraphDrawing {
  const { closedBy, frames, frameOf } = placeGroups(groups, open);
  const innermost = innermostGroups(graph, groups);
  const names = new Map([...graph.leaves].map(([name, node]) => [node, name]));
  const boxOf = new Int32Array(graph.values.length);
  const nodes: (DrawnNode & { readonly members: number[] })[] = [];
  const boxOfGroup = new Map<string, number>();
  for (let node = 0; node < boxOf.length; node++) {
    const group = innermost[node];
    const closed = group === null ? undefined : closedBy.get(group.id);
    const existing = closed === undefined ? undefined : boxOfGroup.get(closed.id);
    if (existing !== undefined) {
      boxOf[node] = existing;
      nodes[existing].members.push(node);
      continue;
    }
    boxOf[node] = nodes.length;
    if (closed !== undefined) {
      boxOfGroup.set(closed.id, nodes.length);
      nodes.push(closedGroup(closed, node, frameOf(closed.parent)));
    } else {
      const kind = graph.ops[node] !== null ? 'op' : names.has(node) ? 'leaf' : 'constant';
      const frame = frameOf(group?.id ?? null);
      const detail = operationSign(graph, node);
      nodes.push({
        key: graph.keys[node],
        kind,
        title: titleOf(graph, node, detail),
        detail,
        node,
        group: group?.id ?? null,
        members: [node],
        frame,
      });
    }
  }
  const counted = nodes.map((box) =>
    box.kind === 'group' ? { ...box, detail: String(box.members.length) } : box,
  );
  return { nodes: counted, edges: drawnEdges(graph, boxOf), frames, boxOf };
}

function closedGroup(
  { id, title, result }: NodeGroup,
  first: number,
  frame: number,
): DrawnNode & { readonly members: number[] } {
  return {
    key: `group:${id}`,
    kind: 'group',
    title,
    detail: '',
    node: result,
    group: id,
    members: [first],
    frame,
  };
}

/** Which closed group hides each group, and the frames of those that are open all the way up. */
export function placeGroups(groups: readonly NodeGroup[], open: ReadonlySet<string>) {
  const closedBy = new Map<string, NodeGroup>();
  const frames: DrawnFrame[] = [];
  const frameIndex = new Map<string, number>();
  const frameOf = (id: string | null): number => (id === null ? -1 : (frameIndex.get(id) ?? -1));
  for (const group of groups) {
    const hiddenBy = group.parent === null ? undefined : closedBy.get(group.parent);
    const closed = hiddenBy ?? (open.has(group.id) ? undefined : group);
    if (closed !== undefined) closedBy.set(group.id, closed);
    else {
      frameIndex.set(group.id, frames.length);
      frames.push({ group: group.id, title: group.title, parent: frameOf(group.parent) });
    }
  }
  return { closedBy, frames, frameOf };
}

function innermostGroups(graph: LabGraph, groups: readonly NodeGroup[]): readonly (NodeGroup | null)[] {
  const innermost = Array<NodeGroup | null>(graph.values.length).fill(null);
  for (const group of groups) for (const node of group.nodes) innermost[node] = group;
  return innermost;
}

function drawnEdges(graph: LabGraph, boxOf: Int32Array): DrawnEdge[] {
  const counts = new Map<number, number>();
  graph.operands.forEach((operands, node) => {
    for (const operand of operands) {
      if (boxOf[operand] === boxOf[node]) continue;
      const pair = boxOf[operand] * boxOf.length + boxOf[node];
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  });
  return [...counts].map(([pair, count]) => ({
    from: Math.floor(pair / boxOf.length),
    to: pair % boxOf.length,
    count,
  }));
}

const signs: Readonly<Partial<Record<OpName, string>>> = {
  add: '+',
  sub: '−',
  mul: '×',
  div: '÷',
  neg: '−',
  power: 'xʸ',
};

/** The operation in a few characters; empty for a leaf. */
export function operationSign(graph: LabGraph, node: number): string {
  const op = graph.ops[node];
  if (op === null) return '';
  if (op !== 'pow') return signs[op] ?? op;
  const exponent = String(graph.exponents[node]);
  return /^-?\d+$/.test(exponent) ? `x${superscript(exponent)}` : `x^${exponent.replace('-', '−')}`;
}

/** Longer expressions make wide cards, and the operation says as much. */
const longestExpression = 16;

function titleOf(graph: LabGraph, node: number, sign: string): string {
  const name = graph.names[node];
  if (graph.named.get(name) === node) return name;
  if (graph.ops[node] === null) return name.replace(/^-/, '−');
  const isCount = /^node \d+/.test(name);
  return isCount || name.length > longestExpression ? sign : inPrint(name);
}
