import { exp, expm1, tanh } from '../elementary/exponential.ts';
import { log, log1p } from '../elementary/logarithm.ts';
import { pow } from '../elementary/power.ts';
import { cos, sin } from '../elementary/trigonometric.ts';
import { erf } from './error-function.ts';
import type { OpFunctions } from './formula/compile-graph.ts';

/** What browsers and Node round each in its own way, for data and constants that are everywhere the same. */
export const elementaryOps: OpFunctions = {
  pow: (a, _b, exponent) => pow(a, exponent),
  power: pow,
  ...{ exp, expm1, log, tanh, sin, cos },
  sigmoid: (a) => {
    const e = exp(-Math.abs(a));
    return a >= 0 ? 1 / (1 + e) : e / (1 + e);
  },
  softplus: (a) => Math.max(a, 0) + log1p(exp(-Math.abs(a))),
  erf: (a) => erf(a, exp),
};
