"""What torch.nn.init makes of a large layer before each activation, for the distribution tests of the initializers.

    /usr/bin/python3 tests/golden/make_initializer_goldens.py

initializers.json       by initialization, activation (PyTorch's gain for it) and layer: the deviation of a million
    weights, and the share of them below each of some bounds in units of that deviation.
"""

import json
import math
from pathlib import Path

import torch

GAINS = {"linear": ("linear",), "sigmoid": ("sigmoid",), "tanh": ("tanh",), "relu": ("relu",), "leaky-relu": ("leaky_relu", 0.01)}
LAYERS = [(2, 8), (30, 10), (64, 64)]
WEIGHTS = 1_000_000
BOUNDS = [-2.5, -1.7, -1, -0.5, 0, 0.5, 1, 1.7, 2.5]


def fill(name, tensor, activation, fan_in, fan_out):
    """As torch.nn.init would fill a layer of these fans, on a tensor with many more weights."""
    gain = torch.nn.init.calculate_gain(*GAINS[activation])
    template = torch.empty(fan_out, fan_in)
    assert torch.nn.init._calculate_fan_in_and_fan_out(template) == (fan_in, fan_out)
    if name == "default":
        # torch.nn.Linear.reset_parameters
        bound = math.sqrt(3) * torch.nn.init.calculate_gain("leaky_relu", math.sqrt(5)) / math.sqrt(fan_in)
        return tensor.uniform_(-bound, bound)
    kind, shape = name.split("-")
    std = gain * math.sqrt(2 / (fan_in + fan_out)) if kind == "xavier" else gain / math.sqrt(fan_in)
    return tensor.normal_(0, std) if shape == "normal" else tensor.uniform_(-math.sqrt(3) * std, math.sqrt(3) * std)


def check(name, activation, fan_in, fan_out):
    """The formula above is torch's own: the largest of a small layer's weights, drawn by torch.nn.init, agrees."""
    if name == "default":
        return
    tensor = torch.empty(fan_out * 40, fan_in * 40)
    gain = torch.nn.init.calculate_gain(*GAINS[activation])
    kind, shape = name.split("-")
    if kind == "xavier":
        getattr(torch.nn.init, f"xavier_{shape}_")(tensor, gain)
        std = gain * math.sqrt(2 / (40 * (fan_in + fan_out)))
    else:
        args = {"a": 0.01, "nonlinearity": "leaky_relu"} if activation == "leaky-relu" else {"nonlinearity": activation}
        getattr(torch.nn.init, f"kaiming_{shape}_")(tensor, mode="fan_in", **args)
        std = gain / math.sqrt(40 * fan_in)
    assert abs(tensor.std().item() / std - 1) < 0.02, (name, activation, fan_in, fan_out)


def case(name, activation, fan_in, fan_out):
    check(name, activation, fan_in, fan_out)
    weights = fill(name, torch.empty(WEIGHTS, dtype=torch.float64), activation, fan_in, fan_out)
    deviation = weights.std().item()
    below = [(weights < bound * deviation).double().mean().item() for bound in BOUNDS]
    return {
        "name": name,
        "activation": activation,
        "gain": torch.nn.init.calculate_gain(*GAINS[activation]),
        "fanIn": fan_in,
        "fanOut": fan_out,
        "deviation": deviation,
        "bounds": BOUNDS,
        "below": below,
    }


torch.manual_seed(7)
names = ["default", "xavier-uniform", "xavier-normal", "kaiming-uniform", "kaiming-normal"]
cases = [case(name, activation, *layer) for name in names for activation in GAINS for layer in LAYERS]
lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
(Path(__file__).parent / "initializers.json").write_text(f"[\n{lines}\n]\n")
