#!/usr/bin/python3
"""Numba on one core: the loop over lines compiled, with a generator and counters of its own."""

import math
import sys

import protocol


def main():
    reason = protocol.missing(("numpy", "numba"))
    if reason:
        protocol.skip(reason)
    import numba
    import numpy

    import work
    from numba_event import arrays, make_place
    from numba_random import make_random, seeded

    options = protocol.options(default_events=20_000_000)
    w = work.releases(options.work)
    # Allows contraction into fma, which is off by default, and assumes that there are no NaN and no infinities.
    jit = numba.njit(fastmath={"contract"}, error_model="numpy")
    place = make_place(jit, w.event)
    uniform, exponential = make_random(jit)
    greatest, per_nat, slots, slices = w.event.max_stress, 1 / math.log(2), w.event.slots, w.slices
    slices_per_nat, log_start = w.slices / math.log(w.end_s / w.start_s), math.log(w.start_s * w.attempts_Hz)
    gamma, low_eta, reach = w.gamma, w.low, w.high - w.low
    tables = arrays(w.event)

    @jit
    def draw(state, lines, low, per_width, threshold, supersonic, spread, guess, cells):
        counts = numpy.zeros((2, slices, slots), dtype=numpy.int64)
        releases = 0
        for _ in range(lines):
            eta = low_eta + reach * uniform(state)
            # Time = exponential / (attempts exp(-gamma eta)), as its logarithm in slices.
            at = (math.log(exponential(state)) + gamma * eta - log_start) * slices_per_nat
            if not (at >= 0 and at < slices):
                continue
            bits, w = exponential(state) * per_nat, uniform(state)
            crystal, film = place(bits, greatest * (1 - w * w), low, per_width, threshold, supersonic, spread, guess, cells)
            counts[0, int(at), crystal] += 1
            counts[1, int(at), film] += 1
            releases += 1
        return releases, counts

    state = seeded(w.seed)

    def repeat():
        return draw(state, options.events, *tables)

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "numba": numba.__version__}
    protocol.serve("numba", "releases", versions, "cpu", repeat,
                   lambda found: {"events": options.events, "reach": reach, "counts": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
