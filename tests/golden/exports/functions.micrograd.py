"""Data and gradients of an expression, in the manner of micrograd. Run me: python3 this_file.py"""

import math


def ieee(function, a):
    """function(a) with infinity or nan where Python raises an error."""
    try:
        return function(a)
    except OverflowError:
        return math.inf
    except ValueError:
        return -math.inf if a == 0 else math.nan


class Value:
    """A scalar that remembers how it was computed."""

    def __init__(self, data, operands=()):
        self.data = float(data)
        self.grad = 0.0
        self.operands = operands
        self._backward = lambda: None

    @staticmethod
    def of(x):
        return x if isinstance(x, Value) else Value(x)

    def __mul__(self, other):
        other = Value.of(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += out.grad * other.data
            other.grad += out.grad * self.data

        out._backward = _backward
        return out

    def __rmul__(self, other):
        return Value(other).__mul__(self)

    def __add__(self, other):
        other = Value.of(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __radd__(self, other):
        return Value(other).__add__(self)

    def __sub__(self, other):
        other = Value.of(other)
        out = Value(self.data - other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += -out.grad

        out._backward = _backward
        return out

    def __rsub__(self, other):
        return Value(other).__sub__(self)

    def backward(self):
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
            node._backward()


def erf(a):
    a = Value.of(a)
    out = Value(math.erf(a.data), (a,))

    def _backward():
        a.grad += out.grad * (2 / math.sqrt(math.pi) * ieee(math.exp, -(a.data * a.data)))

    out._backward = _backward
    return out


def expm1(a):
    a = Value.of(a)
    out = Value(ieee(math.expm1, a.data), (a,))

    def _backward():
        a.grad += out.grad * ieee(math.exp, a.data)

    out._backward = _backward
    return out


def abs(a):
    a = Value.of(a)
    out = Value(math.fabs(a.data), (a,))

    def _backward():
        a.grad += out.grad * ((1.0 if a.data > 0 else 0.0) - (1.0 if a.data < 0 else 0.0))

    out._backward = _backward
    return out


def min(a, b):
    a, b = Value.of(a), Value.of(b)
    undefined = math.isnan(a.data) or math.isnan(b.data)
    first = (a.data, math.copysign(1.0, a.data)) < (b.data, math.copysign(1.0, b.data))
    out = Value(math.nan if undefined else a.data if first else b.data, (a, b))

    def _backward():
        share = 1.0 if a.data < b.data else 0.0 if b.data < a.data else 0.5
        a.grad += out.grad * share
        b.grad += out.grad * (1.0 - share)

    out._backward = _backward
    return out


def max(a, b):
    a, b = Value.of(a), Value.of(b)
    undefined = math.isnan(a.data) or math.isnan(b.data)
    first = (a.data, math.copysign(1.0, a.data)) > (b.data, math.copysign(1.0, b.data))
    out = Value(math.nan if undefined else a.data if first else b.data, (a, b))

    def _backward():
        share = 1.0 if a.data > b.data else 0.0 if b.data > a.data else 0.5
        a.grad += out.grad * share
        b.grad += out.grad * (1.0 - share)

    out._backward = _backward
    return out


def softplus(a):
    a = Value.of(a)
    out = Value((a.data if a.data > 0 else 0.0) + math.log1p(math.exp(-math.fabs(a.data))), (a,))

    def _backward():
        a.grad += out.grad * (1 / (1 + math.exp(-a.data)) if a.data >= 0 else math.exp(a.data) / (1 + math.exp(a.data)))

    out._backward = _backward
    return out


x = Value(0.75)
y = Value(-1.5)
erf_ = erf(x) * expm1(y) + abs(y)
result = max(erf_, min(x, y)) + max(x, x) * softplus(y) - abs(Value(0.0))


result.backward()


for name, value in {
    "x": x,
    "y": y,
    "erf_": erf_,
    "result": result,
}.items():
    print(f"{name} {value.data:.17g} {value.grad:.17g}")
