"""Data and gradients of an expression, in the manner of micrograd. Run me: python3 this_file.py"""

import math


def divide(a, b):
    """a / b as IEEE 754 has it; Python raises an error where b is 0."""
    if b != 0 or math.isnan(b):
        return a / b
    return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1.0, b)


def power(a, exponent):
    """a ** exponent as IEEE 754 has it; Python raises an error for what is not finite."""
    odd = exponent % 2 == 1
    try:
        return math.pow(a, exponent)
    except ValueError:
        return (math.copysign(math.inf, a) if odd else math.inf) if a == 0 else math.nan
    except OverflowError:
        return math.copysign(math.inf, a) if odd else math.inf


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

    def __pow__(self, exponent):
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
        return Value(base).__pow__(self)

    def __neg__(self):
        out = Value(-self.data, (self,))

        def _backward():
            self.grad += -out.grad

        out._backward = _backward
        return out

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


def relu(a):
    a = Value.of(a)
    out = Value(a.data if a.data > 0 or math.isnan(a.data) else 0.0, (a,))

    def _backward():
        a.grad += out.grad * (1.0 if a.data > 0 else 0.0)

    out._backward = _backward
    return out


a = Value(-4.0)
b = Value(2.0)
c1 = a + b
d1 = a * b + b ** 3
c2 = c1 + (c1 + 1.0)
c3 = c2 + (1.0 + c2 + -a)
d2 = d1 + (d1 * 2.0 + relu(b + a))
d3 = d2 + (3.0 * d2 + relu(b - a))
e = c3 - d3
f = e ** 2
g1 = f / 2.0
g = g1 + 10.0 / f


g.backward()


for name, value in {
    "a": a,
    "b": b,
    "c1": c1,
    "d1": d1,
    "c2": c2,
    "c3": c3,
    "d2": d2,
    "d3": d3,
    "e": e,
    "f": f,
    "g1": g1,
    "g": g,
}.items():
    print(f"{name} {value.data:.17g} {value.grad:.17g}")
