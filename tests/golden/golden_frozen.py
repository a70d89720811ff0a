"""Trainings in which some parameters have `requires_grad=False`, with every optimizer, penalties and clipping; see
make_goldens.py. Each weight and each bias is a tensor of its own, so that any of them can be frozen."""

import random

import torch

from golden_learning import BATCH, LOSSES, OF_THE_OPTIMIZER, OPTIMIZER_HYPERS, OPTIMIZERS, ROWS, target_of
from golden_training import ACTIVATIONS

SIZES = [3, 4, 2]


def layers_of(parameters):
    """Per layer the weights [out][in] and the biases."""
    at, layers = 0, []
    for fan_in, width in zip(SIZES, SIZES[1:]):
        weights, at = parameters[at:at + fan_in * width], at + fan_in * width
        biases, at = parameters[at:at + width], at + width
        layers.append((weights, biases))
    return layers


def fit(seed, activation, loss, optimizer, hyper, steps, resting, cut=(), l1=0.0, l2=0.0):
    """Of `resting` those in `cut` stand at 0. Batch k has the rows (6k + i) mod 20, i from 0 to 5."""
    rng = random.Random(seed)
    inputs = [[round(rng.uniform(-1.5, 1.5), 3) for _ in range(SIZES[0])] for _ in range(ROWS)]
    targets = [target_of(rng, loss, SIZES[-1], row) for row in range(ROWS)]
    count = sum((fan_in + 1) * width for fan_in, width in zip(SIZES, SIZES[1:]))
    values = [0.0 if p in cut else rng.uniform(-0.7, 0.7) for p in range(count)]
    parameters = [torch.tensor(value, requires_grad=p not in resting) for p, value in enumerate(values)]
    layers, losses = layers_of(parameters), []
    weights, biases = [w for ws, _ in layers for w in ws], [b for _, bs in layers for b in bs]
    of_optimizer = {name: hyper[name] for name in OF_THE_OPTIMIZER if name in hyper}
    everywhere = of_optimizer.pop("weight_decay", 0.0)
    groups = [{"params": weights, "weight_decay": l2 + everywhere}, {"params": biases, "weight_decay": everywhere}]
    torch_optimizer = OPTIMIZERS[optimizer](groups, lr=hyper["learningRate"], **of_optimizer)
    x, t = torch.tensor(inputs), torch.tensor(targets, dtype=torch.float64).reshape(ROWS, -1)
    for k in range(steps):
        rows = [(BATCH * k + i) % ROWS for i in range(BATCH)]
        signals = x[rows]
        for (ws, bs), name in zip(layers, [activation, "linear"]):
            w = torch.stack(ws).reshape(len(bs), -1)
            signals = ACTIVATIONS[name](signals @ w.T + torch.stack(bs))
        value = LOSSES[loss](signals, t[rows], hyper)
        losses.append(value.item())
        torch_optimizer.zero_grad()
        (value + l1 * sum(w.abs() for w in weights)).backward()
        if "clip_value" in hyper:
            torch.nn.utils.clip_grad_value_(parameters, hyper["clip_value"])
        if "clip_norm" in hyper:
            torch.nn.utils.clip_grad_norm_(parameters, hyper["clip_norm"])
        torch_optimizer.step()
    return {"sizes": SIZES, "activations": [activation], "loss": loss, "optimizer": optimizer, "hyper": hyper, "l1": l1,
            "l2": l2, "resting": sorted(resting), "parameters": values, "inputs": inputs, "targets": targets,
            "batchSize": BATCH, "losses": losses, "after": [p.item() for p in parameters]}


def make_frozen_runs():
    runs = []
    for k, (name, hyper) in enumerate(OPTIMIZER_HYPERS):
        cut = random.Random(k).sample(range(12), 2)
        resting = {*cut, *random.Random(50 + k).sample(range(26), 5)}
        runs.append(fit(800 + k, "tanh", "squared-error", name, hyper, 200, resting, cut))
    for k, optimizer in enumerate(["sgd", "adam", "adamw"]):
        for clip in ({"clip_value": 0.1}, {"clip_norm": 0.3}):
            hyper = {"learningRate": 0.05, **clip}
            resting = set(random.Random(90 + k).sample(range(26), 9))
            runs.append(fit(850 + k, "sigmoid", "absolute", optimizer, hyper, 60, resting, l1=0.01, l2=0.05))
    # A layer as a whole, and all but one bias.
    runs.append(fit(870, "tanh", "cross-entropy", "adam", {"learningRate": 0.05}, 60, set(range(16))))
    runs.append(fit(871, "tanh", "squared-error", "sgd", {"learningRate": 0.1}, 60, set(range(25))))
    return runs
