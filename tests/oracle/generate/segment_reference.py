#!/usr/bin/python3
"""Radiated energy of single segments: data/segment_reference.csv.

Values: SciPy DOP853 at rtol 1e-13 (segment.py).  The last column is the largest difference, relative to
max(value, 1e-3), from the 34-digit Taylor integrator (taylor.py); the run fails above 1e-10.
"""
import csv_output
import segment
import taylor
from segment import READINGS, Case

VALUES = ("crystal_above_gap", "film_above_gap", "crystal_total", "film_total", "turning_point_nm", "max_speed_over_c")
LIMIT = 1e-10

acceptance = [(Case(reading=r), h, t) for h, t in ((50, 45), (65, 60), (100, 60)) for r in READINGS]

spread = [
    (Case(), h, t)
    for h, t in (
        (30.5, 15), (60, 15), (150, 15), (400, 15), (4000, 15),
        (18, 30), (40, 30), (120, 30), (600, 30),
        (12.7, 45), (13, 45), (20, 45), (300, 45),
        (4.67, 60), (5, 60), (8, 60), (30, 60), (1000, 60), (4000, 60),
        (3.1, 65.4), (10, 65.4), (3.0, 65.5), (10, 65.5),
        (2.7, 75), (4, 75), (20, 75), (80, 75), (250, 75),
        (2, 100), (10, 100), (100, 100),
        (1.4, 150), (6, 150), (50, 150), (1000, 150),
    )
]  # fmt: skip

others = [
    (Case(reading="consistent"), 25, 30), (Case(reading="consistent"), 30, 100), (Case(reading="consistent"), 2000, 50),
    (Case(reading="equation7"), 120, 30), (Case(reading="equation7"), 30, 120), (Case(reading="equation7"), 800, 60),
    (Case(substrate="Ge"), 50, 45), (Case(substrate="Ge"), 12, 60), (Case(substrate="Ge"), 200, 20),
    (Case(substrate="CaWO4"), 50, 45), (Case(substrate="CaWO4"), 12, 60), (Case(substrate="CaWO4"), 200, 20),
    (Case(film="Cu"), 50, 45), (Case(film="Cu"), 12, 60), (Case(film="Cu"), 200, 20),
    (Case(gap_meV=0.1), 50, 45), (Case(gap_meV=1.0), 50, 45), (Case(gap_meV=2.4), 50, 45),
]  # fmt: skip


def row(case, height, stress):
    reference = segment.integrate(case, height, stress)
    check = taylor.integrate(case, height, stress)
    worst = 0.0
    for name in VALUES:
        a, b = getattr(reference, name), float(getattr(check, name))
        worst = max(worst, abs(a - b) / max(abs(b), 1e-3))  # a floor where rounding of E_mech is all there is
    if worst > LIMIT:
        raise SystemExit(f"{case}, {height} nm, {stress} MPa: the two methods differ by {worst:.1e}")
    inputs = [case.film, case.substrate, case.film_shear_GPa, case.substrate_shear_GPa, case.burgers_nm]
    inputs += [case.sound_speed_m_s, case.gap_meV, case.reading, float(height), float(stress)]
    return [str(i) for i in inputs] + [f"{getattr(reference, v):.13e}" for v in VALUES] + [f"{worst:.0e}"]


csv_output.write(
    "segment_reference.csv",
    __file__,
    [
        "DOP853, rtol 1e-13, one leg at a time, until E_mech - U(x_eq) < 1e-13 of its start",
        "method_difference: largest difference from a 34-digit Taylor integration, over max(value, 1e-3)",
        "energies in eV/nm; crystal while v < 0, film while v > 0; above gap: hbar omega > gap_meV = 2 Delta",
    ],
    ["film", "substrate", "film_shear_GPa", "substrate_shear_GPa", "burgers_nm", "sound_speed_m_s", "gap_meV"]
    + ["reading", "height_nm", "stress_MPa", *VALUES, "method_difference"],
    [row(*point) for point in acceptance + spread + others],
)
