#!/usr/bin/python3
"""Numba on one core: the loop over clusters and their hops compiled, with a generator and counters of its own."""

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
    from numba_random import make_random, seeded

    options = protocol.options(default_events=20_000_000)
    w = work.clusters(options.work)
    # Allows contraction into fma, which is off by default, and assumes that there are no NaN.
    jit = numba.njit(fastmath={"contract"}, error_model="numpy")
    _, exponential = make_random(jit)
    clusters, windows, per_window, end = w.clusters, w.windows, 1 / w.window_s, w.windows * w.window_s
    move_slots, distance_slots, per_path = w.move_slots, w.distance_slots, w.slots_per_path

    @jit
    def watch(state, areas, decay, direct_Hz, supply_Hz, hops, moved, squares, moves, distance):
        in_area = numpy.empty(windows, dtype=numpy.int64)
        for _ in range(areas):
            in_area[:] = 0
            for _ in range(clusters):
                time, seen, last = 0.0, 0, -1
                while True:
                    # The supply falls as exp(-decay t): it never comes once too little of it is left.
                    left = decay * exponential(state) / (supply_Hz * math.exp(-decay * time))
                    wait = -math.log1p(-left) / decay if left < 1 else math.inf
                    hit = exponential(state) / direct_Hz
                    direct = hit < wait
                    time += hit if direct else wait
                    if not time < end:
                        break
                    window = min(int(time * per_window), windows - 1)
                    in_area[window] += 1
                    hops[int(direct), window] += 1
                    distance[min(int(exponential(state) * per_path), distance_slots - 1)] += 1
                    if window != last:
                        moved[window] += 1
                    last = window
                    seen += 1
                moves[min(seen, move_slots - 1)] += 1
            squares += in_area * in_area

    state = seeded(w.seed)

    def repeat():
        areas = options.events // (w.clusters * w.windows * len(w.decay_Hz))
        found = [work.Motion(w, areas) for _ in w.decay_Hz]
        for k, seen in enumerate(found):
            watch(state, areas, w.decay_Hz[k], w.direct_Hz[k], w.supply_Hz[k], seen.hops, seen.moved, seen.squares,
                  seen.moves, seen.distance)
        return areas * len(found) * w.clusters * w.windows, found

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "numba": numba.__version__}
    protocol.serve("numba", "clusters", versions, "cpu", repeat, work.motion_json, options.answer)


if __name__ == "__main__":
    main()
