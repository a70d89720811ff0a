import type { OpName } from '../autograd/ops.ts';
import type { GraphDrawing } from './drawing.ts';
import type { LabGraph } from './graph.ts';
import { listed } from './listed.ts';

/** By box: the boxes it is computed from and the boxes that use it, each once, in their order. */
export interface Neighbours {
  readonly operands: readonly (readonly number[])[];
  readonly users: readonly (readonly number[])[];
}

export function neighbours({ nodes, edges }: GraphDrawing): Neighbours {
  const operands: number[][] = nodes.map(() => []);
  const users: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) {
    operands[to].push(from);
    users[from].push(to);
  }
  return { operands, users };
}

/** Boxes as they are placed: centres x0, y0, … and sizes w0, h0, … */
export interface Places {
  readonly centres: ArrayLike<number>;
  readonly sizes: ArrayLike<number>;
}

/**
 * The box that a key leads to: left to the first operand, right to the first user, up and down to the next box of
 * the same column, Home to the first box and End to the last; the same box where there is none, null for other keys.
 */
export function walk(
  { operands, users }: Neighbours,
  places: Places,
  from: number,
  key: string,
): number | null {
  switch (key) {
    case 'ArrowLeft':
      return operands[from][0] ?? from;
    case 'ArrowRight':
      return users[from][0] ?? from;
    case 'ArrowUp':
      return nextInColumn(places, from, -1);
    case 'ArrowDown':
      return nextInColumn(places, from, 1);
    case 'Home':
      return 0;
    case 'End':
      return operands.length - 1;
    default:
      return null;
  }
}

function nextInColumn({ centres, sizes }: Places, from: number, direction: 1 | -1): number {
  let best = from;
  let bestDistance = Infinity;
  for (let box = 0; box < centres.length / 2; box++) {
    const apart = Math.abs(centres[2 * box] - centres[2 * from]);
    const distance = direction * (centres[2 * box + 1] - centres[2 * from + 1]);
    if (apart > (sizes[2 * box] + sizes[2 * from]) / 2 || distance <= 0 || distance >= bestDistance) continue;
    best = box;
    bestDistance = distance;
  }
  return best;
}

/** A node's numbers as they are said; null where there is none to say. */
export interface SpokenNumbers {
  readonly data: string;
  readonly gradient: string;
  /** What else there is to say of the box. */
  readonly remarks: readonly string[];
}

/** One box in a sentence or two, for who does not see it. */
export function describeBox(
  graph: LabGraph,
  drawing: GraphDrawing,
  { operands, users }: Neighbours,
  box: number,
  { data, gradient, remarks }: SpokenNumbers,
): string {
  const { nodes, frames } = drawing;
  const { kind, title, detail, node, frame } = nodes[box];
  const place = `${kind === 'group' || frames.length > 0 ? 'box' : 'node'} ${box + 1} of ${nodes.length}`;
  const names = (boxes: readonly number[]): string =>
    listed(boxes.map((other) => nameOf(graph, drawing, other)));
  const what =
    kind === 'group'
      ? `closed group of ${detail} nodes`
      : node === null || graph.ops[node] === null
        ? kind === 'leaf'
          ? 'leaf'
          : 'constant'
        : operationWords(graph, node);
  const numbers = node === null ? '' : `, data ${data}, gradient ${gradient}`;
  const sentences = [
    `${kind === 'group' ? title : nameOf(graph, drawing, box)}, ${place}: ${what}${numbers}`,
  ];
  if (kind !== 'group' && frame >= 0) sentences.push(`In ${frames[frame].title}`);
  sentences.push(...remarks);
  if (operands[box].length > 0) sentences.push(`Operands: ${names(operands[box])}`);
  sentences.push(users[box].length > 0 ? `Used by: ${names(users[box])}` : 'The result');
  return `${sentences.map((sentence) => sentence.replace(/\.$/, '')).join('. ')}.`;
}

function nameOf(graph: LabGraph, { nodes }: GraphDrawing, box: number): string {
  const { kind, title, node } = nodes[box];
  return kind === 'group' || node === null ? title : graph.names[node];
}

const operationPhrases: Readonly<Partial<Record<OpName, (a: string, b: string) => string>>> = {
  add: (a, b) => `${a} plus ${b}`,
  sub: (a, b) => `${a} minus ${b}`,
  mul: (a, b) => `${a} times ${b}`,
  div: (a, b) => `${a} divided by ${b}`,
  power: (a, b) => `${a} to the power of ${b}`,
  neg: (a) => `minus ${a}`,
};

/** The operation in words: `x1 * w1 plus b`. */
export function operationWords(graph: LabGraph, node: number): string {
  const op = graph.ops[node];
  if (op === null) return 'leaf';
  const [a, b = ''] = graph.operands[node].map((operand) => graph.names[operand]);
  if (op === 'pow') return `${a} to the power of ${graph.exponents[node]}`;
  return operationPhrases[op]?.(a, b) ?? `${op} of ${a}`;
}
