"""Data and gradients of an expression by PyTorch. Run me: python3 this_file.py"""

import torch
from torch import tanh


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


w3_1_1 = leaf(0.381162)
w2_1_1 = leaf(0.10521399999999992)
w1_1_1 = leaf(0.440453)
x1 = leaf(0.05285699999999993)
w1_1_2 = leaf(-0.922676)
x2 = leaf(0.663467)
b1_1 = leaf(-0.026541000000000037)
h1_1 = tanh(w1_1_1 * x1 + w1_1_2 * x2 + b1_1)
w2_1_2 = leaf(-0.610168)
w1_2_1 = leaf(-0.08761600000000003)
w1_2_2 = leaf(-0.850144)
b1_2 = leaf(-0.676399)
h1_2 = tanh(w1_2_1 * x1 + w1_2_2 * x2 + b1_2)
w2_1_3 = leaf(-0.832815)
w1_3_1 = leaf(0.5260100000000001)
w1_3_2 = leaf(-0.03764000000000001)
b1_3 = leaf(-0.473488)
h1_3 = tanh(w1_3_1 * x1 + w1_3_2 * x2 + b1_3)
b2_1 = leaf(0.759546)
h2_1 = tanh(w2_1_1 * h1_1 + w2_1_2 * h1_2 + w2_1_3 * h1_3 + b2_1)
w3_1_2 = leaf(-0.42650600000000005)
w2_2_1 = leaf(0.4275739999999999)
w2_2_2 = leaf(-0.04654400000000003)
w2_2_3 = leaf(0.587464)
b2_2 = leaf(-0.352753)
h2_2 = tanh(w2_2_1 * h1_1 + w2_2_2 * h1_2 + w2_2_3 * h1_3 + b2_2)
b3_1 = leaf(0.3442799999999999)
h3_1 = tanh(w3_1_1 * h2_1 + w3_1_2 * h2_2 + b3_1)
y = leaf(1.0)
loss = (h3_1 - y) ** 2


values = {
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
}
for value in values.values():
    value.retain_grad()
loss.backward()
for name, value in values.items():
    grad = 0.0 if value.grad is None else value.grad.item()
    print(f"{name} {value.item():.17g} {grad:.17g}")
