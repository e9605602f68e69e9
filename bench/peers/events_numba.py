#!/usr/bin/python3
"""Numba on one core: the loop over events compiled, with xoshiro256+ (Blackman and Vigna) and a histogram of its own."""

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

    options = protocol.options(default_events=20_000_000)
    w = work.events(options.work)
    # Allows contraction into fma, which is off by default, and assumes that there are no NaN and no infinities.
    jit = numba.njit(fastmath={"contract"}, error_model="numpy")
    place = make_place(jit, w)
    greatest, per_nat, slots = w.max_stress, 1 / math.log(2), w.slots
    tables = arrays(w)

    low_bits, long_shift, left, right = (numpy.uint64(n) for n in (11, 17, 45, 19))
    unit = 2.0**-53

    @jit
    def draw(state, events, low, per_width, threshold, supersonic, spread, guess, cells):
        counts = numpy.zeros((2, slots), dtype=numpy.int64)
        s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
        for _ in range(events):
            first = s0 + s3
            t = s1 << long_shift
            s2 ^= s0
            s3 ^= s1
            s1 ^= s2
            s0 ^= s3
            s2 ^= t
            s3 = (s3 << left) | (s3 >> right)
            second = s0 + s3
            t = s1 << long_shift
            s2 ^= s0
            s3 ^= s1
            s1 ^= s2
            s0 ^= s3
            s2 ^= t
            s3 = (s3 << left) | (s3 >> right)
            bits = -math.log(((first >> low_bits) + 0.5) * unit) * per_nat
            w = (second >> low_bits) * unit
            crystal, film = place(bits, greatest * (1 - w * w), low, per_width, threshold, supersonic, spread, guess, cells)
            counts[0, crystal] += 1
            counts[1, film] += 1
        state[0], state[1], state[2], state[3] = s0, s1, s2, s3
        return counts

    state = numpy.random.SeedSequence(w.seed).generate_state(4, numpy.uint64)

    def repeat():
        return options.events, draw(state, options.events, *tables)

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "numba": numba.__version__}
    protocol.serve("numba", "events", versions, "cpu", repeat,
                   lambda found: {"events": options.events, "counts": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
