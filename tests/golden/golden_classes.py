"""Softmax cross-entropy of logits, and training runs with several classes; see make_goldens.py."""

import random

import torch

from golden_training import ACTIVATIONS, OPTIMIZERS, RATES, flat, make_optimizer, shuffled_epochs, uniform_parameters

CLASS_COUNTS = range(2, 21)


def softmax_case(kind, logits, truth):
    z = torch.tensor(logits, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(z[None], torch.tensor([truth]))
    loss.backward()
    return {"kind": kind, "logits": logits, "truth": truth, "loss": loss.item(), "gradients": z.grad.tolist()}


def make_softmax_cases():
    """For each count of classes ordinary logits, and some at the rim; the true class goes round."""
    rng = random.Random(11)
    draw = lambda k, low, high: [round(rng.uniform(low, high), 3) for _ in range(k)]
    cases = []
    for k in CLASS_COUNTS:
        cases.append(softmax_case("ordinary", draw(k, -4, 4), k % 3 % k))
        size = [300.0, 700.0][k % 2]
        # One stands out by `size`, up or down; then all are about as large; then each of the two signs in turn.
        lone = draw(k, -1, 1)
        lone[k // 2] = size if k % 4 < 2 else -size
        cases.append(softmax_case("extreme", lone, k // 2 if k % 3 == 0 else 0))
        cases.append(softmax_case("extreme", [round(z + (size if k % 4 < 2 else -size), 3) for z in draw(k, -2, 2)], k - 1))
        cases.append(softmax_case("extreme", [size if i % 2 == k % 2 else -size for i in range(k)], k % 5 % k))
    return cases


def make_class_points(rng, count, input_count, class_count):
    """Clouds around centres of their own, every class among them; values with two decimals."""
    centres = [[rng.uniform(-2, 2) for _ in range(input_count)] for _ in range(class_count)]
    labels = [i % class_count for i in range(count)]
    points = [[round(c + rng.uniform(-0.8, 0.8), 2) for c in centres[label]] for label in labels]
    return points, labels


def class_run(seed, config):
    rng = random.Random(seed)
    k = config["classCount"]
    points, labels = make_class_points(rng, config.pop("points"), config["inputCount"], k)
    widths = [*config["hidden"], k]
    layers = uniform_parameters(rng, config["inputCount"], widths, lambda fan_in: fan_in ** -0.5)
    with torch.no_grad():
        for tensor in (t for layer in layers for t in layer):
            tensor.copy_(torch.tensor([round(x, 3) for x in tensor.flatten().tolist()]).reshape(tensor.shape))
    epochs = shuffled_epochs(rng, len(points), config["batchSize"], config.pop("steps"))
    initial = flat(layers)
    losses = train(layers, config, torch.tensor(points), torch.tensor(labels), epochs)
    return {**config, "points": points, "labels": labels, "epochs": epochs,
            "initialParameters": initial, "losses": losses, "finalParameters": flat(layers)}


def class_loss(name, outputs, labels):
    if name == "cross-entropy":
        return torch.nn.functional.cross_entropy(outputs, labels)
    one_against_all = 2.0 * torch.nn.functional.one_hot(labels, outputs.shape[1]) - 1.0
    return torch.nn.functional.mse_loss(torch.tanh(outputs), one_against_all)


def train(layers, config, inputs, labels, epochs):
    hidden = ACTIVATIONS[config["activation"]]
    optimizer = make_optimizer(config["optimizer"], [w for w, _ in layers], [b for _, b in layers],
                               config["learningRate"], config["l2"])
    losses = []
    for epoch in epochs:
        for start in range(0, len(epoch), config["batchSize"]):
            batch = epoch[start:start + config["batchSize"]]
            signals = inputs[batch]
            for weights, biases in layers[:-1]:
                signals = hidden(signals @ weights.T + biases)
            weights, biases = layers[-1]
            loss = class_loss(config["loss"], signals @ weights.T + biases, labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


HIDDEN = [[3], [], [3, 2], [4], [2, 3]]
SHAPES = [(12, 5), (9, 4), (10, 10), (11, 3), (13, 6)]  # points, batch size
COUNTS = {"cross-entropy": [3, 2, 5, 4, 10, 7, 3], "squared-error": [3, 4, 6, 3, 5, 8, 4]}


def class_run_configurations():
    """Each optimizer with both losses, and some once more: 20 in all."""
    for r in range(20):
        o, turn = r % len(OPTIMIZERS), r // len(OPTIMIZERS)
        optimizer = list(OPTIMIZERS)[o]
        loss = list(COUNTS)[(o + turn) % 2]
        points, batch_size = SHAPES[r % len(SHAPES)]
        yield {
            "inputCount": 1 + r % 4, "hidden": HIDDEN[(r + turn) % len(HIDDEN)],
            "activation": list(ACTIVATIONS)[(r + o) % len(ACTIVATIONS)], "loss": loss, "task": "classification",
            "classCount": COUNTS[loss][o], "optimizer": optimizer, "learningRate": RATES[optimizer],
            "l2": [0.0, 0.01, 0.1][r % 3], "points": points, "batchSize": batch_size,
            "steps": 60 if r % 5 == 0 else 20,
        }


def make_class_runs():
    return [class_run(300 + r, config) for r, config in enumerate(class_run_configurations())]
