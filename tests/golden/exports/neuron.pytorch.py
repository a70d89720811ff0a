"""Data and gradients of an expression by PyTorch. Run me: python3 this_file.py"""

import torch
from torch import tanh


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


x1 = leaf(2.0)
x2 = leaf(0.0)
w1 = leaf(-3.0)
w2 = leaf(1.0)
b = leaf(6.881373587019543)
n = x1 * w1 + x2 * w2 + b
o = tanh(n)


values = {
    "x1": x1,
    "x2": x2,
    "w1": w1,
    "w2": w2,
    "b": b,
    "n": n,
    "o": o,
}
for value in values.values():
    value.retain_grad()
o.backward()
for name, value in values.items():
    grad = 0.0 if value.grad is None else value.grad.item()
    print(f"{name} {value.item():.17g} {grad:.17g}")
