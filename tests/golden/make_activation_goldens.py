"""What PyTorch makes of every activation that it has: value and slope on a grid, in float64.

    /usr/bin/python3 tests/golden/make_activation_goldens.py

activations.json        by activation: {"name", "at": [z], "values": [one per z], "slopes": [one per z]}
    softplus has a threshold of 600: below it PyTorch computes it exactly, and above it it is z to the last digit.
"""

import json
from pathlib import Path

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "linear": lambda z: z * 1,
    "leaky-relu": lambda z: F.leaky_relu(z, 0.01),
    "elu": F.elu,
    "gelu": F.gelu,
    "gelu-tanh": lambda z: F.gelu(z, approximate="tanh"),
    "silu": F.silu,
    "softplus": lambda z: F.softplus(z, threshold=600),
    "mish": F.mish,
    "sin": torch.sin,
}

STEPS = [0.0, 1e-8, 1e-3, 0.1, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0, 100.0, 700.0, 1000.0]
GRID = [-z for z in reversed(STEPS)] + STEPS


def case(name, function):
    z = torch.tensor(GRID, requires_grad=True)
    values = function(z)
    values.sum().backward()
    return {"name": name, "at": GRID, "values": values.tolist(), "slopes": z.grad.tolist()}


lines = ",\n".join(json.dumps(case(*one), separators=(",", ":"), allow_nan=False) for one in ACTIVATIONS.items())
(Path(__file__).parent / "activations.json").write_text(f"[\n{lines}\n]\n")
