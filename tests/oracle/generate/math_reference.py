#!/usr/bin/python3
"""Elementary functions at 40 digits (mpmath): data/log2_reference.csv, exp2_reference.csv, log_factor_reference.csv.

Inputs are doubles, printed as C99 hex floats, so that they are read back exactly; values are those of the exact
inputs, to 20 significant digits.
"""
import math
import random

import csv_output
from mpmath import e, lambertw, log, mp, mpf, nstr, sqrt

mp.dps = 40
NOTE = "input: exact double, C99 hex; value: 20 significant digits of the 40 computed"


def write(name, columns, inputs, function):
    rows = [[float(x).hex(), nstr(function(mpf(x)), 20, strip_zeros=False)] for x in inputs]
    csv_output.write(name, __file__, [NOTE], columns, rows)


draw = random.Random(20240401)

smallest = math.ldexp(1.0, -1022)
largest = math.ldexp(2.0 - 2.0**-52, 1023)
near_one = [1.0, math.nextafter(1.0, 0.0), math.nextafter(1.0, 2.0)]
near_one += [1.0 + sign * math.ldexp(draw.uniform(1, 2), -k) for k in range(2, 52, 2) for sign in (-1, 1)]
edges = [smallest, largest, 0.5, 2.0, math.sqrt(0.5), math.sqrt(2.0), 1.5, 3.0, 10.0, 0.1, 2.0**-53, 2.0**-64]
edges += [math.nextafter(2.0**k, 0.0) for k in (-1, 1, 10)] + [math.nextafter(2.0**k, 3e3) for k in (-1, 1, 10)]
wide = [math.ldexp(draw.uniform(1, 2), draw.randint(-1022, 1023)) for _ in range(80)]
usual = [draw.uniform(0, 1) for _ in range(200 - len(near_one) - len(edges) - len(wide))]
write("log2_reference.csv", ["x", "log2_x"], near_one + edges + wide + usual, lambda x: log(x) / log(mpf(2)))

exact = [0.0, 1.0, -1.0, 0.5, -0.5, 1000.0, -1000.0, 10.0, math.nextafter(0.5, 0), math.nextafter(0.5, 1)]
tiny = [sign * math.ldexp(draw.uniform(1, 2), -k) for k in range(2, 62, 3) for sign in (-1, 1)]
small = [draw.uniform(-2, 2) for _ in range(50)]
wide = [draw.uniform(-1000, 1000) for _ in range(200 - len(exact) - len(tiny) - len(small))]
write("exp2_reference.csv", ["x", "exp2_x"], exact + tiny + small + wide, lambda x: mpf(2) ** x)

# y = e^L / sqrt(L), branch L >= 1/2, i.e. L = -W_{-1}(-2 / y^2) / 2: Eq. (16) in reduced length
lowest = float(sqrt(2 * e))
while mpf(lowest) ** 2 < 2 * e:
    lowest = math.nextafter(lowest, math.inf)
near = [lowest * (1 + math.ldexp(1.0, -k)) for k in range(48, 0, -4)]
ratio = 1e5 / lowest
log_spaced = [lowest * ratio ** (k / 37) for k in range(1, 37)] + [1e5]
write(
    "log_factor_reference.csv",
    ["y", "log_factor"],
    [lowest] + near + log_spaced,
    lambda y: -lambertw(-2 / y**2, -1).real / 2,
)
