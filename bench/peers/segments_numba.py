#!/usr/bin/python3
"""Numba on one core: the loop over segments compiled, with a Lambert W at each stage."""

import sys

import protocol


def main():
    reason = protocol.missing(("numpy", "numba"))
    if reason:
        protocol.skip(reason)
    import numba
    import numpy

    import work
    from numba_segment import make_integrate

    options = protocol.options()
    model, tolerance, segments = work.segments(options.work)
    chosen = numpy.ascontiguousarray(segments[:: options.every])
    jit = numba.njit(fastmath=False, error_model="numpy")
    integrate = make_integrate(jit)

    @jit
    def integrate_all(image, gap, tolerance, segments, energies):
        for i in range(len(segments)):
            energies[i, 0], energies[i, 1] = integrate(image, gap, tolerance, segments[i, 0], segments[i, 1])

    energies = numpy.empty((len(chosen), 2))

    def repeat():
        integrate_all(model.image, model.gap_distance, tolerance, chosen, energies)
        return len(chosen), energies

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "numba": numba.__version__}
    protocol.serve("numba", "segments", versions, "cpu", repeat,
                   lambda found: {"every": options.every, "above_gap": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
