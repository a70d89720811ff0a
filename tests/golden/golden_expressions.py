"""Scalar expressions over the op table, their values and gradients; see make_goldens.py."""

import math
import random

import torch


def softplus(a):
    """torch's own softplus is the identity above 20, and its logaddexp loses digits far below 0."""
    return a + torch.log1p(torch.exp(-a)) if a > 0 else torch.log1p(torch.exp(a))


OPS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "pow": lambda a, exponent: a ** exponent,
    "power": torch.pow,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "step": lambda a: torch.heaviside(a.detach(), torch.zeros_like(a)) + 0 * a,
    "softplus": softplus,
    "sin": torch.sin,
    "cos": torch.cos,
    "abs": torch.abs,
    "max": torch.maximum,
    "min": torch.minimum,
    "erf": torch.erf,
    "expm1": torch.expm1,
}
BINARY = ("add", "sub", "mul", "div", "power", "max", "min")
# The first expressions were drawn when there were these ops.
FIRST_OPS = list(OPS)[:17]


def run(code, nodes):
    """All results of an expression, given its leaves as tensors."""
    nodes = list(nodes)
    for op, *arguments in code:
        if op == "constant":
            nodes.append(torch.tensor(arguments[0]))
        elif op == "pow":
            nodes.append(OPS[op](nodes[arguments[0]], arguments[1]))
        else:
            nodes.append(OPS[op](*(nodes[i] for i in arguments)))
    return nodes


def solve(leaves, code):
    tensors = [torch.tensor(float(x), requires_grad=True) for x in leaves]
    root = run(code, tensors)[-1]
    gradients = torch.autograd.grad(root, tensors, allow_unused=True) if root.requires_grad else [None] * len(leaves)
    return {
        "leaves": leaves,
        "code": code,
        "value": root.item(),
        "gradients": [0.0 if g is None else g.item() for g in gradients],
    }


def in_domain(op, a, b, exponent):
    if op == "div":
        return abs(b) > 0.2
    if op in ("log", "sqrt"):
        return a > 0.1
    if op == "pow":
        return a > 0.1 if exponent != int(exponent) else (exponent >= 0 or abs(a) > 0.2)
    if op == "power":
        return a > 0.1 and abs(b) < 6
    if op in ("relu", "step"):
        return abs(a) > 1e-3
    if op == "abs":
        return abs(a) > 1e-3
    if op in ("max", "min"):
        return abs(a - b) > 1e-3
    # torch's slope of expm1 is the result + 1, which loses its digits far below 0.
    if op == "expm1":
        return -5 < a < 5
    return op != "exp" or a < 5


def random_instruction(rng, values, code, ops):
    """An instruction that is valid at the values so far, and prefers unused ones, so that all take part."""
    used = {i for op, *arguments in code if op != "constant" for i in arguments[:1 if op == "pow" else 2]}
    unused = [i for i in range(len(values)) if i not in used]

    def pick():
        return rng.choice(unused) if rng.random() < 0.7 else rng.randrange(len(values))

    while True:
        op = rng.choice(ops + ["constant"])
        if op == "constant":
            return [op, rng.choice([0.5, 2.0, -1.0, 3.0, round(rng.uniform(-3, 3), 3)])]
        a, b, exponent = pick(), pick(), rng.choice([2, 3, -1, 0.5, -0.5, 1.5, 4])
        if not in_domain(op, values[a], values[b], exponent):
            continue
        return [op, a, exponent] if op == "pow" else [op, a, b] if op in BINARY else [op, a]


def well_conditioned(solved):
    sizes = [abs(x) for x in [solved["value"], *solved["gradients"]] if x != 0]
    most_take_part = solved["gradients"].count(0) <= len(solved["gradients"]) // 2
    return most_take_part and min(sizes) > 1e-4 and max(sizes) < 1e5


def random_expression(rng, ops):
    leaves = [round(rng.uniform(-3, 3), 4) for _ in range(rng.randint(1, 4))]
    code = []
    values = list(leaves)
    for _ in range(rng.randint(2, 14)):
        code.append(random_instruction(rng, values, code, ops))
        values = [node.item() for node in run(code, [torch.tensor(x) for x in leaves])]
        if not abs(values[-1]) < 1e4:
            return None
    if code[-1][0] == "constant":
        return None
    solved = solve(leaves, code)
    return solved if well_conditioned(solved) else None


