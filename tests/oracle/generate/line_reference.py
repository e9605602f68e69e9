#!/usr/bin/python3
"""Energy of one pinned line, Eqs. (25)-(27): data/line_reference.csv.

E_tot(h_max, tau) = (l / h_max) * integral of E*(h, tau) over h from 0 to h_max, l = alpha mu_f b / tau with alpha = 1:
adaptive quadrature (scipy.integrate.quad_vec) of both channels at once, in pieces between the threshold and the kinks
of E*(h), each E* a DOP853 run.  h = a + (b - a) s^2 makes the (h - a)^(3/2) onset of a piece smooth.
"""
import csv_output
import numpy as np
from scipy.integrate import quad_vec
from segment import EV_PER_NM3_PER_GPA, Case, integrate, kinks, threshold_height

TOLERANCE = 1e-9


def line_energy(case, height_nm, stress_MPa):
    """(crystal, film) above gap in eV, the quadrature's own error estimate, and the number of E* evaluated."""
    edges = [threshold_height(case, stress_MPa), *kinks(case, stress_MPa, height_nm), height_nm]
    total, error, count = np.zeros(2), 0.0, 0
    for a, b in zip(edges, edges[1:]):

        def integrand(s):
            r = integrate(case, a + (b - a) * s * s, stress_MPa, rtol=1e-12, remainder=1e-12, above_gap_only=True)
            return 2 * (b - a) * s * np.array([r.crystal_above_gap, r.film_above_gap])

        part, part_error, info = quad_vec(integrand, 0, 1, epsabs=1e-13, epsrel=TOLERANCE, norm="max", full_output=True)
        total, error, count = total + part, error + part_error, count + info.neval
    length = case.film_shear_GPa * case.burgers_nm / (stress_MPa * 1e-3)
    return total * length / height_nm, error * length / height_nm, count


points = [(Case(reading=r), 100, 60) for r in ("appendix", "consistent", "equation7")]
points += [
    (Case(), h, t)
    for h, t in (
        (6, 60), (20, 60), (300, 60), (1000, 55), (50, 45), (16, 45), (200, 30), (400, 15), (50, 75), (30, 100),
    )
]  # fmt: skip
points += [(Case(substrate="CaWO4"), 50, 40), (Case(substrate="Ge"), 80, 58), (Case(film="Cu"), 50, 30)]

if __name__ == "__main__":
    rows = []
    for case, height, stress in points:
        (crystal, film), error, count = line_energy(case, height, stress)
        inputs = [case.film, case.substrate, case.reading, case.gap_meV, float(height), float(stress)]
        rows.append([str(i) for i in inputs] + [f"{crystal:.10e}", f"{film:.10e}", f"{error:.0e}"])
        print(*rows[-1], count, "segments", flush=True)
    csv_output.write(
        "line_reference.csv",
        __file__,
        [
            f"quad_vec, relative tolerance {TOLERANCE:g}, on DOP853 runs at rtol 1e-12; alpha = 1; energies above gap",
            "error_eV: sum of the quadrature's estimates",
        ],
        ["film", "substrate", "reading", "gap_meV", "pin_height_nm", "stress_MPa", "crystal_eV", "film_eV", "error_eV"],
        rows,
    )
