#!/usr/bin/python3
"""NumPy on one core: the clusters of a block of areas go from hop to hop together, until all have come to their end."""

import itertools
import sys

import protocol

AREAS = 100  # in a block, the fastest of 20, 50, 100, 200 and 400


def main():
    reason = protocol.missing(("numpy",))
    if reason:
        protocol.skip(reason)
    import numpy

    import work

    options = protocol.options(default_events=6_000_000)
    w = work.clusters(options.work)
    random = numpy.random.Generator(numpy.random.SFC64(w.seed))
    windows, end, per_window = w.windows, w.windows * w.window_s, 1 / w.window_s

    def watch(k, areas, seen):
        """Watches some areas in condition k."""
        decay, mean_hit, size = w.decay_Hz[k], 1 / w.direct_Hz[k], areas * w.clusters
        time, last = numpy.zeros(size), numpy.full(size, -1)
        area = numpy.repeat(numpy.arange(areas) * windows, w.clusters)
        moves = numpy.zeros(areas * windows, dtype=numpy.int64)
        for hops in itertools.count():
            # The supply falls as exp(-decay t): it never comes once too little of it is left.
            left = numpy.exp(decay * time)
            left *= random.standard_exponential(len(time))
            left *= decay / w.supply_Hz[k]
            wait = numpy.log1p(-numpy.minimum(left, 1))
            wait /= -decay
            hit = random.standard_exponential(len(time))
            hit *= mean_hit
            direct = hit < wait
            time += numpy.minimum(wait, hit)
            on = numpy.flatnonzero(time < end)
            seen.moves[min(hops, w.move_slots - 1)] += len(time) - len(on)
            if len(on) == 0:
                break
            time, area, last, direct = (one.take(on) for one in (time, area, last, direct))
            window = (time * per_window).astype(numpy.intp)
            seen.hops += numpy.bincount(window + windows * direct, minlength=2 * windows).reshape(2, windows)
            seen.moved += numpy.bincount(window[window != last], minlength=windows)
            far = random.standard_exponential(len(time))
            far *= w.slots_per_path
            seen.distance += numpy.bincount(numpy.minimum(far, w.distance_slots - 1).astype(numpy.intp),
                                            minlength=w.distance_slots)
            moves += numpy.bincount(area + window, minlength=len(moves))
            last = window
        seen.squares += (moves * moves).reshape(areas, windows).sum(axis=0)

    def repeat():
        areas = options.events // (w.clusters * windows * len(w.decay_Hz))
        found = [work.Motion(w, areas) for _ in w.decay_Hz]
        with numpy.errstate(divide="ignore"):
            for k, seen in enumerate(found):
                for begin in range(0, areas, AREAS):
                    watch(k, min(AREAS, areas - begin), seen)
        return areas * len(found) * w.clusters * windows, found

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__}
    protocol.serve("numpy", "clusters", versions, "cpu", repeat, work.motion_json, options.answer)


if __name__ == "__main__":
    main()
