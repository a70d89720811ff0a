import { ops, type Arithmetic, type ChainRule, type OpName } from '../autograd/ops.ts';

/**
 * A formula as a tree, to be drawn (MathML), written or computed. Formulas of derivatives are made by handing the
 * op table's own chain rules an arithmetic on formulas, so that what is shown is what is computed.
 */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  /** A quantity of the graph: a node's data, or the gradient that has arrived at it. */
  | {
      readonly kind: 'data' | 'gradient';
      readonly node: number;
      readonly name: string;
      readonly value: number;
    }
  | {
      readonly kind: 'op';
      readonly op: OpName;
      readonly operands: readonly Formula[];
      /** Of a pow; 0 otherwise. */
      readonly exponent: number;
    };

const number = (value: number): Formula => ({ kind: 'number', value });
const isNumber = (formula: Formula, value: number): boolean =>
  formula.kind === 'number' && formula.value === value;
const apply =
  (op: OpName) =>
  (...operands: Formula[]): Formula => ({ kind: 'op', op, operands, exponent: 0 });

/**
 * Leaves out factors of one, zeros and doubled signs, as one does in writing; everything else stands as it is. Whether
 * a quantity is 0 is no part of a formula: it is seen from its value.
 */
export const formulas: Arithmetic<Formula> = {
  constant: number,
  add: (a, b) => (isNumber(b, 0) ? a : apply('add')(a, b)),
  sub: (a, b) =>
    a.kind === 'number' && b.kind === 'number' ? number(a.value - b.value) : apply('sub')(a, b),
  mul: (a, b) => (isNumber(a, 1) ? b : isNumber(b, 1) ? a : isNumber(a, 0) ? number(0) : apply('mul')(a, b)),
  div: (a, b) => (isNumber(b, 1) ? a : apply('div')(a, b)),
  neg: (a) => {
    if (a.kind === 'number') return number(-a.value);
    return a.kind === 'op' && a.op === 'neg' ? a.operands[0] : apply('neg')(a);
  },
  pow: (a, exponent) =>
    exponent === 1 ? a : exponent === 0 ? number(1) : { kind: 'op', op: 'pow', operands: [a], exponent },
  power: apply('power'),
  exp: apply('exp'),
  log: apply('log'),
  sqrt: apply('sqrt'),
  tanh: apply('tanh'),
  sigmoid: apply('sigmoid'),
  relu: apply('relu'),
  step: apply('step'),
  softplus: apply('softplus'),
  sin: apply('sin'),
  cos: apply('cos'),
  abs: apply('abs'),
  max: apply('max'),
  min: apply('min'),
  erf: apply('erf'),
  expm1: apply('expm1'),
  isNotZero: (a) => number(computeFormula(a) === 0 ? 0 : 1),
};

export interface RulePlace {
  readonly result: Formula;
  readonly a: Formula;
  readonly b: Formula;
  readonly exponent: number;
}

/** d(result)/d(operand): the chain rule for an arriving gradient of one. */
export function localDerivative(rule: ChainRule, place: RulePlace): Formula {
  return rule(formulas, number(1), place);
}

const precedences: Readonly<Partial<Record<OpName, number>>> = {
  add: 1,
  sub: 1,
  mul: 2,
  div: 2,
  neg: 3,
  pow: 4,
  power: 4,
};
const atom = 5;

export interface FormulaStyle {
  /** Names of the quantities, or their numbers put in. */
  readonly quantities: 'names' | 'numbers';
  readonly number?: (value: number) => string;
}

/** The formula on one line, in the language of expressions. */
export function writeFormula(formula: Formula, style: FormulaStyle): string {
  return write(formula, style).text;
}

function write(formula: Formula, style: FormulaStyle): { text: string; precedence: number } {
  const { number: format = String } = style;
  if (formula.kind === 'number') return writtenNumber(formula.value, format);
  if (formula.kind !== 'op') {
    if (style.quantities === 'numbers') return writtenNumber(formula.value, format);
    const text = formula.kind === 'gradient' ? `grad(${formula.name})` : formula.name;
    return { text, precedence: text.includes(' ') && formula.kind === 'data' ? 0 : atom };
  }
  const own = precedences[formula.op] ?? atom;
  const [a, b = ''] = formula.operands.map((operand, i) => {
    const { text, precedence } = write(operand, style);
    const isFirst = i === 0 && formula.op !== 'pow' && formula.op !== 'power';
    const isLoose = isFirst ? precedence < own : precedence <= own;
    return own < atom && isLoose ? `(${text})` : text;
  });
  return { text: ops[formula.op].write(a, b, formula.exponent), precedence: own };
}

function writtenNumber(
  value: number,
  format: (value: number) => string,
): { text: string; precedence: number } {
  return { text: format(value), precedence: value < 0 || Object.is(value, -0) ? 3 : atom };
}

/** What the formula comes to. */
export function computeFormula(formula: Formula): number {
  if (formula.kind !== 'op') return formula.value;
  const [a, b = 0] = formula.operands.map(computeFormula);
  return ops[formula.op].value(a, b, formula.exponent);
}
