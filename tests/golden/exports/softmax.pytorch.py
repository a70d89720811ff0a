"""Data and gradients of an expression by PyTorch. Run me: python3 this_file.py"""

import torch
from torch import exp, log


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


z1 = leaf(2.0)
z2 = leaf(1.0)
z3 = leaf(-1.0)
e1 = exp(z1)
e2 = exp(z2)
e3 = exp(z3)
total = e1 + e2 + e3
p1 = e1 / total
p2 = e2 / total
p3 = e3 / total
loss = -log(p1)


values = {
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
}
for value in values.values():
    value.retain_grad()
loss.backward()
for name, value in values.items():
    grad = 0.0 if value.grad is None else value.grad.item()
    print(f"{name} {value.item():.17g} {grad:.17g}")
