#!/usr/bin/python3
"""Numba on one core: the loop over events compiled, with a generator and a histogram of its own."""

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
    w = work.events(options.work)
    # Allows contraction into fma, which is off by default, and assumes that there are no NaN and no infinities.
    jit = numba.njit(fastmath={"contract"}, error_model="numpy")
    place = make_place(jit, w)
    uniform, exponential = make_random(jit)
    greatest, per_nat, slots = w.max_stress, 1 / math.log(2), w.slots
    tables = arrays(w)

    @jit
    def draw(state, events, low, per_width, threshold, supersonic, spread, guess, cells):
        counts = numpy.zeros((2, slots), dtype=numpy.int64)
        for _ in range(events):
            bits, w = exponential(state) * per_nat, uniform(state)
            crystal, film = place(bits, greatest * (1 - w * w), low, per_width, threshold, supersonic, spread, guess, cells)
            counts[0, crystal] += 1
            counts[1, film] += 1
        return counts

    state = seeded(w.seed)

    def repeat():
        return options.events, draw(state, options.events, *tables)

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "numba": numba.__version__}
    protocol.serve("numba", "events", versions, "cpu", repeat,
                   lambda found: {"events": options.events, "counts": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
