#!/usr/bin/python3
"""NumPy on one core: lines drawn over eta, the time at which each leaves, and the energies of those on the axis of times."""

import sys

import protocol

BLOCK = 131072  # lines, the fastest of the powers of two from 16384 to 524288


def main():
    reason = protocol.missing(("numpy",))
    if reason:
        protocol.skip(reason)
    import numpy

    import work
    from numpy_event import make_draw, make_place

    options = protocol.options(default_events=6_000_000)
    w = work.releases(options.work)
    random = numpy.random.Generator(numpy.random.SFC64(w.seed))
    draw, place = make_draw(w.event, random), make_place(w.event)
    slots = w.event.slots
    per_nat = w.slices / numpy.log(w.end_s / w.start_s)
    at_low = (w.gamma * w.low - numpy.log(w.attempts_Hz * w.start_s)) * per_nat

    def draw_slices(size):
        """Slices in which lines leave, of those that leave on the axis of times."""
        # Time = exponential / (attempts exp(-gamma eta)), as its logarithm in slices.
        at = numpy.log(random.standard_exponential(size))
        at *= per_nat
        eta = random.random(size)
        eta *= w.gamma * (w.high - w.low) * per_nat
        at += eta
        at += at_low
        return at[(at >= 0) & (at < w.slices)].astype(numpy.intp)

    def repeat():
        released = numpy.zeros(w.slices, dtype=numpy.int64)
        counts = numpy.zeros((2, w.slices * slots), dtype=numpy.int64)
        for begin in range(0, options.events, BLOCK):
            slices = draw_slices(min(BLOCK, options.events - begin))
            released += numpy.bincount(slices, minlength=w.slices)
            emitting, found = place(*draw(len(slices)))
            first = slices.take(emitting) * slots
            for channel in range(2):
                counts[channel] += numpy.bincount(first + found[channel], minlength=w.slices * slots)
        counts = counts.reshape(2, w.slices, slots)
        counts[:, :, 0] = released - counts.sum(axis=2)
        return int(released.sum()), counts

    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__}
    protocol.serve("numpy", "releases", versions, "cpu", repeat,
                   lambda found: {"events": options.events, "reach": w.high - w.low, "counts": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