EDGES = [
    ([0.0], [["relu", 0]]), ([-0.0], [["relu", 0]]), ([0.0], [["step", 0]]),
    ([0.0], [["sqrt", 0]]), ([-1.0], [["sqrt", 0]]), ([0.0], [["log", 0]]), ([-1.0], [["log", 0]]),
    ([1.0, 0.0], [["div", 0, 1]]), ([0.0, 0.0], [["div", 0, 1]]), ([0.0, 2.0], [["div", 0, 1]]),
    ([0.0], [["pow", 0, 0]]), ([3.0], [["pow", 0, 0]]), ([0.0], [["pow", 0, 1]]), ([0.0], [["pow", 0, 2]]),
    ([0.0], [["pow", 0, 0.5]]), ([0.0], [["pow", 0, -1]]), ([-8.0], [["pow", 0, 0.5]]), ([-2.0], [["pow", 0, 3]]),
    *(([base, exponent], [["power", 0, 1]])
      for base in (-3.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0, math.inf, -math.inf, math.nan)
      for exponent in (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0, 400.0, math.inf, -math.inf)),
    ([-1.0, math.inf], [["power", 0, 1]]), ([1.0, math.nan], [["power", 0, 1]]), ([-1.0, 2.0], [["power", 0, 1]]),
    ([710.0], [["exp", 0]]), ([-800.0], [["exp", 0]]), ([1000.0], [["tanh", 0]]), ([-1000.0], [["tanh", 0]]),
    ([800.0], [["sigmoid", 0]]), ([-800.0], [["sigmoid", 0]]), ([-30.0], [["sigmoid", 0]]),
    ([800.0], [["softplus", 0]]), ([-800.0], [["softplus", 0]]), ([25.0], [["softplus", 0]]), ([-25.0], [["softplus", 0]]),
    ([0.0], [["tanh", 0]]), ([0.0], [["sigmoid", 0]]), ([0.0], [["softplus", 0]]), ([0.0], [["sin", 0]]), ([0.0], [["cos", 0]]),
    ([math.inf], [["tanh", 0]]), ([math.nan], [["tanh", 0]]), ([1e308, 10.0], [["mul", 0, 1]]),
    *(([a], [["abs", 0]]) for a in (0.0, -0.0, math.inf, -math.inf, math.nan, -1e-300)),
    *(([a, b], [[op, 0, 1]]) for op in ("max", "min")
      for a, b in ((1.0, 1.0), (0.0, 0.0), (math.inf, math.inf), (-math.inf, -math.inf), (math.inf, 1.0), (-math.inf, 1.0),
                   (1.0, 1.0000000000000002), (5e-324, 0.0), (1e308, -1e308), (2.0, -3.0))),
    ([3.0], [["max", 0, 0]]), ([3.0], [["min", 0, 0]]),
    *(([a], [["erf", 0]]) for a in (0.0, -0.0, 1e-300, 1e-8, 0.5, -0.5, 1.0, -1.0, 1.9999999, 2.0, 2.5, -2.5, 4.0, 5.9, 6.0,
                                    30.0, -30.0, 1000.0, math.inf, -math.inf, math.nan)),
    *(([a], [["expm1", 0]]) for a in (0.0, -0.0, 1e-300, 1e-10, -1e-10, 0.3, -0.3, 0.4, -0.4, 5.0, 700.0, 800.0, -800.0,
                                      math.inf, -math.inf, math.nan)),
]


def draw(rng, ops, count):
    found = []
    while len(found) < count:
        solved = random_expression(rng, ops)
        if solved is not None:
            found.append(solved)
    return found


def make_expressions():
    found = [*draw(random.Random(1), FIRST_OPS, 360), *draw(random.Random(2), list(OPS), 120)]
    return {"random": found, "edges": [solve(leaves, code) for leaves, code in EDGES]}
