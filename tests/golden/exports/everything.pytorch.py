"""Data and gradients of an expression by PyTorch. Run me: python3 this_file.py"""

import torch
from torch import cos, exp, log, sigmoid, sin, sqrt, tanh


def leaf(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def softplus(a):
    # torch.nn.functional.softplus becomes the identity above its threshold, and torch.logaddexp 0 from about -37 on.
    return 0.0 - torch.nn.functional.logsigmoid(-a)


def relu(a):
    # + 0.0 makes 0.0 of -0.0, so that 1 / relu(a) is inf there and never -inf.
    return torch.relu(a) + 0.0


class Step(torch.autograd.Function):
    """1 where a > 0, else 0, with a gradient of 0 rather than none."""

    @staticmethod
    def forward(ctx, a):
        return (a > 0).to(a.dtype)

    @staticmethod
    def backward(ctx, gradient):
        return torch.zeros_like(gradient)


step = Step.apply


x = leaf(0.75)
y = leaf(-1.5)
lambda_2 = x ** 2 / (y - 3.0) + -x
δ = exp(x) * log(3.0 - y) - sqrt(x + 2.0)
k = δ
print_2 = tanh(δ) + sigmoid(y) * relu(lambda_2 + 1.0) - step(y)
result = softplus(print_2) + sin(δ) * cos(y) + leaf(2.0) ** 0.5 / exp(leaf(2.0)) + x ** y * 0.0


values = {
    "x": x,
    "y": y,
    "lambda_2": lambda_2,
    "δ": δ,
    "k": k,
    "print_2": print_2,
    "result": result,
}
for value in values.values():
    value.retain_grad()
result.backward()
for name, value in values.items():
    grad = 0.0 if value.grad is None else value.grad.item()
    print(f"{name} {value.item():.17g} {grad:.17g}")
