#!/usr/bin/python3
"""Lowest release height with above-gap emission: data/threshold_reference.csv.

Value: from rest at x_gap, the motion run backwards in time (DOP853, rtol 1e-13); x_eq where x_eq <= x_gap.  Checked
against bisection on the first turning point with the Taylor integrator; the run fails above 1e-10.
"""
import csv_output
import segment
import taylor
from segment import Case, Segment

STRESSES = (5, 10, 15, 20, 30, 45, 55, 60, 65, 65.4, 70, 100, 150)
points = [(Case(), t) for t in STRESSES]
points += [(Case(reading=r), t) for r in ("consistent", "equation7") for t in (20, 45, 60, 65, 150)]
points += [(Case(substrate="Ge"), t) for t in (30, 55, 60)]
points += [(Case(substrate="CaWO4"), t) for t in (30, 49, 55)]
points += [(Case(film="Cu"), t) for t in (20, 42, 50)]

rows = []
for case, stress in points:
    seg = Segment(case, stress)
    value = segment.threshold_height(case, stress)
    difference = abs(value / float(taylor.threshold_height(case, stress)) - 1)
    if difference > 1e-10:
        raise SystemExit(f"{case}, {stress} MPa: the two methods differ by {difference:.1e}")
    kink = seg.x_eq * stress / seg.x_gap  # tau*: x_eq = x_gap
    numbers = (value, seg.x_eq, seg.x_gap, seg.x_min, kink)
    rows.append(
        [case.film, case.substrate, case.reading, str(case.gap_meV), str(float(stress))]
        + [f"{n:.12e}" for n in numbers]
        + [f"{difference:.0e}"]
    )

csv_output.write(
    "threshold_reference.csv",
    __file__,
    ["DOP853, rtol 1e-13; materials as in segment_reference.csv"],
    ["film", "substrate", "reading", "gap_meV", "stress_MPa", "threshold_nm", "x_eq_nm", "x_gap_nm", "x_min_nm"]
    + ["kink_stress_MPa", "method_difference"],
    rows,
)
