"""Exports networks of PyTorch as ONNX into the folder of the first argument, and writes a JSON object from each one's
name to some rows and what PyTorch makes of them."""

import json
import os
import sys

import torch
from torch import nn

torch.manual_seed(7)


def sequential(*activations, end=None, inputs=3, outputs=2):
    layers, width = [], inputs
    for activation in activations:
        layers += [nn.Linear(width, 5), activation]
        width = 5
    layers.append(nn.Linear(width, outputs))
    return nn.Sequential(*layers, *([] if end is None else [end]))


class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)


class Picture(nn.Module):
    def forward(self, x):
        return x.reshape(-1, 1, 3)


networks = {
    "tanh": sequential(nn.Tanh()),
    "sigmoid": sequential(nn.Sigmoid()),
    "relu": sequential(nn.ReLU(), nn.ReLU()),
    "leaky-relu": sequential(nn.LeakyReLU(0.01)),
    "elu": sequential(nn.ELU()),
    "gelu": sequential(nn.GELU()),
    "gelu-tanh": sequential(nn.GELU(approximate="tanh")),
    "silu": sequential(nn.SiLU()),
    "softplus": sequential(nn.Softplus()),
    "mish": sequential(nn.Mish()),
    "sin": sequential(Sine()),
    "linear": sequential(nn.Identity()),
    "=min(max(z, 0), 6)": sequential(nn.ReLU6()),
    "dropout": sequential(nn.Sequential(nn.Tanh(), nn.Dropout(0.5))),
    "softmax": sequential(nn.Tanh(), end=nn.Softmax(dim=1)),
    "one probability": sequential(nn.Tanh(), end=nn.Sigmoid(), outputs=1),
    "between -1 and 1": sequential(nn.Tanh(), end=nn.Tanh(), outputs=1),
    "no bias": nn.Sequential(nn.Linear(3, 4, bias=False), nn.Tanh(), nn.Linear(4, 2, bias=False)),
    "a convolution": nn.Sequential(Picture(), nn.Conv1d(1, 2, 2), nn.Flatten()),
    "a normalization": nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.Linear(4, 2)),
}
folder = sys.argv[1]
rows = torch.randn(20, 3) * 3
said = {}
for i, (name, network) in enumerate(networks.items()):
    network.eval()
    path = os.path.join(folder, f"torch_{i}.onnx")
    axes = {"rows": {0: "N"}, "out": {0: "N"}}
    torch.onnx.export(
        network, rows, path, input_names=["rows"], output_names=["out"], dynamic_axes=axes, opset_version=int(sys.argv[2])
    )
    with torch.no_grad():
        said[name] = {"path": path, "outputs": network(rows).tolist()}
json.dump({"rows": rows.tolist(), "said": said}, sys.stdout)
