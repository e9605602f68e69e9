#!/usr/bin/python3
"""Release height at which the highest speed reaches c: data/supersonic_reference.csv (brentq on DOP853 runs)."""
import csv_output
from scipy.optimize import brentq
from segment import READINGS, Case, integrate

points = [(Case(), t) for t in (15, 30, 45, 60, 100)]
points += [(Case(reading=r), t) for r in READINGS if r != "appendix" for t in (45, 60)]
rows = []
for case, stress in points:
    height = brentq(lambda h: integrate(case, h, stress, above_gap_only=True).max_speed_over_c - 1, 10, 400, rtol=1e-11)
    rows.append([case.reading, str(float(stress)), f"{height:.9e}"])

csv_output.write(
    "supersonic_reference.csv",
    __file__,
    ["Al on Si; brentq, rtol 1e-11, on DOP853 runs at rtol 1e-13"],
    ["reading", "stress_MPa", "height_nm"],
    rows,
)
