import { elementaryOps } from '../autograd/elementary-ops.ts';
import { exponentOf } from '../autograd/formula/compile-graph.ts';
import { Value } from '../autograd/value.ts';
import {
  isFormula,
  readActivationFormula,
  type Activation,
  type ActivationGraph,
} from '../experiment/activation-formula.ts';
import type { ActivationName } from '../experiment/names.ts';

/**
 * What a neuron does with Σ wᵢxᵢ + b. Named and defined as in torch.nn.functional, slopes at the kinks included, and
 * written so that nothing overflows: elu takes the exponential of no z above 0.
 */
export const activations: Readonly<Record<ActivationName, (z: Value) => Value>> = {
  tanh: (z) => z.tanh(),
  relu: (z) => z.relu(),
  sigmoid: (z) => z.sigmoid(),
  linear: (z) => z,
  /** z above 0, else 0.01·z: its slope at 0 is 0.01. */
  'leaky-relu': (z) => z.mul(0.01).add(z.relu().mul(0.99)),
  /** z above 0, else e^z - 1: its slope at 0 is 1, of which either part has half. */
  elu: (z) => z.max(0).add(z.min(0).expm1()),
  /** z·Φ(z), Φ(z) = ½·(1 + erf(z/√2)). */
  gelu: (z) => z.mul(0.5).mul(z.mul(Math.SQRT1_2).erf().add(1)),
  /**
   * z·Φ(z) by its approximation ½z·(1 + tanh u), u = √(2/π)·(z + 0.044715·z³): Hendrycks and Gimpel, 2016, and
   * approximate="tanh" in PyTorch. As z·σ(2u), which is the same and keeps its digits below 0.
   */
  'gelu-tanh': (z) => {
    const inner = z.add(z.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
    return z.mul(inner.mul(2).sigmoid());
  },
  /** z·σ(z), also called swish. */
  silu: (z) => z.mul(z.sigmoid()),
  /** log(1 + e^z), exact at every z: PyTorch's with a threshold that is never reached. */
  softplus: (z) => z.softplus(),
  mish: (z) => z.mul(z.softplus().tanh()),
  sin: (z) => z.sin(),
  /** 1 above 0, else 0. It is flat: nothing flows back through it. */
  step: (z) => z.step(),
};

/** What a neuron does with its sum: an activation of the table, or one that was typed. */
export function activate(activation: Activation, z: Value): Value {
  return isFormula(activation) ? computeFormula(activation.slice(1), z) : activations[activation](z);
}

/** The formula's graph over again, with z in its place. Throws a RangeError for what is no formula. */
function computeFormula(text: string, z: Value): Value {
  const read = readActivationFormula(text);
  if (!read.ok) throw new RangeError(`“${text}” is no formula of z: ${read.message}`);
  const { graph } = read;
  const { nodes, root, z: leaf } = graph;
  const made = new Map([[leaf, z]]);
  for (const node of nodes) if (node !== leaf) made.set(node, copied(node, made, graph));
  return made.get(root) ?? z;
}

/** With the operands that were made for those of the node. */
function copied(node: Value, made: ReadonlyMap<Value, Value>, graph: ActivationGraph): Value {
  const { op, operands, data } = node;
  if (op === null) return new Value(data);
  const [a, b] = operands.map((operand) => made.get(operand) ?? operand);
  // Pi and e are names in a formula, and as an exponent as constant as a number.
  if (op === 'power' && operands[1].op === null && operands[1].label !== 'z') return a.pow(b.data);
  return Value.apply(op, operands.length === 1 ? [a] : [a, b], exponentOf(node, graph, elementaryOps));
}
