"""Trainings with dropout where the masks are given: each layer's outputs times its mask, 0 or 1/(1-p), by PyTorch.

    /usr/bin/python3 tests/golden/make_dropout_goldens.py

dropout.json    "shares" one for each hidden layer; "masks" [presentation][kept or not, layer by layer, of those that drop];
    "order" the rows of all presentations, in batches of "batchSize"; parameters and "after" as in learning-runs.json.
"""

import json
import random
from pathlib import Path

import torch

ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "linear": lambda z: z}
CASES = [
    ([2, 4, 1], ["tanh"], [0.5], 1, 40),
    ([3, 8, 5, 1], ["relu", "tanh"], [0.2, 0.6], 6, 30),
    ([2, 6, 6, 6, 1], ["sigmoid", "linear", "tanh"], [0, 0.3, 0.6], 5, 30),
    ([2, 16, 16, 1], ["tanh", "relu"], [0.25, 0], 10, 20),
]
RATE, MOMENTUM = 0.05, 0.8


def train(rng, sizes, activations, shares, batch, steps):
    rows = [[rng.uniform(-1, 1) for _ in range(sizes[0])] for _ in range(17)]
    targets = [rng.uniform(-1, 1) for _ in rows]
    order = [rng.randrange(len(rows)) for _ in range(batch * steps)]
    masks = [[[0 if rng.random() < p else 1 for _ in range(width)] for p, width in zip(shares, sizes[1:-1])] for _ in order]
    layers = [torch.nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
    parameters = [p for layer in layers for p in (layer.weight, layer.bias)]
    with torch.no_grad():
        for p in parameters:
            p.copy_(torch.tensor([rng.uniform(-0.7, 0.7) for _ in range(p.numel())]).reshape(p.shape))
    flat = lambda: [x for p in parameters for x in p.detach().flatten().tolist()]
    before = flat()
    optimizer = torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM)
    for step in range(steps):
        places = range(step * batch, (step + 1) * batch)
        signal = torch.tensor([rows[order[place]] for place in places])
        for k, (layer, activation, share) in enumerate(zip(layers, activations, shares)):
            mask = torch.tensor([[float(kept) for kept in masks[place][k]] for place in places])
            signal = ACTIVATIONS[activation](layer(signal)) * (mask / (1 - share) if share > 0 else 1)
        output = layers[-1](signal)[:, 0]
        loss = torch.nn.functional.mse_loss(output, torch.tensor([targets[order[place]] for place in places]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    dropping = [k for k, share in enumerate(shares) if share > 0]
    return {
        "sizes": sizes, "activations": activations, "shares": shares, "batchSize": batch,
        "learningRate": RATE, "momentum": MOMENTUM, "inputs": rows, "targets": targets, "order": order,
        "masks": [[kept for k in dropping for kept in mask[k]] for mask in masks],
        "parameters": before, "after": flat(),
    }


def check_scale():
    """torch.nn.Dropout keeps with probability 1-p and divides by it."""
    torch.manual_seed(1)
    dropped = torch.nn.functional.dropout(torch.ones(1000), 0.2)
    assert set(dropped.tolist()) == {0.0, 1 / (1 - 0.2)}


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    check_scale()
    rng = random.Random(11)
    runs = [json.dumps(train(rng, *case), separators=(",", ":")) for case in CASES]
    (Path(__file__).parent / "dropout.json").write_text("[\n" + ",\n".join(runs) + "\n]\n")


if __name__ == "__main__":
    main()
