import { ops, type ChainRule, type OpName } from '../autograd/ops.ts';

/** Each op's chain rule in words: what it does with the gradient that arrives at its result. */
export const ruleWords: Readonly<Record<OpName, string>> = {
  add: 'A sum hands the arriving gradient on unchanged to both operands.',
  sub: 'A difference hands the arriving gradient on to the first operand, and with the opposite sign to the second.',
  mul: 'A product sends each operand the arriving gradient times the other operand.',
  div: 'A quotient sends the numerator the arriving gradient divided by the denominator; the denominator gets minus the gradient times the quotient divided by the denominator.',
  neg: 'A minus sign turns the sign of the arriving gradient.',
  pow: 'A power sends down the arriving gradient times the exponent times the base to the power of one less.',
  power:
    'A power sends its base the arriving gradient times the exponent times the base to the power of one less; the exponent gets the gradient times the result times the logarithm of the base.',
  exp: 'The exponential function is its own derivative: the arriving gradient is multiplied by the result.',
  log: 'The logarithm divides the arriving gradient by its operand.',
  sqrt: 'A square root divides the arriving gradient by twice the result.',
  tanh: 'tanh multiplies the arriving gradient by one minus the square of its result.',
  sigmoid: 'The sigmoid multiplies the arriving gradient by its result times one minus its result.',
  relu: 'relu lets the gradient through where its operand is positive, and stops it elsewhere.',
  step: 'A step is flat on both sides: no gradient passes.',
  softplus: 'softplus multiplies the arriving gradient by the sigmoid of its operand.',
  sin: 'The derivative of the sine is the cosine: the arriving gradient is multiplied by the cosine of the operand.',
  cos: 'The derivative of the cosine is minus the sine: the arriving gradient is multiplied by minus the sine of the operand.',
  abs: 'The absolute value lets the gradient through where its operand is positive, turns its sign where it is negative, and stops it at 0.',
  max: 'A maximum lets the gradient through to the larger operand and stops it at the other; equal operands get half of it each.',
  min: 'A minimum lets the gradient through to the smaller operand and stops it at the other; equal operands get half of it each.',
  erf: 'The derivative of erf is a bell curve: the arriving gradient is multiplied by 2/√π times e to the power of minus the operand’s square.',
  expm1:
    'Taking 1 off changes no slope: the arriving gradient is multiplied by the exponential of the operand.',
};

export interface WrongRule {
  /** What is wrong about it, as the end of "the mistake is …". */
  readonly mistake: string;
  readonly chainRules: readonly [ChainRule] | readonly [ChainRule, ChainRule];
}

/** For every op a derivative as people get it wrong. */
export const wrongRules: Readonly<Record<OpName, WrongRule>> = {
  add: {
    mistake: 'each operand gets half of the gradient, as if it had to be shared out',
    chainRules: [
      (m, gradient) => m.div(gradient, m.constant(2)),
      (m, gradient) => m.div(gradient, m.constant(2)),
    ],
  },
  sub: {
    mistake: 'the second operand lacks its minus sign',
    chainRules: [ops.sub.chainRules[0], (_m, gradient) => gradient],
  },
  mul: {
    mistake: 'each operand is multiplied by itself, not by the other one',
    chainRules: [(m, gradient, { a }) => m.mul(gradient, a), (m, gradient, { b }) => m.mul(gradient, b)],
  },
  div: {
    mistake: 'the denominator lacks its minus sign',
    chainRules: [ops.div.chainRules[0], (m, gradient, { result, b }) => m.div(m.mul(gradient, result), b)],
  },
  neg: { mistake: 'the sign is not turned', chainRules: [(_m, gradient) => gradient] },
  pow: {
    mistake: 'the exponent is not lowered by one',
    chainRules: [
      (m, gradient, { a, exponent }) => m.mul(gradient, m.mul(m.constant(exponent), m.pow(a, exponent))),
    ],
  },
  power: {
    mistake: 'the exponent is not lowered by one, and the logarithm of the base is missing',
    chainRules: [
      (m, gradient, { result, b }) => m.mul(gradient, m.mul(b, result)),
      (m, gradient, { result }) => m.mul(gradient, result),
    ],
  },
  exp: {
    mistake: 'the gradient is multiplied by the operand instead of the result',
    chainRules: [(m, gradient, { a }) => m.mul(gradient, a)],
  },
  log: {
    mistake: 'the gradient is divided by the result instead of the operand',
    chainRules: [(m, gradient, { result }) => m.div(gradient, result)],
  },
  sqrt: {
    mistake: 'the factor two is missing',
    chainRules: [(m, gradient, { result }) => m.div(gradient, result)],
  },
  tanh: {
    mistake: 'the result is not squared',
    chainRules: [(m, gradient, { result }) => m.mul(gradient, m.sub(m.constant(1), result))],
  },
  sigmoid: {
    mistake: 'the factor one minus the result is missing',
    chainRules: [(m, gradient, { result }) => m.mul(gradient, result)],
  },
  relu: {
    mistake: 'the gradient passes where the operand is negative, too',
    chainRules: [(_m, gradient) => gradient],
  },
  step: { mistake: 'the gradient passes, though a step is flat', chainRules: [(_m, gradient) => gradient] },
  softplus: {
    mistake: 'the gradient passes where the operand is positive, as if it were relu',
    chainRules: [(m, gradient, { a }) => m.mul(gradient, m.step(a))],
  },
  sin: {
    mistake: 'the sine itself is taken for its derivative',
    chainRules: [(m, gradient, { result }) => m.mul(gradient, result)],
  },
  cos: {
    mistake: 'the minus sign is missing',
    chainRules: [(m, gradient, { a }) => m.mul(gradient, m.sin(a))],
  },
  abs: {
    mistake: 'the sign is not turned where the operand is negative',
    chainRules: [(_m, gradient) => gradient],
  },
  max: {
    mistake: 'the gradient passes to both operands, whichever is larger',
    chainRules: [(_m, gradient) => gradient, (_m, gradient) => gradient],
  },
  min: {
    mistake: 'the gradient goes to the larger operand, as if it were a maximum',
    chainRules: ops.max.chainRules,
  },
  erf: {
    mistake: 'the factor 2/√π is missing',
    chainRules: [(m, gradient, { a }) => m.mul(gradient, m.exp(m.neg(m.mul(a, a))))],
  },
  expm1: {
    mistake: 'the gradient is multiplied by the result, as if nothing had been taken off',
    chainRules: [(m, gradient, { result }) => m.mul(gradient, result)],
  },
};
