#!/usr/bin/python3
"""CuPy on a GPU: the event as array operations, histograms by bincount."""

import sys
import time
import types

import protocol


def main():
    options = protocol.options(default_events=200_000_000)
    reason = protocol.missing(("numpy",) if options.host else ("numpy", "cupy"))
    if reason:
        protocol.skip(reason)
    import numpy

    import events_array
    import work

    if options.host:  # the same operations are NumPy's
        xp, name = numpy, "cpu"
        versions = {"numpy": numpy.__version__}
    else:
        import cupy as xp

        try:
            name = xp.cuda.runtime.getDeviceProperties(0)["name"].decode()
        except xp.cuda.runtime.CUDARuntimeError as error:
            protocol.skip(f"no CUDA device: {error}")
        versions = {"numpy": numpy.__version__, "cupy": xp.__version__}
    w = work.events(options.work)
    kinds = {"double": xp.float64, "single": xp.float32, "index": xp.int64}
    tables = events_array.prepare(w, lambda values, kind: xp.asarray(values, dtype=kinds[kind]))
    ops = types.SimpleNamespace(index=lambda a: a.astype(xp.int64), single=lambda a: a.astype(xp.float32), where=xp.where,
                                log2=xp.log2, clip=xp.clip, floor=xp.floor)
    if options.host:
        random = numpy.random.Generator(numpy.random.SFC64(w.seed))
    else:
        random = xp.random.Generator(xp.random.Philox4x3210(w.seed))

    def draw(events, block):
        counts = xp.zeros((2, w.slots), dtype=xp.int64)
        for begin in range(0, events, block):
            size = min(block, events - begin)
            found = events_array.slots(w, tables, random.standard_exponential(size), random.random(size), ops)
            for channel, slot in enumerate(found):
                counts[channel] += xp.bincount(slot, minlength=w.slots)
        return counts.tolist()

    def seconds(block):
        draw(options.events, block)
        begin = time.perf_counter()
        draw(options.events, block)
        return time.perf_counter() - begin

    # Block size that is fastest here.
    block = min((1 << bits for bits in (16, 20, 22, 24)), key=seconds)

    def repeat():
        return options.events, draw(options.events, block)

    versions |= {"python": sys.version.split()[0], "block": block}
    protocol.serve("cupy", "events", versions, name, repeat,
                   lambda found: {"events": options.events, "counts": found}, options.answer)


if __name__ == "__main__":
    main()
