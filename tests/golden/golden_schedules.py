"""Learning rates of 300 epochs from torch.optim.lr_scheduler; see make_goldens.py."""

import math
import random
import warnings

import torch

from torch.optim import lr_scheduler as S

EPOCHS = 300
RATE = 0.2


def rates(make, count=EPOCHS, closed=False):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler = make(optimizer)
    result = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for epoch in range(count):
            result.append(scheduler._get_closed_form_lr()[0] if closed else optimizer.param_groups[0]["lr"])
            if epoch < count - 1:
                scheduler.step()
    return result


def warmed(epochs, start, make, **options):
    """LinearLR from a share of the rate, and then the schedule from its beginning."""
    before = rates(lambda o: S.LinearLR(o, start_factor=start, end_factor=1.0, total_iters=epochs), epochs)
    return before + rates(make, EPOCHS - epochs, **options)


def plateau(settings):
    rng = random.Random(5)
    losses = [round(math.exp(-k / 25) + 0.05 * rng.random() + (0.1 if 120 < k < 160 else 0), 4) for k in range(EPOCHS)]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler = S.ReduceLROnPlateau(optimizer, eps=0.0, **settings)
    result = []
    for loss in losses:
        result.append(optimizer.param_groups[0]["lr"])
        scheduler.step(loss)
    return losses, result


def entry(schedule, settings, values, **more):
    return {"schedule": schedule, "learningRate": RATE, "settings": settings, "rates": values, **more}


def make_schedules():
    cosine = lambda o: S.CosineAnnealingLR(o, T_max=90, eta_min=0.01)
    step = lambda o: S.StepLR(o, step_size=40, gamma=0.5)
    one_cycle = lambda count: lambda o: S.OneCycleLR(
        o, max_lr=RATE, total_steps=count, pct_start=0.25, div_factor=20.0, final_div_factor=500.0, cycle_momentum=False)
    found = [
        entry("constant", {}, [RATE] * EPOCHS),
        entry("step", {"epochs": 40, "factor": 0.5}, rates(step)),
        entry("exponential", {"factor": 0.98}, rates(lambda o: S.ExponentialLR(o, gamma=0.98))),
        entry("cosine", {"epochs": 90, "minimum": 0.01}, rates(cosine, closed=True)),
        entry("cosine-restarts", {"epochs": 50, "growth": 1, "minimum": 0.01},
              rates(lambda o: S.CosineAnnealingWarmRestarts(o, T_0=50, T_mult=1, eta_min=0.01))),
        entry("cosine-restarts", {"epochs": 20, "growth": 2, "minimum": 0.002},
              rates(lambda o: S.CosineAnnealingWarmRestarts(o, T_0=20, T_mult=2, eta_min=0.002))),
        entry("linear", {"epochs": 120, "start": 0.9, "factor": 0.05},
              rates(lambda o: S.LinearLR(o, start_factor=0.9, end_factor=0.05, total_iters=120))),
        entry("one-cycle", {"epochs": 300, "rise": 0.25, "start": 0.05, "factor": 0.0001}, rates(one_cycle(300))),
        entry("step", {"epochs": 40, "factor": 0.5, "warmUp": 15, "warmUpFrom": 0.2}, warmed(15, 0.2, step)),
        entry("cosine", {"epochs": 90, "minimum": 0.01, "warmUp": 10, "warmUpFrom": 0.1},
              warmed(10, 0.1, cosine, closed=True)),
    ]
    for settings, torch_settings in [
        ({"factor": 0.5, "patience": 4, "threshold": 0.01, "cooldown": 3, "minimum": 0.001},
         {"factor": 0.5, "patience": 4, "threshold": 0.01, "cooldown": 3, "min_lr": 0.001}),
        ({"factor": 0.1, "patience": 10, "threshold": 0.0001, "cooldown": 0, "minimum": 0},
         {"factor": 0.1, "patience": 10}),
    ]:
        losses, values = plateau(torch_settings)
        found.append(entry("plateau", settings, values, losses=losses))
    return found
