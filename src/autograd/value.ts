import { numbers, ops, type OpName } from './ops.ts';
import { finish, nodesPerStep, type Steps } from './steps.ts';

const noOperands: readonly Value[] = [];

/**
 * A scalar that remembers how it was computed.
 *
 * `data` is computed at once, when the expression is built; `backward()` then walks the graph from the result
 * to the leaves and adds to every `gradient` what the chain rule says.
 */
export class Value {
  data: number;
  /** d(root)/d(this) after `root.backward()`. */
  gradient = 0;
  label: string;
  /** null for a leaf. */
  readonly op: OpName | null;
  readonly operands: readonly Value[];
  /** The constant exponent of a `pow`; 0 for every other op. */
  readonly exponent: number;
  /** Place in the topological order computed last; only `topologicalOrder` and its callers use it. */
  position = 0;

  constructor(data: number, label = '', op: OpName | null = null, operands = noOperands, exponent = 0) {
    this.data = data;
    this.label = label;
    this.op = op;
    this.operands = operands;
    this.exponent = exponent;
  }

  /** The result of one op of the table. */
  static apply(op: OpName, operands: readonly Value[], exponent = 0): Value {
    const { arity, value } = ops[op];
    if (operands.length !== arity) {
      throw new RangeError(`${op} takes ${arity} operand${arity === 1 ? '' : 's'}, got ${operands.length}`);
    }
    const b = arity === 2 ? operands[1].data : 0;
    return new Value(value(operands[0].data, b, exponent), '', op, operands, exponent);
  }

  add(other: Value | number): Value {
    return Value.apply('add', [this, asValue(other)]);
  }
  sub(other: Value | number): Value {
    return Value.apply('sub', [this, asValue(other)]);
  }
  mul(other: Value | number): Value {
    return Value.apply('mul', [this, asValue(other)]);
  }
  div(other: Value | number): Value {
    return Value.apply('div', [this, asValue(other)]);
  }
  neg(): Value {
    return Value.apply('neg', [this]);
  }
  /** this raised to a constant exponent; `power` takes one that has a gradient. */
  pow(exponent: number): Value {
    if (typeof exponent !== 'number')
      throw new TypeError(`pow takes a constant exponent, got ${typeof exponent}; power takes a Value`);
    return Value.apply('pow', [this], exponent);
  }
  /** this raised to an exponent that has a gradient of its own. */
  power(exponent: Value | number): Value {
    return Value.apply('power', [this, asValue(exponent)]);
  }
  exp(): Value {
    return Value.apply('exp', [this]);
  }
  log(): Value {
    return Value.apply('log', [this]);
  }
  sqrt(): Value {
    return Value.apply('sqrt', [this]);
  }
  tanh(): Value {
    return Value.apply('tanh', [this]);
  }
  sigmoid(): Value {
    return Value.apply('sigmoid', [this]);
  }
  relu(): Value {
    return Value.apply('relu', [this]);
  }
  step(): Value {
    return Value.apply('step', [this]);
  }
  softplus(): Value {
    return Value.apply('softplus', [this]);
  }
  sin(): Value {
    return Value.apply('sin', [this]);
  }
  cos(): Value {
    return Value.apply('cos', [this]);
  }
  abs(): Value {
    return Value.apply('abs', [this]);
  }
  max(other: Value | number): Value {
    return Value.apply('max', [this, asValue(other)]);
  }
  min(other: Value | number): Value {
    return Value.apply('min', [this, asValue(other)]);
  }
  erf(): Value {
    return Value.apply('erf', [this]);
  }
  expm1(): Value {
    return Value.apply('expm1', [this]);
  }

  named(label: string): this {
    this.label = label;
    return this;
  }

  /** Computes `data` of every node again, after leaves were changed. */
  forward(): void {
    for (const node of topologicalOrder([this])) {
      if (node.op === null) continue;
      const b = node.operands.length > 1 ? node.operands[1].data : 0;
      node.data = ops[node.op].value(node.operands[0].data, b, node.exponent);
    }
  }

  /**
   * Adds d(this)/d(leaf) to the gradient of every leaf below this node.
   * Leaves accumulate over calls until `gradient` is set back to 0, as in PyTorch;
   * the nodes between are set to this pass's gradient.
   */
  backward(): void {
    const order = topologicalOrder([this]);
    for (const node of order) if (node.op !== null) node.gradient = 0;
    this.gradient += 1;
    for (let i = order.length - 1; i >= 0; i--) propagate(order[i]);
  }
}

/** One node's part of the backward pass: pushes its gradient to its operands by the op's chain rule. */
export function propagate(node: Value): void {
  if (node.op === null) return;
  const { operands, exponent } = node;
  const b = operands.length > 1 ? operands[1].data : 0;
  const at = { result: node.data, a: operands[0].data, b, exponent };
  const { chainRules } = ops[node.op];
  for (let i = 0; i < chainRules.length; i++) {
    operands[i].gradient += chainRules[i](numbers, node.gradient, at);
  }
}

/**
 * Every node below the roots once, operands before the nodes that use them; each node's `position` is its place.
 * Iterative: a chain of 10⁵ nodes must not overflow the stack.
 */
export function topologicalOrder(roots: readonly Value[]): Value[] {
  return finish(topologicalOrderSteps(roots));
}

/** The same in steps. No other order may be made of these nodes before it is done: `position` is theirs alone. */
export function* topologicalOrderSteps(roots: readonly Value[]): Steps<Value[]> {
  const order: Value[] = [];
  const path: Value[] = [];
  const nextOperand: number[] = [];
  // Nodes on the path need no mark: meeting one again would be a cycle, and operands exist before their result.
  const isPlaced = (node: Value): boolean => order[node.position] === node;
  const enter = (node: Value): void => {
    path.push(node);
    nextOperand.push(0);
  };
  for (const root of roots) {
    if (!isPlaced(root)) enter(root);
    while (path.length > 0) {
      const top = path.length - 1;
      const node = path[top];
      if (nextOperand[top] < node.operands.length) {
        const operand = node.operands[nextOperand[top]++];
        if (!isPlaced(operand)) enter(operand);
      } else {
        node.position = order.length;
        order.push(node);
        path.pop();
        nextOperand.pop();
        if (order.length % nodesPerStep === 0) yield;
      }
    }
  }
  return order;
}

function asValue(value: Value | number): Value {
  return typeof value === 'number' ? new Value(value) : value;
}
