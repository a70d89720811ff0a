"""Trainings with every loss, every optimizer and its hyper-parameters, clipping and penalties; see make_goldens.py.

Lion is written from its paper (Chen et al. 2023, algorithm 2), the hinge losses from their definitions: PyTorch 1.13
has neither. All else is PyTorch's own.
"""

import random

import torch

from golden_training import ACTIVATIONS, flat, uniform_parameters


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                update = (beta1 * m + (1 - beta1) * p.grad).sign()
                p.sub_(group["lr"] * (update + group["weight_decay"] * p))
                m.copy_(beta2 * m + (1 - beta2) * p.grad)


OPTIMIZERS = {
    "sgd": torch.optim.SGD, "momentum": torch.optim.SGD, "nesterov": lambda p, **h: torch.optim.SGD(p, nesterov=True, **h),
    "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad, "adadelta": torch.optim.Adadelta,
    "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
    "amsgrad": lambda p, **h: torch.optim.Adam(p, amsgrad=True, **h), "lion": Lion,
}

F = torch.nn.functional
LOSSES = {
    "squared-error": lambda o, t, h: F.mse_loss(o, t),
    "half-squared-error": lambda o, t, h: F.mse_loss(o, t) / 2,
    "absolute": lambda o, t, h: F.l1_loss(o, t),
    "huber": lambda o, t, h: F.huber_loss(o, t, delta=h.get("delta", 1.0)),
    "hinge": lambda o, t, h: torch.clamp(1 - t * o, min=0).mean(),
    "squared-hinge": lambda o, t, h: (torch.clamp(1 - t * o, min=0) ** 2).mean(),
    "binary-cross-entropy": lambda o, t, h: F.binary_cross_entropy_with_logits(o, t),
    "cross-entropy": lambda o, t, h: F.cross_entropy(o, t[:, 0].long(), label_smoothing=h.get("label_smoothing", 0.0)),
}

ROWS, BATCH = 20, 6
OF_THE_OPTIMIZER = ["momentum", "dampening", "alpha", "eps", "centered", "betas", "rho", "lr_decay",
                    "initial_accumulator_value", "amsgrad", "weight_decay"]


def target_of(rng, loss, outputs, row):
    if loss == "cross-entropy":
        return rng.randrange(outputs)
    if loss == "binary-cross-entropy":
        draw = lambda: rng.randrange(2)
    elif "hinge" in loss:
        draw = lambda: rng.choice([-1, 1])
    else:
        draw = lambda: round(rng.uniform(-2, 2), 3)
    return draw() if outputs == 1 else [draw() for _ in range(outputs)]


def fit(seed, sizes, activations, loss, optimizer, hyper, steps, l1=0.0, l2=0.0):
    """Batch k has the rows (6k + i) mod 20, i from 0 to 5."""
    rng = random.Random(seed)
    inputs = [[round(rng.uniform(-1.5, 1.5), 3) for _ in range(sizes[0])] for _ in range(ROWS)]
    targets = [target_of(rng, loss, sizes[-1], row) for row in range(ROWS)]
    layers = uniform_parameters(rng, sizes[0], sizes[1:], lambda fan_in: 1 / fan_in ** 0.5)
    initial, losses = flat(layers), []
    weights, biases = [w for w, _ in layers], [b for _, b in layers]
    of_optimizer = {name: hyper[name] for name in OF_THE_OPTIMIZER if name in hyper}
    everywhere = of_optimizer.pop("weight_decay", 0.0)
    groups = [{"params": weights, "weight_decay": l2 + everywhere}, {"params": biases, "weight_decay": everywhere}]
    torch_optimizer = OPTIMIZERS[optimizer](groups, lr=hyper["learningRate"], **of_optimizer)
    x = torch.tensor(inputs)
    t = torch.tensor(targets, dtype=torch.float64).reshape(ROWS, -1)
    for k in range(steps):
        rows = [(BATCH * k + i) % ROWS for i in range(BATCH)]
        signals = x[rows]
        for (w, b), activation in zip(layers, [*activations, "linear"]):
            signals = ACTIVATIONS[activation](signals @ w.T + b)
        value = LOSSES[loss](signals, t[rows], hyper)
        losses.append(value.item())
        torch_optimizer.zero_grad()
        (value + l1 * sum(w.abs().sum() for w in weights)).backward()
        if "clip_value" in hyper:
            torch.nn.utils.clip_grad_value_([*weights, *biases], hyper["clip_value"])
        if "clip_norm" in hyper:
            torch.nn.utils.clip_grad_norm_([*weights, *biases], hyper["clip_norm"])
        torch_optimizer.step()
    return {"sizes": sizes, "activations": activations, "loss": loss, "optimizer": optimizer, "hyper": hyper, "l1": l1,
            "l2": l2, "parameters": initial, "inputs": inputs, "targets": targets, "batchSize": BATCH, "losses": losses,
            "after": flat(layers)}


