import { ops, type OpName } from '../ops.ts';
import type { NamedGraph } from '../expression.ts';
import type { Value } from '../value.ts';
import { functionNames } from './functions.ts';

/** How a language writes what the graph language does not settle. */
export interface PrintStyle {
  readonly number: (value: number) => string;
  readonly exponent: (value: number) => string;
  /** Put around the first operand of an op that has only numbers as operands. */
  readonly constant: (number: string) => string;
  /** Brackets, calls and signs inside one another; what is deeper gets a line and a name of its own. */
  readonly maximumNesting: number;
  /** Ops inside one another, a long sum included. */
  readonly maximumDepth: number;
}

export interface PrintedLine {
  /** null only for a last line without a name. */
  readonly name: string | null;
  readonly node: Value;
  /** leaf: the text is its number. alias: the text is another name of the same node. */
  readonly kind: 'leaf' | 'op' | 'alias';
  /** What stands right of the `=`. */
  readonly text: string;
}

interface Piece {
  readonly text: string;
  readonly precedence: number;
  readonly nesting: number;
  readonly depth: number;
  /** A leaf without a name, written as its number. */
  readonly isNumber: boolean;
}

const precedences: Readonly<Record<string, number>> = {
  add: 1,
  sub: 1,
  mul: 2,
  div: 2,
  neg: 3,
  pow: 4,
  power: 4,
};
const atom = 5;

/** Infinity and NaN have no literal: they are written as what gives them. */
function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '(0 / 0)';
  if (!Number.isFinite(value)) return value > 0 ? '(1 / 0)' : '(-1 / 0)';
  return Object.is(value, -0) ? '-0' : String(value);
}

const graphLanguage: PrintStyle = {
  number: writeNumber,
  exponent: writeNumber,
  constant: (number) => number,
  maximumNesting: 400,
  maximumDepth: Infinity,
};

/**
 * The graph as text that `parseExpression` reads back to the same graph, data included. Only a leaf that is not finite
 * comes back as a quotient.
 */
export function printExpression(graph: NamedGraph): string {
  const lines = printLines(graph, graphLanguage).map(({ name, node, text }) => {
    // A leaf that is NaN has no number to be written as.
    if (node.op === null && Number.isNaN(node.data)) return `# ${name ?? text} is NaN`;
    return name === null ? text : `${name} = ${text}`;
  });
  return lines.join('\n');
}

/**
 * One line for every node that has a name, is used twice or would nest too deep; the others are written inside.
 * An operand's line comes before its users', the root's line last.
 */
export function printLines(graph: NamedGraph, style: PrintStyle): PrintedLine[] {
  const names = namesByNode(graph);
  const uses = countUses(graph.nodes);
  const nextName = freshNames(new Set(graph.named.keys()));
  const otherRoots = new Set(graph.roots.filter((node) => node !== graph.root));
  const pieces = new Map<Value, Piece>();
  const lines: PrintedLine[] = [];
  for (const node of graph.nodes) {
    const piece = pieceOf(node, pieces, style);
    const [own, ...others] = names.get(node) ?? [];
    const isDeep = piece.nesting > style.maximumNesting || piece.depth > style.maximumDepth;
    const isShared = (uses.get(node) ?? 0) > 1 || otherRoots.has(node);
    if (own === undefined && (piece.isNumber || !(isDeep || isShared))) {
      pieces.set(node, piece);
      continue;
    }
    const name = own ?? nextName();
    const kind = node.op === null ? 'leaf' : 'op';
    lines.push({ name, node, kind, text: piece.text });
    for (const other of others) lines.push({ name: other, node, kind: 'alias', text: name });
    pieces.set(node, nameOf(name));
  }
  if (lines.at(-1)?.node !== graph.root) {
    const { text, isNumber } = pieces.get(graph.root) ?? nameOf('');
    const isNamed = lines.some(({ node }) => node === graph.root);
    lines.push({ name: null, node: graph.root, kind: isNamed ? 'alias' : isNumber ? 'leaf' : 'op', text });
  }
  return lines;
}

const nameOf = (text: string): Piece => ({ text, precedence: atom, nesting: 0, depth: 0, isNumber: false });

function pieceOf(node: Value, pieces: ReadonlyMap<Value, Piece>, style: PrintStyle): Piece {
  const { op, operands, exponent, data } = node;
  if (op === null) {
    const isNegative = data < 0 || Object.is(data, -0);
    return {
      ...nameOf(style.number(data)),
      precedence: isNegative ? precedences['neg'] : atom,
      isNumber: true,
    };
  }
  const own = precedences[op] ?? atom;
  const operandPieces = operands.map((operand) => pieces.get(operand) ?? nameOf(''));
  const onlyNumbers = operandPieces.every(({ isNumber }) => isNumber);
  const parts = operandPieces.map((piece, i) => {
    const constant = onlyNumbers && i === 0 ? style.constant(piece.text) : piece.text;
    if (constant !== piece.text) return nameOf(constant);
    if (!needsBrackets(op, i, piece)) return piece;
    return { ...piece, text: `(${piece.text})`, nesting: piece.nesting + 1 };
  });
  const [a, b = nameOf('')] = parts;
  return {
    text: op === 'pow' ? `${a.text} ** ${style.exponent(exponent)}` : ops[op].write(a.text, b.text, exponent),
    precedence: own,
    nesting: Math.max(a.nesting, b.nesting) + (own === atom || op === 'neg' ? 1 : 0),
    depth: Math.max(a.depth, b.depth) + 1,
    isNumber: false,
  };
}

/** Brackets keep the tree as it is, not only its value: a + (b + c) is not (a + b) + c in floating point. */
function needsBrackets(op: OpName, index: number, { precedence, isNumber }: Piece): boolean {
  if (functionNames.has(op)) return false;
  // -3 is read as a number, -(3) as the negative of one.
  if (op === 'neg') return isNumber || precedence < precedences['neg'];
  if (op === 'pow' || (op === 'power' && index === 0)) return precedence <= precedences['pow'];
  // To the right a power binds more loosely than a sign: a ** -b, a ** b ** c.
  if (op === 'power') return precedence < precedences['neg'];
  return index === 0 ? precedence < precedences[op] : precedence <= precedences[op];
}

/** All names of each node, the first one used in expressions. */
export function namesByNode({ named }: NamedGraph): ReadonlyMap<Value, readonly string[]> {
  const names = new Map<Value, string[]>();
  for (const [name, node] of named) {
    const known = names.get(node);
    if (known === undefined) names.set(node, [name]);
    else known.push(name);
  }
  return names;
}

function countUses(nodes: readonly Value[]): ReadonlyMap<Value, number> {
  const uses = new Map<Value, number>();
  for (const node of nodes)
    for (const operand of node.operands) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  return uses;
}

/** t1, t2, … without those that are taken. */
function freshNames(taken: ReadonlySet<string>): () => string {
  let count = 0;
  return () => {
    do count++;
    while (taken.has(`t${count}`));
    return `t${count}`;
  };
}
