import type { OpName } from '../../../autograd/ops.ts';
import type { Formula } from '../../../lab/formula.ts';
import {
  applied,
  brackets,
  fraction,
  infix,
  mi,
  minus,
  mo,
  mtext,
  root,
  row,
  superscript,
  times,
  type MathNode,
} from './math-node.ts';
import { isPowerOfTen, mathNumber, toneOf } from './math-number.ts';
import { functionSign, isExpressionName, nodeNameMath } from './name-math.ts';

export interface FormulaMathStyle {
  /** Names of the quantities, or their numbers put in. */
  readonly quantities: 'names' | 'numbers';
  /** What the gradients are of: the root's name. */
  readonly rootName: string;
}

/** How tightly an op holds its operands together; a fraction's bar does that by itself. */
const precedences: Readonly<Partial<Record<OpName, number>>> = {
  add: 1,
  sub: 1,
  mul: 2,
  neg: 3,
  div: 4,
  pow: 5,
  power: 5,
};
const atom = 6;

interface Written {
  readonly math: MathNode;
  readonly precedence: number;
  /** Two signs in a row are not written without a bracket. */
  readonly startsWithMinus: boolean;
}

/** A formula as MathML would have it: fractions, powers, roots, and brackets only where they are needed. */
export function formulaMath(formula: Formula, style: FormulaMathStyle): MathNode {
  return write(formula, style).math;
}

/** The same in pieces between which a line may break: before the signs of its outermost op. */
export function formulaPieces(formula: Formula, style: FormulaMathStyle): readonly MathNode[] {
  const { math } = write(formula, style);
  if (formula.kind !== 'op' || math.tag !== 'mrow' || !isInfix(formula.op)) return [math];
  const [a, ...rest] = math.children;
  return [a, row(...rest)];
}

function isInfix(op: OpName): op is 'add' | 'sub' | 'mul' {
  return op === 'add' || op === 'sub' || op === 'mul';
}

function write(formula: Formula, style: FormulaMathStyle): Written {
  if (formula.kind === 'number') return writtenNumber(formula.value);
  if (formula.kind === 'op') return writtenOp(formula, style);
  if (style.quantities === 'numbers') {
    const written = writtenNumber(formula.value);
    const tone = formula.kind === 'gradient' ? toneOf(formula.value) : undefined;
    return tone === undefined
      ? written
      : { ...written, math: { tag: 'mrow', children: [written.math], tone } };
  }
  if (formula.kind === 'gradient') return atomic(derivativeMath(style.rootName, formula.name));
  const isLoose = isExpressionName(formula.name);
  return {
    math: nodeNameMath(formula.name),
    precedence: isLoose ? 0 : atom,
    startsWithMinus: formula.name.startsWith('-'),
  };
}

function atomic(math: MathNode): Written {
  return { math, precedence: atom, startsWithMinus: false };
}

function writtenNumber(value: number): Written {
  const startsWithMinus = value < 0;
  const precedence = startsWithMinus ? 3 : isPowerOfTen(value) ? 2 : atom;
  return { math: mathNumber(value), precedence, startsWithMinus };
}

function writtenOp(formula: Extract<Formula, { kind: 'op' }>, style: FormulaMathStyle): Written {
  const { op, exponent } = formula;
  const precedence = precedences[op] ?? atom;
  const [a, b] = formula.operands.map((operand) => writeOperand(operand, style));
  switch (op) {
    case 'add':
      return {
        math: row(bare(a), infix('+'), inBrackets(b, 2)),
        precedence,
        startsWithMinus: a.startsWithMinus,
      };
    case 'sub':
      return {
        math: row(bare(a), infix(minus), inBrackets(b, 2)),
        precedence,
        startsWithMinus: a.startsWithMinus,
      };
    case 'mul':
      return {
        math: row(leading(a, 2), infix(times), inBrackets(b, 3)),
        precedence,
        startsWithMinus: a.startsWithMinus && a.precedence >= 2,
      };
    case 'div':
      return { math: fraction(bare(a), bare(b)), precedence, startsWithMinus: false };
    case 'neg':
      return { math: row(mo(minus), inBrackets(a, 3)), precedence, startsWithMinus: true };
    case 'pow':
      return {
        math: superscript(leading(a, 6), mathNumber(exponent)),
        precedence,
        startsWithMinus: false,
      };
    case 'power':
      return { math: superscript(leading(a, 6), bare(b)), precedence, startsWithMinus: false };
    case 'sqrt':
      return atomic(root(bare(a)));
    case 'abs':
      return atomic(row(mo('|'), bare(a), mo('|')));
    case 'max':
    case 'min':
      return atomic(row(mi(op), mo(applied), brackets(row(bare(a), mo(','), bare(b)))));
    default:
      return atomic(row(mi(functionSign(op)), mo(applied), brackets(bare(a))));
  }
}

/** An operand: there, a quantity times itself is its square. The op that a formula is about stays as it is. */
function writeOperand(formula: Formula, style: FormulaMathStyle): Written {
  if (formula.kind !== 'op' || formula.op !== 'mul' || !isSquare(formula)) return write(formula, style);
  const base = write(formula.operands[0], style);
  const math = superscript(leading(base, 6), mathNumber(2));
  return { math, precedence: precedences.pow ?? atom, startsWithMinus: false };
}

function isSquare({ operands: [a, b] }: Extract<Formula, { kind: 'op' }>): boolean {
  return a.kind === 'data' && b.kind === 'data' && a.node === b.node;
}

function bare({ math }: Written): MathNode {
  return math;
}

/** At the start of what it belongs to, where a minus sign does no harm. */
function leading({ math, precedence }: Written, least: number): MathNode {
  return precedence < least ? brackets(math) : math;
}

function inBrackets({ math, precedence, startsWithMinus }: Written, least: number): MathNode {
  return precedence < least || startsWithMinus ? brackets(math) : math;
}

/** Which of the places that one operand takes; '' where it takes only one. */
export type Ordinal = '' | '1st' | '2nd';

/**
 * ∂of/∂by as a fraction; without a name, it is the result that is meant. With an ordinal, by one place of the operand
 * alone, the other held still.
 */
export function derivativeMath(of: string, by: string, ordinal: Ordinal = ''): MathNode {
  const operand =
    ordinal === '' ? differentiated(by) : brackets(row(mtext(`${ordinal}\u00a0`), nodeNameMath(by)));
  return fraction(row(mo('∂'), differentiated(of)), row(mo('∂'), operand));
}

function differentiated(name: string): MathNode {
  if (name === '') return mtext('result');
  return isExpressionName(name) ? brackets(nodeNameMath(name)) : nodeNameMath(name);
}

/** A product of two numbers, as it is put in for a product of two quantities. */
export function productPieces(a: number, b: number): readonly MathNode[] {
  return [mathNumber(a), row(infix(times), bracketedIfNegative(b))];
}

export function sumPieces(a: number, b: number): readonly MathNode[] {
  return [mathNumber(a), row(infix('+'), bracketedIfNegative(b))];
}

function bracketedIfNegative(value: number): MathNode {
  return value < 0 ? brackets(mathNumber(value)) : mathNumber(value);
}
