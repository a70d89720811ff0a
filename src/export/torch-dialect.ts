import type { CalledName, Dialect } from './print-tape.ts';
import { numberPython } from './quote.ts';

/** Where a number may stand alone. */
const tensor = (text: string): string =>
  /^[-\d]/.test(text) ? `torch.tensor(${text}, dtype=torch.float64)` : text;

const calls: Readonly<Record<CalledName, (a: string, b: string, exponent: string) => string>> = {
  pow: (a, _b, exponent) => `torch.pow(${a}, ${exponent})`,
  power: (a, b) => `torch.pow(${tensor(a)}, ${b})`,
  exp: (a) => `torch.exp(${a})`,
  log: (a) => `torch.log(${a})`,
  sqrt: (a) => `torch.sqrt(${a})`,
  tanh: (a) => `torch.tanh(${a})`,
  sigmoid: (a) => `torch.sigmoid(${a})`,
  relu: (a) => `torch.relu(${a})`,
  step: (a) => `(${a} > 0).to(${a}.dtype)`,
  // torch.nn.functional.softplus becomes the identity above its threshold, and torch.logaddexp 0 from about -37 on.
  softplus: (a) => `(0.0 - torch.nn.functional.logsigmoid(torch.neg(${a})))`,
  sin: (a) => `torch.sin(${a})`,
  cos: (a) => `torch.cos(${a})`,
  abs: (a) => `torch.abs(${a})`,
  max: (a, b) => `torch.maximum(${tensor(a)}, ${tensor(b)})`,
  min: (a, b) => `torch.minimum(${tensor(a)}, ${tensor(b)})`,
  erf: (a) => `torch.erf(${a})`,
  expm1: (a) => `torch.expm1(${a})`,
};

/** Tensors of PyTorch, number by number. */
export function torchDialect(indent: string): Dialect {
  return { number: numberPython, calls, define: (name, text) => `${indent}${name} = ${text}` };
}
