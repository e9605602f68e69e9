#!/usr/bin/python3
"""NumPy on one core: the two-channel event over blocks that stay in the cache, histograms by bincount."""

import sys

import protocol

BLOCK = 65536  # the fastest of the powers of two from 4096 to 262144


def main():
    reason = protocol.missing(("numpy",))
    if reason:
        protocol.skip(reason)
    import numpy

    import work
    from numpy_event import make_draw, make_place

    options = protocol.options(default_events=6_000_000)
    w = work.events(options.work)
    draw, place = make_draw(w, numpy.random.Generator(numpy.random.SFC64(w.seed))), make_place(w)

    def repeat():
        counts = numpy.zeros((2, w.slots), dtype=numpy.int64)
        for begin in range(0, options.events, BLOCK):
            size = min(BLOCK, options.events - begin)
            emitting, slots = place(*draw(size))
            for channel in range(2):
                counts[channel] += numpy.bincount(slots[channel], minlength=w.slots)
            counts[:, 0] += size - len(emitting)
        return options.events, counts

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__}
    protocol.serve("numpy", "events", versions, "cpu", repeat,
                   lambda found: {"events": options.events, "counts": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
