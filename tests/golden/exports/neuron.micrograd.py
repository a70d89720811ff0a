"""Data and gradients of an expression, in the manner of micrograd. Run me: python3 this_file.py"""

import math


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


def tanh(a):
    a = Value.of(a)
    out = Value(math.tanh(a.data), (a,))

    def _backward():
        a.grad += out.grad * (1 - out.data * out.data)

    out._backward = _backward
    return out


x1 = Value(2.0)
x2 = Value(0.0)
w1 = Value(-3.0)
w2 = Value(1.0)
b = Value(6.881373587019543)
n = x1 * w1 + x2 * w2 + b
o = tanh(n)


o.backward()


for name, value in {
    "x1": x1,
    "x2": x2,
    "w1": w1,
    "w2": w2,
    "b": b,
    "n": n,
    "o": o,
}.items():
    print(f"{name} {value.data:.17g} {value.grad:.17g}")
