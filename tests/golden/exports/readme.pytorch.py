"""Data and gradients of an expression by PyTorch. Run me: python3 this_file.py"""

import torch


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def relu(a):
    # + 0.0 makes 0.0 of -0.0, so that 1 / relu(a) is inf there and never -inf.
    return torch.relu(a) + 0.0


a = leaf(-4.0)
b = leaf(2.0)
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


values = {
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
}
for value in values.values():
    value.retain_grad()
g.backward()
for name, value in values.items():
    grad = 0.0 if value.grad is None else value.grad.item()
    print(f"{name} {value.item():.17g} {grad:.17g}")
