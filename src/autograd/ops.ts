/**
 * The op table: what each operation is called, what it computes, and its chain rule, side by side.
 * Everything else that knows about operations (Value, differentiate, every back end) is driven by this table.
 */

import { erf } from './error-function.ts';

/**
 * The operations on some kind of quantity: on numbers they compute, on a tape builder they append instructions.
 * A chain rule is written once against this interface and serves both.
 */
export interface Arithmetic<T> {
  constant(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  neg(a: T): T;
  /** a raised to a constant exponent. */
  pow(a: T, exponent: number): T;
  /** a raised to b. */
  power(a: T, b: T): T;
  exp(a: T): T;
  log(a: T): T;
  sqrt(a: T): T;
  tanh(a: T): T;
  sigmoid(a: T): T;
  relu(a: T): T;
  step(a: T): T;
  softplus(a: T): T;
  sin(a: T): T;
  cos(a: T): T;
  abs(a: T): T;
  max(a: T, b: T): T;
  min(a: T, b: T): T;
  erf(a: T): T;
  /** e^a - 1. */
  expm1(a: T): T;
  /** 1 where a is not 0, else 0; without it, it is made of steps. */
  isNotZero?(a: T): T;
}

export type OpName = Exclude<keyof Arithmetic<unknown>, 'constant' | 'isNotZero'>;

/** What a chain rule may use: the forward result, the operands, and the constant exponent (pow only). */
export interface Local<T> {
  readonly result: T;
  readonly a: T;
  readonly b: T;
  readonly exponent: number;
}

/** gradient of the root by this operand = f(gradient of the root by the result); one function per operand. */
export type ChainRule = <T>(m: Arithmetic<T>, gradient: T, at: Local<T>) => T;

export interface Op {
  readonly arity: 1 | 2;
  /** How a person writes it, operands and exponent given as text. */
  readonly write: (a: string, b: string, exponent: number) => string;
  readonly value: (a: number, b: number, exponent: number) => number;
  readonly chainRules: readonly [ChainRule] | readonly [ChainRule, ChainRule];
  /**
   * How far off the slope is, in units of ε, where it is 1 less what is almost 1: the digits that the result has lost
   * by then are missing in it. Absent where the slope is off by its own rounding alone.
   */
  readonly slopeError?: (result: number) => number;
}

export const ops: Readonly<Record<OpName, Op>> = {
  add: {
    arity: 2,
    write: (a, b) => `${a} + ${b}`,
    value: (a, b) => a + b,
    chainRules: [(_m, gradient) => gradient, (_m, gradient) => gradient],
  },
  sub: {
    arity: 2,
    write: (a, b) => `${a} - ${b}`,
    value: (a, b) => a - b,
    chainRules: [(_m, gradient) => gradient, (m, gradient) => m.neg(gradient)],
  },
  mul: {
    arity: 2,
    write: (a, b) => `${a} * ${b}`,
    value: (a, b) => a * b,
    chainRules: [(m, gradient, { b }) => m.mul(gradient, b), (m, gradient, { a }) => m.mul(gradient, a)],
  },
  div: {
    arity: 2,
    write: (a, b) => `${a} / ${b}`,
    value: (a, b) => a / b,
    chainRules: [
      (m, gradient, { b }) => m.div(gradient, b),
      (m, gradient, { result, b }) => m.neg(m.div(m.mul(gradient, result), b)),
    ],
  },
  neg: {
    arity: 1,
    write: (a) => `-${a}`,
    value: (a) => -a,
    chainRules: [(m, gradient) => m.neg(gradient)],
  },
  pow: {
    arity: 1,
    write: (a, _b, exponent) => `${a} ** ${exponent}`,
    value: (a, _b, exponent) => powerOf(a, exponent),
    chainRules: [
      // a⁰ is 1 everywhere, so flat: 0 · a⁻¹ would be NaN at a = 0.
      (m, gradient, { a, exponent }) =>
        exponent === 0 ? m.constant(0) : m.mul(gradient, m.mul(m.constant(exponent), m.pow(a, exponent - 1))),
    ],
  },
  /**
   * a raised to a computed exponent. As in PyTorch, the slope by a is 0 where b is 0, and the slope by b is 0 where a is
   * 0 and b is not negative; it is NaN for a negative a, whose powers exist for whole b only. Written so that neither
   * 0 · ∞ comes about: the exponent b - 1 is 0 where b is, and the logarithm is that of 1 there.
   */
  power: {
    arity: 2,
    write: (a, b) => `${a} ** ${b}`,
    value: (a, b) => powerOf(a, b),
    chainRules: [
      (m, gradient, { a, b }) => m.mul(gradient, m.mul(b, m.power(a, m.sub(b, isNotZero(m, b))))),
      (m, gradient, { result, a, b }) => {
        const isZero = m.sub(m.constant(1), isNotZero(m, a));
        const isFlat = m.mul(isZero, m.sub(m.constant(1), m.step(m.neg(b))));
        return m.mul(gradient, m.mul(result, m.log(m.add(a, isFlat))));
      },
    ],
  },
  exp: {
    arity: 1,
    write: (a) => `exp(${a})`,
    value: (a) => Math.exp(a),
    chainRules: [(m, gradient, { result }) => m.mul(gradient, result)],
  },
  log: {
    arity: 1,
    write: (a) => `log(${a})`,
    value: (a) => Math.log(a),
    chainRules: [(m, gradient, { a }) => m.div(gradient, a)],
  },
  sqrt: {
    arity: 1,
    write: (a) => `sqrt(${a})`,
    value: (a) => Math.sqrt(a),
    chainRules: [(m, gradient, { result }) => m.div(gradient, m.mul(m.constant(2), result))],
  },
  tanh: {
    arity: 1,
    write: (a) => `tanh(${a})`,
    value: (a) => Math.tanh(a),
    chainRules: [(m, gradient, { result }) => m.mul(gradient, m.sub(m.constant(1), m.mul(result, result)))],
    slopeError: (result) => result * result,
  },
  /**
   * 1 / (1 + e^-a), arranged so that neither side overflows. Its slope could be exact as σ(a)·σ(-a), but a second
   * exponential makes training of sigmoid networks 30 to 60 % slower (`npm run bench:sigmoid`).
   */
  sigmoid: {
    arity: 1,
    write: (a) => `sigmoid(${a})`,
    value: (a) => {
      const e = Math.exp(-Math.abs(a));
      return a >= 0 ? 1 / (1 + e) : e / (1 + e);
    },
    chainRules: [(m, gradient, { result }) => m.mul(gradient, m.mul(result, m.sub(m.constant(1), result)))],
    slopeError: (result) => result * result,
  },
  /** max(a, 0), +0 for either zero; its derivative at 0 is taken as 0, as in PyTorch. */
  relu: {
    arity: 1,
    write: (a) => `relu(${a})`,
    value: (a) => Math.max(a, 0),
    chainRules: [(m, gradient, { a }) => m.mul(gradient, m.step(a))],
  },
  /** 1 where a > 0, else 0: the derivative of relu. Flat, so nothing flows back through it. */
  step: {
    arity: 1,
    write: (a) => `step(${a})`,
    value: (a) => (a > 0 ? 1 : 0),
    chainRules: [(m) => m.constant(0)],
  },
  /** log(1 + e^a) = max(a, 0) + log1p(e^-|a|). Its derivative is the sigmoid. */
  softplus: {
    arity: 1,
    write: (a) => `softplus(${a})`,
    value: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
    chainRules: [(m, gradient, { a }) => m.mul(gradient, m.sigmoid(a))],
  },
  sin: {
    arity: 1,
    write: (a) => `sin(${a})`,
    value: (a) => Math.sin(a),
    chainRules: [(m, gradient, { a }) => m.mul(gradient, m.cos(a))],
  },
  cos: {
    arity: 1,
    write: (a) => `cos(${a})`,
    value: (a) => Math.cos(a),
    chainRules: [(m, gradient, { a }) => m.neg(m.mul(gradient, m.sin(a)))],
  },
  /** Its derivative at 0 is taken as 0, as in PyTorch. */
  abs: {
    arity: 1,
    write: (a) => `abs(${a})`,
    value: (a) => Math.abs(a),
    chainRules: [(m, gradient, { a }) => m.mul(gradient, m.sub(m.step(a), m.step(m.neg(a))))],
  },
  /** The larger one. Equal operands have half of the gradient each, as torch.maximum has it. */
  max: {
    arity: 2,
    write: (a, b) => `max(${a}, ${b})`,
    value: (a, b) => Math.max(a, b),
    chainRules: [
      (m, gradient, { a, b }) => m.mul(gradient, shareOfLarger(m, a, b)),
      (m, gradient, { a, b }) => m.mul(gradient, shareOfLarger(m, b, a)),
    ],
  },
  /** The smaller one; otherwise as `max`. */
  min: {
    arity: 2,
    write: (a, b) => `min(${a}, ${b})`,
    value: (a, b) => Math.min(a, b),
    chainRules: [
      (m, gradient, { a, b }) => m.mul(gradient, shareOfLarger(m, b, a)),
      (m, gradient, { a, b }) => m.mul(gradient, shareOfLarger(m, a, b)),
    ],
  },
  /** 2/√π ∫₀ᵃ e^-t² dt. */
  erf: {
    arity: 1,
    write: (a) => `erf(${a})`,
    value: (a) => erf(a),
    chainRules: [
      (m, gradient, { a }) =>
        m.mul(gradient, m.mul(m.constant(2 / Math.sqrt(Math.PI)), m.exp(m.neg(m.mul(a, a))))),
    ],
  },
  /** e^a - 1 with all its digits near 0. Its derivative is e^a and not the result + 1, which loses them far below 0. */
  expm1: {
    arity: 1,
    write: (a) => `expm1(${a})`,
    value: (a) => Math.expm1(a),
    chainRules: [(m, gradient, { a }) => m.mul(gradient, m.exp(a))],
  },
};

/** 1 where a is larger than b, ½ where they are equal, infinite or not, else 0. */
function shareOfLarger<T>(m: Arithmetic<T>, a: T, b: T): T {
  const sign = m.sub(m.step(m.sub(a, b)), m.step(m.sub(b, a)));
  return m.mul(m.constant(0.5), m.add(m.constant(1), sign));
}

/** 1 where a number is not 0, else 0. */
function isNotZero<T>(m: Arithmetic<T>, a: T): T {
  return m.isNotZero?.(a) ?? m.add(m.step(a), m.step(m.neg(a)));
}

/** a to the power of b as IEEE 754 has it: 1 to any power is 1, and so is -1 to ±∞, which is NaN in JavaScript. */
export function powerOf(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

export const opNames = Object.keys(ops) as readonly OpName[];

/** The table read as plain arithmetic on numbers. */
export const numbers: Arithmetic<number> = {
  constant: (value) => value,
  add: (a, b) => ops.add.value(a, b, 0),
  sub: (a, b) => ops.sub.value(a, b, 0),
  mul: (a, b) => ops.mul.value(a, b, 0),
  div: (a, b) => ops.div.value(a, b, 0),
  neg: (a) => ops.neg.value(a, 0, 0),
  pow: (a, exponent) => ops.pow.value(a, 0, exponent),
  power: (a, b) => ops.power.value(a, b, 0),
  exp: (a) => ops.exp.value(a, 0, 0),
  log: (a) => ops.log.value(a, 0, 0),
  sqrt: (a) => ops.sqrt.value(a, 0, 0),
  tanh: (a) => ops.tanh.value(a, 0, 0),
  sigmoid: (a) => ops.sigmoid.value(a, 0, 0),
  relu: (a) => ops.relu.value(a, 0, 0),
  step: (a) => ops.step.value(a, 0, 0),
  softplus: (a) => ops.softplus.value(a, 0, 0),
  sin: (a) => ops.sin.value(a, 0, 0),
  cos: (a) => ops.cos.value(a, 0, 0),
  abs: (a) => ops.abs.value(a, 0, 0),
  max: (a, b) => ops.max.value(a, b, 0),
  min: (a, b) => ops.min.value(a, b, 0),
  erf: (a) => ops.erf.value(a, 0, 0),
  expm1: (a) => ops.expm1.value(a, 0, 0),
};
