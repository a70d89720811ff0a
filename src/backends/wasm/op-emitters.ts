import type { OpName } from '../../autograd/ops.ts';
import { erf } from './kernels/error-function.ts';
import { exp, expm1, sigmoid, tanhF64 } from './kernels/exponential.ts';
import { log, softplus } from './kernels/logarithm.ts';
import { pow, power } from './kernels/power.ts';
import { tanhF32 } from './kernels/tanh-f32.ts';
import { cos, sin } from './kernels/trigonometric.ts';
import type { Expression, LaneMath } from './lane-math.ts';

/** One op on vectors. May compute parts at once (with `let`), so operands must be valid when it is called. */
export type OpEmitter = (m: LaneMath, a: Expression, b: Expression, exponent: number) => Expression;

/** How each op of the table is emitted. */
export const opEmitters = {
  add: (m, a, b) => m.add(a, b),
  sub: (m, a, b) => m.sub(a, b),
  mul: (m, a, b) => m.mul(a, b),
  div: (m, a, b) => m.div(a, b),
  neg: (m, a) => m.neg(a),
  pow: (m, a, _b, exponent) => pow(m, a, exponent),
  power: (m, a, b) => power(m, a, b),
  exp: (m, a) => exp(m, a),
  log: (m, a) => log(m, a),
  sqrt: (m, a) => m.sqrt(a),
  tanh: (m, a) => (m.lanes.type === 'f32' ? tanhF32(m, a) : tanhF64(m, a)),
  sigmoid: (m, a) => sigmoid(m, a),
  // The maximum of -0 and 0 is the first of them; adding 0 makes it 0.
  relu: (m, a) => m.add(m.max(a, m.constant(0)), m.constant(0)),
  step: (m, a) => m.and(m.lessThan(m.constant(0), a), m.constant(1)),
  softplus: (m, a) => softplus(m, a),
  sin: (m, a) => sin(m, a),
  cos: (m, a) => cos(m, a),
  abs: (m, a) => m.abs(a),
  max: (m, a, b) => m.larger(a, b),
  min: (m, a, b) => m.smaller(a, b),
  erf: (m, a) => erf(m, a),
  expm1: (m, a) => expm1(m, a),
} as const satisfies Readonly<Record<OpName, OpEmitter>>;

/** Ops of one or two instructions, for which a temporary would cost more than it saves. */
export const plainOps: ReadonlySet<OpName> = new Set([
  'add',
  'sub',
  'mul',
  'div',
  'neg',
  'sqrt',
  'relu',
  'step',
  'abs',
  'max',
  'min',
]);
