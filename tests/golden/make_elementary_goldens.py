#!/usr/bin/env python3
"""
Writes elementary.json: values of elementary functions to 106 bits and more, by mpmath (python3-mpmath).

    /usr/bin/python3 tests/golden/make_elementary_goldens.py

For each function a list of [arguments..., high, low]: the nearest double, and the double nearest to what is left. No
argument is random but by a seed; besides, those that are known to be hard: near multiples of a quarter turn, near 1,
where results overflow or are subnormal.
"""
import json
import math
import pathlib
import random

from mpmath import mp, mpf

mp.prec = 3000
rng = random.Random(20)


def spread(count, low, high):
    return [rng.uniform(low, high) for _ in range(count)]


def powers(count, low, high):
    """Of both signs, their exponents evenly from low to high."""
    return [rng.choice((-1, 1)) * rng.uniform(1, 2) * 2.0 ** rng.randint(low, high) for _ in range(count)]


def positive(numbers):
    return [abs(x) for x in numbers]


def near(x):
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


quarter_turns = [x for n in (1, 2, 3, 4, 5, 7, 100, 355, 12345, 524287, 524288, 524289) for x in near(n * math.pi / 2)]
# 6381956970095103 · 2^797 is the double that is nearest to a multiple of π/2 (Muller, Elementary Functions).
hard_angles = quarter_turns + [6381956970095103 * 2.0**797, 1.7976931348623157e308, 2.0**53 + 2, 5.0, 22.0, 1e22]
angles = spread(60, -1, 1) + spread(80, -30, 30) + powers(60, -30, 40) + powers(30, 40, 1023) + hard_angles
exponents = spread(80, -2, 2) + spread(60, -50, 50) + spread(40, -700, 700) + powers(40, -60, 3) + [709.78, -708.39, -709.5, -740.0, 1.0, -1.0]
near_one = [x for n in (-30, -20, -10, -3) for x in (1 + 2.0**n, 1 - 2.0**n)] + near(1.0)[::2] + near(math.sqrt(2)) + near(math.sqrt(0.5))
above_zero = spread(60, 0.01, 4) + positive(powers(80, -1021, 1023)) + near_one + [5e-324, 2.0, 10.0, 0.5]
bases = positive(powers(60, -20, 20)) + spread(60, 0.01, 12) + near_one
pow_pairs = [(a, rng.uniform(-20, 20)) for a in bases] + [(a, float(n)) for a in spread(30, 0.1, 9) for n in (3, -1, 5, 0.5, 1 / 3)]
pow_pairs += [(-a, float(n)) for a in spread(20, 0.1, 9) for n in (3, 4, -5)] + [(1 + 2.0**-30, 2.0**38), (2.0, -1060.5), (1.0000001, 5e9), (10.0, 308.0), (10.0, -300.0)]
sides = [(a, b) for a, b in zip(powers(60, -3, 3), powers(60, -3, 3))] + [(a, b) for a, b in zip(powers(30, -1000, 1000), powers(30, -1000, 1000))]
sides += [(3.0, 4.0), (1e200, 1e200), (1e-200, 3e-200), (1.0, 2.0**-27), (1.0, 2.0**-62), (5.0, 12.0), (3e-310, 4e-310)]

functions = {
    "sin": (mp.sin, angles),
    "cos": (mp.cos, angles),
    "exp": (mp.exp, exponents),
    "expm1": (mp.expm1, exponents),
    "log": (mp.log, above_zero),
    "log1p": (mp.log1p, spread(60, -0.99, 3) + powers(60, -60, -3) + positive(powers(30, -3, 1000))),
    "tanh": (mp.tanh, spread(80, -3, 3) + powers(60, -30, 4) + [19.0, -20.5, 21.9]),
    "pow": (mp.power, pow_pairs),
    "hypot": (mp.hypot, sides),
}


def parts(value):
    high = float(value)
    return [high, float(value - mpf(high))]


rows = {}
for name, (function, arguments) in functions.items():
    rows[name] = []
    for argument in arguments:
        given = argument if isinstance(argument, tuple) else (argument,)
        value = function(*(mpf(x) for x in given))
        if abs(value) < mpf(2) ** 1024 * (1 - mpf(2) ** -54):
            rows[name].append([*given, *parts(value)])

path = pathlib.Path(__file__).with_name("elementary.json")
lines = ",\n".join(f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in own) + "\n]" for name, own in rows.items())
path.write_text("{\n" + lines + "\n}\n")
