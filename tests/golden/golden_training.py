"""Optimizer traces and training runs; see make_goldens.py."""

import math
import random

import torch

OPTIMIZERS = {
    "sgd": lambda groups, lr: torch.optim.SGD(groups, lr=lr),
    "momentum": lambda groups, lr: torch.optim.SGD(groups, lr=lr, momentum=0.9),
    "nesterov": lambda groups, lr: torch.optim.SGD(groups, lr=lr, momentum=0.9, nesterov=True),
    "rmsprop": lambda groups, lr: torch.optim.RMSprop(groups, lr=lr),
    "adagrad": lambda groups, lr: torch.optim.Adagrad(groups, lr=lr),
    "adam": lambda groups, lr: torch.optim.Adam(groups, lr=lr),
    "adamw": lambda groups, lr: torch.optim.AdamW(groups, lr=lr),
}


def make_optimizer(name, weights, biases, learning_rate, l2):
    groups = [{"params": weights, "weight_decay": l2}, {"params": biases, "weight_decay": 0.0}]
    return OPTIMIZERS[name](groups, learning_rate)


def optimizer_trace(name, l2):
    rng = random.Random(2)
    weight, bias = (torch.tensor([x], requires_grad=True) for x in (0.8, -0.5))
    optimizer = make_optimizer(name, [weight], [bias], 0.05, l2)
    gradients, after = [], []
    for _ in range(12):
        pair = [round(rng.uniform(-1, 1), 4), round(rng.uniform(-1, 1), 4)]
        weight.grad, bias.grad = (torch.tensor([g]) for g in pair)
        optimizer.step()
        gradients.append(pair)
        after.append([weight.item(), bias.item()])
    return {"optimizer": name, "learningRate": 0.05, "l2": l2, "start": [0.8, -0.5], "gradients": gradients, "after": after}


def make_optimizer_traces():
    return [optimizer_trace(name, l2) for name in OPTIMIZERS for l2 in (0.0, 0.1)]


ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "linear": lambda z: z}
LOSSES = {
    "squared-error": torch.nn.functional.mse_loss,
    "binary-cross-entropy": torch.nn.functional.binary_cross_entropy_with_logits,
}


def uniform_parameters(rng, input_count, widths, bound_of):
    """Per layer the weights [out][in] and the biases, as tensors."""
    layers, fan_in = [], input_count
    for width in widths:
        bound = bound_of(fan_in)
        draw = lambda count: [rng.uniform(-bound, bound) for _ in range(count)]
        layers.append((torch.tensor(draw(fan_in * width)).reshape(width, fan_in), torch.tensor(draw(width))))
        fan_in = width
    return [tuple(t.requires_grad_() for t in layer) for layer in layers]


def flat(layers):
    return [x for weights, biases in layers for x in weights.flatten().tolist() + biases.tolist()]


def forward(layers, inputs, hidden, output):
    signals = inputs
    for i, (weights, biases) in enumerate(layers):
        activation = output if i == len(layers) - 1 else hidden
        signals = ACTIVATIONS[activation](signals @ weights.T + biases)
    return signals.squeeze(1)


def shuffled_epochs(rng, count, batch_size, steps):
    epochs = []
    while sum(math.ceil(len(e) / batch_size) for e in epochs) < steps:
        epochs.append(rng.sample(range(count), count))
    return epochs


def make_points(rng, count, input_count, task):
    """Labels are ±1 for classes, else a smooth function."""
    points = [[round(rng.uniform(-2, 2), 3) for _ in range(input_count)] for _ in range(count)]
    def label(x):
        score = math.sin(1.5 * x[0]) + 0.5 * sum((-1) ** i * v for i, v in enumerate(x)) + rng.uniform(-0.3, 0.3)
        return round(score, 3) if task == "regression" else (1 if score > 0 else -1)
    return points, [label(x) for x in points]


def training_run(seed, config):
    """One run; `config` is written into the result as it is."""
    rng = random.Random(seed)
    task, loss = config["task"], config["loss"]
    points, labels = make_points(rng, config.pop("points"), config["inputCount"], task)
    layers = uniform_parameters(rng, config["inputCount"], [*config["hidden"], 1], lambda fan_in: 1 / math.sqrt(fan_in))
    epochs = shuffled_epochs(rng, len(points), config["batchSize"], config.pop("steps"))
    initial = flat(layers)
    losses = train(layers, config, torch.tensor(points), torch.tensor(labels, dtype=torch.float64), epochs)
    return {**config, "points": points, "labels": labels, "epochs": epochs,
            "initialParameters": initial, "losses": losses, "finalParameters": flat(layers)}


def train(layers, config, inputs, labels, epochs):
    binary = config["loss"] == "binary-cross-entropy"
    targets = (labels > 0).to(labels.dtype) if binary else labels
    output = "linear" if binary or config["task"] == "regression" else "tanh"
    weights, biases = [w for w, _ in layers], [b for _, b in layers]
    optimizer = make_optimizer(config["optimizer"], weights, biases, config["learningRate"], config["l2"])
    losses = []
    for epoch in epochs:
        for start in range(0, len(epoch), config["batchSize"]):
            batch = epoch[start:start + config["batchSize"]]
            prediction = forward(layers, inputs[batch], config["activation"], output)
            loss = LOSSES[config["loss"]](prediction, targets[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


RATES = {"sgd": 0.1, "momentum": 0.02, "nesterov": 0.02, "rmsprop": 0.005, "adagrad": 0.05, "adam": 0.01, "adamw": 0.01}
HIDDEN = [[4], [], [3, 2], [8, 8], [5, 3], [2, 2, 2], [6]]
BATCHES = [(10, 4), (7, 1), (12, 12), (9, 5), (16, 3), (8, 20), (11, 2)]  # points, batch size


def run_configurations():
    """Every activation with every optimizer, the losses alternating so that each meets all of both."""
    for a, activation in enumerate(ACTIVATIONS):
        for o, optimizer in enumerate(OPTIMIZERS):
            k = a * len(OPTIMIZERS) + o
            loss = list(LOSSES)[(a + o) % 2]
            points, batch_size = BATCHES[(2 * a + 3 * o) % len(BATCHES)]
            yield {
                "inputCount": 1 + k % 5, "hidden": HIDDEN[(o + 2 * a) % len(HIDDEN)], "activation": activation,
                "loss": loss, "task": "regression" if loss == "squared-error" and k % 4 != 3 else "classification",
                "optimizer": optimizer, "learningRate": RATES[optimizer], "l2": [0.01, 0.0, 0.1][k % 3],
                "points": points, "batchSize": batch_size, "steps": 200 if k % 4 == 1 else 30,
            }


def make_training_runs():
    return [training_run(100 + k, config) for k, config in enumerate(run_configurations())]
