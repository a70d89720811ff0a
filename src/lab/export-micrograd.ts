import type { NamedGraph } from '../autograd/expression.ts';
import type { OpName } from '../autograd/ops.ts';
import { pythonProgram } from './export-program.ts';

/**
 * The graph as a Python file that needs nothing but Python: a Value class after micrograd
 * (https://github.com/karpathy/micrograd) with the ops that the graph uses, and the expression. Run, it prints
 * `name data grad` for every name, 17 significant digits each.
 */
export function exportMicrograd(graph: NamedGraph): string {
  const { statements, names, root, ops } = pythonProgram(graph, {
    leaf: 'Value',
    reserved: ['math', 'ieee', 'divide', 'power', 'node', 'order', 'placed', 'path', 'operand', 'operands'],
  });
  const usesPowers = ops.has('pow') || ops.has('power');
  // A power is one method, whatever its exponent.
  const methods = [...new Set([...ops].flatMap((op) => methodsByOp[op] ?? []))];
  const functions = [...ops].flatMap((op) => (op in functionsByOp ? [functionsByOp[op] ?? ''] : []));
  return [
    header,
    ...(ops.has('div') || ops.has('log') || ops.has('sqrt') ? [divideFunction] : []),
    ...(usesPowers ? [powerFunction] : []),
    [
      ...(usesPowers ||
      ops.has('exp') ||
      ops.has('log') ||
      ops.has('sqrt') ||
      ops.has('sin') ||
      ops.has('cos') ||
      ops.has('erf') ||
      ops.has('expm1')
        ? [ieeeFunction]
        : []),
    ].join(''),
    [valueClass, ...methods, backwardMethod].join('\n\n'),
    ...functions,
    statements.join('\n'),
    `${root}.backward()`,
    `for name, value in {\n${names.map((name) => `    "${name}": ${name},`).join('\n')}\n}.items():\n` +
      '    print(f"{name} {value.data:.17g} {value.grad:.17g}")',
  ]
    .filter((part) => part !== '')
    .join('\n\n\n')
    .concat('\n');
}

const header = `"""Data and gradients of an expression, in the manner of micrograd. Run me: python3 this_file.py"""

import math`;

const divideFunction = `def divide(a, b):
    """a / b as IEEE 754 has it; Python raises an error where b is 0."""
    if b != 0 or math.isnan(b):
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1.0, b)`;

const powerFunction = `def power(a, exponent):
    """a ** exponent as IEEE 754 has it; Python raises an error for what is not finite."""
    odd = exponent % 2 == 1
    try:
        return math.pow(a, exponent)
    except ValueError:
        return (math.copysign(math.inf, a) if odd else math.inf) if a == 0 else math.nan
    except OverflowError:
        return math.copysign(math.inf, a) if odd else math.inf`;

const ieeeFunction = `def ieee(function, a):
    """function(a) with infinity or nan where Python raises an error."""
    try:
        return function(a)
    except OverflowError:
        return math.inf
    except ValueError:
        return -math.inf if a == 0 else math.nan`;

const valueClass = `class Value:
    """A scalar that remembers how it was computed."""

    def __init__(self, data, operands=()):
        self.data = float(data)
        self.grad = 0.0
        self.operands = operands
        self._backward = lambda: None

    @staticmethod
    def of(x):
        return x if isinstance(x, Value) else Value(x)`;

const backwardMethod = `    def backward(self):
        """Adds the gradients by self, each node after everything that uses it."""
        order, placed, path = [], set(), [(self, False)]
        while path:
            node, ready = path.pop()
            if ready:
                order.append(node)
            elif node not in placed:
                placed.add(node)
                path.append((node, True))
                path += [(operand, False) for operand in node.operands]
        self.grad = 1.0
        for node in reversed(order):
            node._backward()`;

const binary = (name: string, result: string, left: string, right: string): string =>
  `    def __${name}__(self, other):
        other = Value.of(other)
        out = Value(${result}, (self, other))

        def _backward():
            self.grad += ${left}
            other.grad += ${right}

        out._backward = _backward
        return out

    def __r${name}__(self, other):
        return Value(other).__${name}__(self)`;

