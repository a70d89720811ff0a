"""The lesson's network and the demo of micrograd; see make_goldens.py."""

import math
import random

import torch

from golden_training import flat, forward, uniform_parameters


def make_lesson():
    points = [[2, 3, -1], [3, -1, 0.5], [0.5, 1, 1], [1, 1, -1]]
    labels = [1, -1, -1, 1]
    layers = uniform_parameters(random.Random(3), 3, [4, 4, 1], lambda _: 1)
    result = {"points": points, "labels": labels, "learningRate": 0.1, "initialParameters": flat(layers), "losses": []}
    for _ in range(20):
        loss = ((forward(layers, torch.tensor(points), "tanh", "tanh") - torch.tensor(labels)) ** 2).sum()
        result["losses"].append(loss.item())
        descend(layers, loss, 0.1)
    return {**result, "finalParameters": flat(layers)}


def descend(layers, loss, learning_rate):
    tensors = [t for layer in layers for t in layer]
    for tensor, gradient in zip(tensors, torch.autograd.grad(loss, tensors)):
        tensor.data -= learning_rate * gradient


def moons(rng, count, noise):
    """scikit-learn's make_moons, unshuffled: two half circles, the second shifted by (1, 0.5) and flipped."""
    half = count // 2
    angles = [math.pi * i / (half - 1) for i in range(half)]
    outer = [(math.cos(t), math.sin(t)) for t in angles]
    inner = [(1 - math.cos(t), 0.5 - math.sin(t)) for t in angles]
    return [[v + rng.gauss(0, noise) for v in point] for point in outer + inner], [-1] * half + [1] * half


def make_demo():
    rng = random.Random(4)
    points, labels = moons(rng, 100, 0.1)
    layers = uniform_parameters(rng, 2, [16, 16, 1], lambda _: 1)
    result = {"points": points, "labels": labels, "decay": 1e-4, "initialParameters": flat(layers), "losses": []}
    inputs, targets = torch.tensor(points), torch.tensor(labels)
    for k in range(100):
        scores = forward(layers, inputs, "relu", "linear")
        loss = torch.relu(1 - targets * scores).mean() + 1e-4 * sum((t ** 2).sum() for layer in layers for t in layer)
        result["losses"].append(loss.item())
        descend(layers, loss, 1.0 - 0.9 * k / 100)
    scores = forward(layers, inputs, "relu", "linear")
    accuracy = ((scores > 0) == (targets > 0)).double().mean().item()
    return {**result, "finalParameters": flat(layers), "accuracy": accuracy}
