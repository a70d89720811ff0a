"""Makes the golden numbers that the unit tests compare against: what PyTorch computes in float64.

Run from anywhere with Debian's PyTorch (apt-get install python3-torch; made with 1.13.0):

    /usr/bin/python3 tests/golden/make_goldens.py

The output is deterministic and committed; the tests read only the JSON and never need Python.
Numbers are written so that they read back bit for bit; the three that JSON lacks are the strings
"NaN", "Infinity" and "-Infinity".

expressions.json        scalar expressions with their value and gradients.
    {"leaves": [numbers], "code": [instructions], "value": number, "gradients": [one per leaf]}
    Operands are indices: 0..leaves-1 are the leaves, leaves+k is the result of instruction k; the last
    instruction is the root. An instruction is [op, a], [op, a, b], ["pow", a, exponent] or
    ["constant", number].
    "random" stays inside every domain, away from kinks, and where no gradient is a small difference of large
    terms, so that a relative comparison is fair; "edges" are the points at the rim of the domains.
optimizer-traces.json   two lone parameters (a decayed weight, an undecayed bias) under given gradients.
training-runs.json      whole training runs of multi-layer perceptrons; "parameters" are, layer by layer, the weights
    [out][in] row-major, then the biases; an epoch is the order of its samples, cut into batches of "batchSize",
    the last one shorter; "losses" holds every batch's mean loss before its step (without the L2 term).
class-runs.json         the same with several classes: "labels" are their places, from 0.
softmax.json            cross-entropy of some logits and its gradient by each of them: their softmax, less 1 at the truth.
learning-runs.json      trainings with every loss, optimizer and hyper-parameter, as `fitBatches` takes and returns them.
frozen-runs.json        the same with parameters that rest: "resting" are their places, which have `requires_grad=False`.
schedules.json          the learning rate of each of 300 epochs; those that follow the loss have the loss of each.
lesson.json             micrograd's lesson: 3-[4,4,1] tanh, sum of squares, 20 steps of gradient descent.
micrograd-demo.json     micrograd's demo: two moons, 2-16-16-1 relu, hinge loss, 100 steps.
"""

import json
import math
import sys
from pathlib import Path

import torch

sys.dont_write_bytecode = True
from golden_classes import make_class_runs, make_softmax_cases  # noqa: E402
from golden_expressions import make_expressions  # noqa: E402
from golden_frozen import make_frozen_runs  # noqa: E402
from golden_learning import make_learning_runs  # noqa: E402
from golden_micrograd import make_demo, make_lesson  # noqa: E402
from golden_schedules import make_schedules  # noqa: E402
from golden_training import make_optimizer_traces, make_training_runs  # noqa: E402

HERE = Path(__file__).parent


def encodable(x):
    if isinstance(x, dict):
        return {key: encodable(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [encodable(value) for value in x]
    if isinstance(x, float) and not math.isfinite(x):
        return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"
    return x


def line(x):
    return json.dumps(encodable(x), separators=(",", ":"), allow_nan=False)


def write(name, entries):
    """One top-level entry, or one item of a list, a line."""
    if isinstance(entries, list):
        text = "[\n" + ",\n".join(map(line, entries)) + "\n]\n"
    else:
        def block(value):
            nested = isinstance(value, list) and value and isinstance(value[0], dict)
            return "[\n" + ",\n".join(map(line, value)) + "\n]" if nested else line(value)
        text = "{\n" + ",\n".join(f'"{key}":{block(value)}' for key, value in entries.items()) + "\n}\n"
    (HERE / name).write_text(text)


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    write("expressions.json", make_expressions())
    write("optimizer-traces.json", make_optimizer_traces())
    write("training-runs.json", make_training_runs())
    write("class-runs.json", make_class_runs())
    write("softmax.json", make_softmax_cases())
    write("learning-runs.json", make_learning_runs())
    write("frozen-runs.json", make_frozen_runs())
    write("schedules.json", make_schedules())
    write("lesson.json", make_lesson())
    write("micrograd-demo.json", make_demo())


if __name__ == "__main__":
    main()