const powMethod = `    def __pow__(self, exponent):
        n = Value.of(exponent)
        out = Value(power(self.data, n.data), (self, n) if isinstance(exponent, Value) else (self,))

        def _backward():
            # A constant power of 0 is flat whatever comes; of a computed one, 0 times infinity is no number.
            if n.data != 0 or isinstance(exponent, Value):
                lower = n.data - (1.0 if n.data != 0 else 0.0)
                self.grad += out.grad * (n.data * power(self.data, lower))
            flat = self.data == 0 and not n.data < 0
            n.grad += out.grad * (out.data * ieee(math.log, 1.0 if flat else self.data))

        out._backward = _backward
        return out

    def __rpow__(self, base):
        return Value(base).__pow__(self)`;

const methodsByOp: Readonly<Partial<Record<OpName, string>>> = {
  add: binary('add', 'self.data + other.data', 'out.grad', 'out.grad'),
  sub: binary('sub', 'self.data - other.data', 'out.grad', '-out.grad'),
  mul: binary('mul', 'self.data * other.data', 'out.grad * other.data', 'out.grad * self.data'),
  div: binary(
    'truediv',
    'divide(self.data, other.data)',
    'divide(out.grad, other.data)',
    '-divide(out.grad * out.data, other.data)',
  ),
  neg: `    def __neg__(self):
        out = Value(-self.data, (self,))

        def _backward():
            self.grad += -out.grad

        out._backward = _backward
        return out`,
  pow: powMethod,
  power: powMethod,
};

const unary = (name: string, result: string, gradient: string): string =>
  `def ${name}(a):
    a = Value.of(a)
    out = Value(${result}, (a,))

    def _backward():
        a.grad += ${gradient}

    out._backward = _backward
    return out`;

/** `sign` compares the operand that counts with the other one; of two zeros, 0.0 is larger than -0.0. */
const larger = (name: string, sign: '<' | '>'): string =>
  `def ${name}(a, b):
    a, b = Value.of(a), Value.of(b)
    undefined = math.isnan(a.data) or math.isnan(b.data)
    first = (a.data, math.copysign(1.0, a.data)) ${sign} (b.data, math.copysign(1.0, b.data))
    out = Value(math.nan if undefined else a.data if first else b.data, (a, b))

    def _backward():
        share = 1.0 if a.data ${sign} b.data else 0.0 if b.data ${sign} a.data else 0.5
        a.grad += out.grad * share
        b.grad += out.grad * (1.0 - share)

    out._backward = _backward
    return out`;

const sigmoidOf = (x: string): string =>
  `(1 / (1 + math.exp(-${x})) if ${x} >= 0 else math.exp(${x}) / (1 + math.exp(${x})))`;

const functionsByOp: Readonly<Partial<Record<OpName, string>>> = {
  exp: unary('exp', 'ieee(math.exp, a.data)', 'out.grad * out.data'),
  log: unary('log', 'ieee(math.log, a.data)', 'divide(out.grad, a.data)'),
  sqrt: unary('sqrt', 'ieee(math.sqrt, a.data)', 'divide(out.grad, 2 * out.data)'),
  tanh: unary('tanh', 'math.tanh(a.data)', 'out.grad * (1 - out.data * out.data)'),
  sigmoid: unary('sigmoid', sigmoidOf('a.data'), 'out.grad * (out.data * (1 - out.data))'),
  relu: unary(
    'relu',
    // Not max, which keeps the sign of -0.0.
    'a.data if a.data > 0 or math.isnan(a.data) else 0.0',
    'out.grad * (1.0 if a.data > 0 else 0.0)',
  ),
  step: unary('step', '1.0 if a.data > 0 else 0.0', '0.0'),
  softplus: unary(
    'softplus',
    // Not max and abs, which may be functions of the file.
    '(a.data if a.data > 0 else 0.0) + math.log1p(math.exp(-math.fabs(a.data)))',
    `out.grad * ${sigmoidOf('a.data')}`,
  ),
  sin: unary('sin', 'ieee(math.sin, a.data)', 'out.grad * ieee(math.cos, a.data)'),
  cos: unary('cos', 'ieee(math.cos, a.data)', '-(out.grad * ieee(math.sin, a.data))'),
  abs: unary(
    'abs',
    'math.fabs(a.data)',
    'out.grad * ((1.0 if a.data > 0 else 0.0) - (1.0 if a.data < 0 else 0.0))',
  ),
  max: larger('max', '>'),
  min: larger('min', '<'),
  erf: unary(
    'erf',
    'math.erf(a.data)',
    'out.grad * (2 / math.sqrt(math.pi) * ieee(math.exp, -(a.data * a.data)))',
  ),
  expm1: unary('expm1', 'ieee(math.expm1, a.data)', 'out.grad * ieee(math.exp, a.data)'),
};
