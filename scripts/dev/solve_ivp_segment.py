#!/usr/bin/python3
"""One segment the way the paper did it: SciPy's solve_ivp, with a Lambert W at every evaluation.

    solve_ivp_segment.py --height 50 --stress 45 [--reading appendix] [--substrate-shear 51] ...

Integrates Eq. (20) of Romani (2024), App. A, in physical units (nm, ps, eV) and prints one JSON object: the energy
radiated above the gap into crystal and film, E* in eV/nm, and the totals.  The energies come from the drop of the
mechanical energy between the events solve_ivp finds (turning points, gap crossings), Eqs. (21)-(24).  The highest
speed is the highest at a solver's step, as a user of the method reads it off.  --repeat N times N runs and adds
segments_per_second.
"""
import argparse
import json
import math
import time

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import lambertw

HBAR = 6.582119569e-4  # eV ps
GPA = 6.241509074  # eV/nm^3
GAMMA = 1.78
READINGS = {"appendix": (1, 2), "consistent": (1, 1), "equation7": (2, 2)}


def segment(a):
    kappa, kappa_mass = READINGS[a.reading]
    mu_f, mu_s, tau = a.film_shear * GPA, a.substrate_shear * GPA, a.stress * 1e-3 * GPA
    b, c = a.burgers, a.sound_speed * 1e-3
    contrast = (mu_s - mu_f) / (mu_s + mu_f)
    if contrast <= 0:
        raise SystemExit("the substrate must be stiffer than the film: no repulsion otherwise")
    line_energy = mu_f * b * b / (4 * math.pi)
    image = kappa * line_energy * contrast
    x_eq = image / (tau * b)
    if a.height <= x_eq:
        raise SystemExit(f"height {a.height} nm is inside the equilibrium distance {x_eq:.6g} nm: nothing is radiated")

    x_min = GAMMA * b * math.sqrt(2 * kappa_mass * contrast * math.e)

    def omega_and_mass(x):  # (15), (16); frozen below x_min, where W has no real value
        w = lambertw(-2 * kappa_mass * GAMMA**2 * contrast * b * b / x**2, -1).real if x > x_min else -1.0
        return c / (GAMMA * b) * math.exp(w / 2), line_energy / c**2 * (-w / 2)

    def motion(_, y):  # (17)-(20)
        omega, mass = omega_and_mass(y[0])
        return y[1], (-mu_f * b * b * omega * y[1] / (8 * c * c) + image / y[0] - tau * b) / mass

    def energy(x, v):
        return 0.5 * omega_and_mass(x)[1] * v * v + tau * b * (x - x_eq) - image * math.log(x / x_eq)

    def turns(_, y):
        return y[1]

    def gap_crossing(_, y):
        return HBAR * omega_and_mass(y[0])[0] - a.gap * 1e-3

    def at_rest(_, y):
        return energy(*y) / start - a.remainder

    at_rest.terminal = True
    start = energy(a.height, 0.0)
    events = (turns, gap_crossing, at_rest)
    run = solve_ivp(motion, (0, 1e6), (a.height, 0.0), method=a.method, rtol=a.rtol, atol=a.rtol, events=events)
    if run.status != 1:
        raise SystemExit(f"the segment did not come to rest: {run.message}")

    marks = [(0.0, a.height, 0.0)]
    marks += [(t, *y) for ts, ys in zip(run.t_events, run.y_events) for t, y in zip(ts, ys)]
    marks.sort()
    result = dict.fromkeys(("crystal_above_gap", "film_above_gap", "crystal", "film"), 0.0)
    for (_, x0, v0), (_, x1, v1) in zip(marks, marks[1:]):
        drop = energy(x0, v0) - energy(x1, v1)
        side = "crystal" if x1 < x0 else "film"
        result[side] += drop
        if HBAR * omega_and_mass(0.5 * (x0 + x1))[0] > a.gap * 1e-3:
            result[side + "_above_gap"] += drop
    out = {"height_nm": a.height, "stress_MPa": a.stress, "reading": a.reading}
    out |= {k + "_eV_per_nm": v for k, v in result.items()}
    # the start counts as a turning point for solve_ivp; the first real one is nearer to the interface
    out["turning_point_nm"] = next(float(y[0]) for y in run.y_events[0] if y[0] < x_eq)
    out["max_speed_over_ct"] = float(np.abs(run.y[1]).max() / c)
    out["steps"] = len(run.t) - 1
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--height", type=float, required=True, help="release distance, nm")
    p.add_argument("--stress", type=float, required=True, help="resolved shear stress, MPa")
    p.add_argument("--reading", choices=READINGS, default="appendix")
    p.add_argument("--film-shear", type=float, default=25.0, help="GPa (default aluminium)")
    p.add_argument("--substrate-shear", type=float, default=51.0, help="GPa (default silicon)")
    p.add_argument("--burgers", type=float, default=0.286, help="nm")
    p.add_argument("--sound-speed", type=float, default=3040.0, help="transverse, m/s")
    p.add_argument("--gap", type=float, default=0.36, help="2 Delta, meV")
    p.add_argument("--method", default="RK45", help="any of solve_ivp's (RK45, DOP853, LSODA, ...)")
    p.add_argument("--rtol", type=float, default=1e-9)
    p.add_argument("--remainder", type=float, default=1e-9, help="stop at this share of the initial energy")
    p.add_argument("--repeat", type=int, default=1, help="time this many runs")
    a = p.parse_args()

    begin = time.perf_counter()
    for _ in range(a.repeat):
        out = segment(a)
    if a.repeat > 1:
        out["segments_per_second"] = a.repeat / (time.perf_counter() - begin)
    print(json.dumps(out, indent=2))


if __name__ == "__main__":
    main()
