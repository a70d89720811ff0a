"""Data and gradients of an expression by PyTorch. Run me: python3 this_file.py"""

import torch
from torch import abs, erf


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def softplus(a):
    # torch.nn.functional.softplus becomes the identity above its threshold, and torch.logaddexp 0 from about -37 on.
    return 0.0 - torch.nn.functional.logsigmoid(-a)


def max(a, b):
    # torch.maximum takes no plain numbers, and leaves open which one of 0.0 and -0.0 is the larger.
    a, b = (torch.as_tensor(x, dtype=torch.float64) for x in (a, b))
    larger = torch.maximum(a, b)
    return torch.where(torch.signbit(a) & torch.signbit(b), larger, larger + 0.0)


def min(a, b):
    return -max(-a, -b)


class Expm1(torch.autograd.Function):
    """e ** a - 1, with the derivative e ** a: torch.expm1 takes the result + 1, which has lost its digits far below 0."""

    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a)
        return torch.expm1(a)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * torch.exp(ctx.saved_tensors[0])


expm1 = Expm1.apply


x = leaf(0.75)
y = leaf(-1.5)
erf_ = erf(x) * expm1(y) + abs(y)
result = max(erf_, min(x, y)) + max(x, x) * softplus(y) - abs(leaf(0.0))


values = {
    "x": x,
    "y": y,
    "erf_": erf_,
    "result": result,
}
for value in values.values():
    value.retain_grad()
result.backward()
for name, value in values.items():
    grad = 0.0 if value.grad is None else value.grad.item()
    print(f"{name} {value.item():.17g} {grad:.17g}")
