import type { OpName } from '../../autograd/ops.ts';
import type { WgslFunctionName } from './wgsl-functions.ts';

/** How one op of the op table is written in WGSL. */
export interface OpEmitter {
  /** Functions of ours that the expression calls. */
  readonly calls: readonly WgslFunctionName[];
  /** An expression of the operands, which are names or literals and may be repeated. */
  readonly write: (a: string, b: string, exponent: number) => string;
}

function plain(write: OpEmitter['write']): OpEmitter {
  return { calls: [], write };
}

function call(name: WgslFunctionName): OpEmitter {
  return { calls: [name], write: (a) => `${name}(${a})` };
}

/** Small whole exponents are multiplied out; the others go through the logarithm. */
const largestProduct = 8;

function power(a: string, exponent: number): string {
  const size = Math.abs(exponent);
  if (Number.isInteger(exponent) && size <= largestProduct) {
    const product = size === 0 ? '1.0' : Array<string>(size).fill(a).join(' * ');
    return exponent < 0 ? `1.0 / (${product})` : product;
  }
  const magnitude = `powOf(${a}, ${literal(exponent)})`;
  return Number.isInteger(exponent) && size % 2 === 1 ? `sign(${a}) * ${magnitude}` : magnitude;
}

/** Every op of the table: a new one does not compile until it is written here. */
export const opEmitters = {
  add: plain((a, b) => `${a} + ${b}`),
  sub: plain((a, b) => `${a} - ${b}`),
  mul: plain((a, b) => `${a} * ${b}`),
  div: plain((a, b) => `${a} / ${b}`),
  neg: plain((a) => `-${a}`),
  pow: { calls: ['powOf'], write: (a, _b, exponent) => power(a, exponent) },
  power: { calls: ['powerOf'], write: (a, b) => `powerOf(${a}, ${b})` },
  exp: call('expOf'),
  log: call('logOf'),
  sqrt: call('sqrtOf'),
  tanh: call('tanhOf'),
  sigmoid: call('sigmoidOf'),
  relu: call('reluOf'),
  step: call('stepOf'),
  softplus: call('softplusOf'),
  sin: call('sinOf'),
  cos: call('cosOf'),
  abs: plain((a) => `abs(${a})`),
  max: plain((a, b) => `max(${a}, ${b})`),
  min: plain((a, b) => `min(${a}, ${b})`),
  erf: call('erfOf'),
  expm1: call('expm1Of'),
} as const satisfies Record<OpName, OpEmitter>;

/** A number as WGSL reads it back to the same f32. Throws a RangeError for what f32 cannot hold. */
export function literal(value: number): string {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) throw new RangeError(`${value} is no finite 32-bit number`);
  // Fewer digits than f64's would do, but these are exact.
  const text = String(rounded);
  const withPoint = /[.e]/.test(text) ? text : `${text}.0`;
  return rounded < 0 || Object.is(rounded, -0) ? `(${withPoint})` : withPoint;
}