def loss_fits():
    extra = {"huber": {"delta": 0.3}, "cross-entropy": {"label_smoothing": 0.15}}
    for k, loss in enumerate(LOSSES):
        for outputs in ([2, 3] if loss == "cross-entropy" else [1, 3]):
            hyper = {"learningRate": 0.1, **extra.get(loss, {})}
            yield fit(500 + 10 * k + outputs, [3, 4, outputs], ["tanh"], loss, "sgd", hyper, 40)
    yield fit(590, [3, 4, 3], ["sigmoid"], "cross-entropy", "sgd", {"learningRate": 0.1}, 40)
    yield fit(591, [2, 4, 1], ["sigmoid"], "huber", "sgd", {"learningRate": 0.1}, 40)


OPTIMIZER_HYPERS = [
    ("sgd", {"learningRate": 0.07, "weight_decay": 0.02}),
    ("momentum", {"learningRate": 0.02, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.01}),
    ("nesterov", {"learningRate": 0.02, "momentum": 0.7, "weight_decay": 0.01}),
    ("rmsprop", {"learningRate": 0.004, "alpha": 0.9, "eps": 1e-3, "weight_decay": 0.01}),
    ("rmsprop", {"learningRate": 0.004, "alpha": 0.95, "eps": 1e-2, "momentum": 0.5, "centered": True, "weight_decay": 0.02}),
    ("adagrad", {"learningRate": 0.1, "lr_decay": 0.02, "eps": 1e-4, "initial_accumulator_value": 0.1, "weight_decay": 0.01}),
    ("adadelta", {"learningRate": 0.8, "rho": 0.8, "eps": 1e-4, "weight_decay": 0.01}),
    ("adam", {"learningRate": 0.01, "betas": [0.8, 0.95], "eps": 1e-3, "weight_decay": 0.01}),
    ("adamw", {"learningRate": 0.01, "betas": [0.85, 0.98], "eps": 1e-4, "weight_decay": 0.05}),
    ("adamw", {"learningRate": 0.02, "betas": [0.8, 0.9], "eps": 1e-4, "amsgrad": True, "weight_decay": 0.05}),
    ("amsgrad", {"learningRate": 0.02, "betas": [0.8, 0.9], "eps": 1e-3, "weight_decay": 0.01}),
    ("lion", {"learningRate": 0.003, "betas": [0.8, 0.95], "weight_decay": 0.1}),
]


def optimizer_fits():
    for k, (name, hyper) in enumerate(OPTIMIZER_HYPERS):
        yield fit(600 + k, [3, 4, 2], ["tanh"], "squared-error", name, hyper, 200)


def clipped_fits():
    """By value and by norm, low enough to act on most steps but not on all; with penalties beside them."""
    for k, (optimizer, rate) in enumerate([("sgd", 0.2), ("adam", 0.02), ("lion", 0.005)]):
        for clip in ({"clip_value": 0.1}, {"clip_norm": 0.4}, {"clip_value": 0.2, "clip_norm": 0.5}):
            hyper = {"learningRate": rate, **clip}
            yield fit(700 + k, [3, 4, 2], ["tanh"], "squared-error", optimizer, hyper, 40, l1=0.01 * k, l2=0.02 * k)
    # Two hidden layers, each with its own activation, and weights that are 0: the slope of |w| there is 0.
    yield fit(720, [2, 5, 3, 1], ["tanh", "sigmoid"], "absolute", "adamw", {"learningRate": 0.01}, 40, l1=0.003, l2=0.1)
    yield fit(721, [2, 5, 3, 1], ["relu", "tanh"], "squared-error", "sgd", {"learningRate": 0.1}, 40, l1=0.01)


def make_learning_runs():
    return [*loss_fits(), *optimizer_fits(), *clipped_fits()]
