#!/usr/bin/python3
"""The original method: SciPy's solve_ivp, one segment after the other, with a Lambert W at each evaluation."""

import math
import sys

import protocol


def make_integrate(model, tolerance):
    import numpy
    from scipy.integrate import solve_ivp
    from scipy.special import lambertw

    image, gap = model.image, model.gap_distance
    least = math.sqrt(2 * math.e)  # nearer than this, W has no real value and L is held at 1/2
    absolute = numpy.array([0.0, 0.1 * tolerance])  # speeds below 0.1 need not be known better than 0.1

    def logarithm(y):
        return -0.5 * lambertw(-2 / (y * y), -1).real if y > least else 0.5

    def integrate(start, stress):
        """Above-gap energies into crystal and film: drops of the mechanical energy between located events."""
        equilibrium = image / stress

        def motion(_, state):
            y, v = state
            mass = logarithm(y)
            return v, (image / y - stress - 0.5 * math.pi * math.exp(-mass) * v) / mass

        def energy(y, v):
            return 0.5 * logarithm(y) * v * v + stress * (y - equilibrium) - image * math.log(y / equilibrium)

        initial = energy(start, 0.0)

        def turns(_, state):
            return state[1]

        def crosses_gap(_, state):
            return state[0] - gap

        def rests(_, state):
            return energy(*state) - 1e-9 * initial

        rests.terminal = True
        run = solve_ivp(motion, (0.0, 1e9), (start, 0.0), method="RK45", rtol=tolerance, atol=absolute,
                        events=(turns, crosses_gap, rests))
        if run.status != 1:
            raise RuntimeError(f"the segment ({start}, {stress}) did not come to rest: {run.message}")
        marks = [(0.0, start, 0.0)]
        marks += [(t, *y) for times, states in zip(run.t_events, run.y_events) for t, y in zip(times, states)]
        marks.sort()
        crystal = film = 0.0
        for (_, y0, v0), (_, y1, v1) in zip(marks, marks[1:]):
            if 0.5 * (y0 + y1) < gap:
                drop = energy(y0, v0) - energy(y1, v1)
                if y1 < y0:
                    crystal += drop
                else:
                    film += drop
        return crystal, film

    return integrate


def main():
    reason = protocol.missing(("numpy", "scipy"))
    if reason:
        protocol.skip(reason)
    import numpy
    import scipy

    import work

    options = protocol.options()
    model, tolerance, segments = work.segments(options.work)
    chosen = segments[:: options.every]
    integrate = make_integrate(model, tolerance)

    def repeat():
        return len(chosen), [integrate(start, stress) for start, stress in chosen.tolist()]

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__}
    protocol.serve("scipy", "segments", versions, "cpu", repeat, lambda found: {"every": options.every, "above_gap": found},
                   options.answer)


if __name__ == "__main__":
    main()
