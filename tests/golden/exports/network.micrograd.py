"""Data and gradients of an expression, in the manner of micrograd. Run me: python3 this_file.py"""

import math


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


w3_1_1 = Value(0.381162)
w2_1_1 = Value(0.10521399999999992)
w1_1_1 = Value(0.440453)
x1 = Value(0.05285699999999993)
w1_1_2 = Value(-0.922676)
x2 = Value(0.663467)
b1_1 = Value(-0.026541000000000037)
h1_1 = tanh(w1_1_1 * x1 + w1_1_2 * x2 + b1_1)
w2_1_2 = Value(-0.610168)
w1_2_1 = Value(-0.08761600000000003)
w1_2_2 = Value(-0.850144)
b1_2 = Value(-0.676399)
h1_2 = tanh(w1_2_1 * x1 + w1_2_2 * x2 + b1_2)
w2_1_3 = Value(-0.832815)
w1_3_1 = Value(0.5260100000000001)
w1_3_2 = Value(-0.03764000000000001)
b1_3 = Value(-0.473488)
h1_3 = tanh(w1_3_1 * x1 + w1_3_2 * x2 + b1_3)
b2_1 = Value(0.759546)
h2_1 = tanh(w2_1_1 * h1_1 + w2_1_2 * h1_2 + w2_1_3 * h1_3 + b2_1)
w3_1_2 = Value(-0.42650600000000005)
w2_2_1 = Value(0.4275739999999999)
w2_2_2 = Value(-0.04654400000000003)
w2_2_3 = Value(0.587464)
b2_2 = Value(-0.352753)
h2_2 = tanh(w2_2_1 * h1_1 + w2_2_2 * h1_2 + w2_2_3 * h1_3 + b2_2)
b3_1 = Value(0.3442799999999999)
h3_1 = tanh(w3_1_1 * h2_1 + w3_1_2 * h2_2 + b3_1)
y = Value(1.0)
loss = (h3_1 - y) ** 2


loss.backward()


for name, value in {
    "w3_1_1": w3_1_1,
    "w2_1_1": w2_1_1,
    "w1_1_1": w1_1_1,
    "x1": x1,
    "w1_1_2": w1_1_2,
    "x2": x2,
    "b1_1": b1_1,
    "h1_1": h1_1,
    "w2_1_2": w2_1_2,
    "w1_2_1": w1_2_1,
    "w1_2_2": w1_2_2,
    "b1_2": b1_2,
    "h1_2": h1_2,
    "w2_1_3": w2_1_3,
    "w1_3_1": w1_3_1,
    "w1_3_2": w1_3_2,
    "b1_3": b1_3,
    "h1_3": h1_3,
    "b2_1": b2_1,
    "h2_1": h2_1,
    "w3_1_2": w3_1_2,
    "w2_2_1": w2_2_1,
    "w2_2_2": w2_2_2,
    "w2_2_3": w2_2_3,
    "b2_2": b2_2,
    "h2_2": h2_2,
    "b3_1": b3_1,
    "h3_1": h3_1,
    "y": y,
    "loss": loss,
}.items():
    print(f"{name} {value.data:.17g} {value.grad:.17g}")
