"""Data and gradients of an expression, in the manner of micrograd. Run me: python3 this_file.py"""

import math


def divide(a, b):
    """a / b as IEEE 754 has it; Python raises an error where b is 0."""
    if b != 0 or math.isnan(b):
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1.0, b)


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

    def __truediv__(self, other):
        other = Value.of(other)
        out = Value(divide(self.data, other.data), (self, other))

        def _backward():
            self.grad += divide(out.grad, other.data)
            other.grad += -divide(out.grad * out.data, other.data)

        out._backward = _backward
        return out

    def __rtruediv__(self, other):
        return Value(other).__truediv__(self)

    def __neg__(self):
        out = Value(-self.data, (self,))

        def _backward():
            self.grad += -out.grad

        out._backward = _backward
        return out

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


def exp(a):
    a = Value.of(a)
    out = Value(ieee(math.exp, a.data), (a,))

    def _backward():
        a.grad += out.grad * out.data

    out._backward = _backward
    return out


def log(a):
    a = Value.of(a)
    out = Value(ieee(math.log, a.data), (a,))

    def _backward():
        a.grad += divide(out.grad, a.data)

    out._backward = _backward
    return out


z1 = Value(2.0)
z2 = Value(1.0)
z3 = Value(-1.0)
e1 = exp(z1)
e2 = exp(z2)
e3 = exp(z3)
total = e1 + e2 + e3
p1 = e1 / total
p2 = e2 / total
p3 = e3 / total
loss = -log(p1)


loss.backward()


for name, value in {
    "z1": z1,
    "z2": z2,
    "z3": z3,
    "e1": e1,
    "e2": e2,
    "e3": e3,
    "total": total,
    "p1": p1,
    "p2": p2,
    "p3": p3,
    "loss": loss,
}.items():
    print(f"{name} {value.data:.17g} {value.grad:.17g}")
