#!/usr/bin/python3
"""numba-cuda on a GPU: one thread a segment, with a Lambert W at each stage."""

import math

import protocol


def main():
    options = protocol.options()
    global cuda  # the simulator looks for it among the globals
    import numba_gpu

    cuda, versions, name = numba_gpu.load(options.host)
    import numpy

    import work
    from numba_segment import make_integrate

    model, tolerance, segments = work.segments(options.work)
    chosen = numpy.ascontiguousarray(segments[:: options.every])
    integrate = make_integrate(cuda.jit(device=True))

    @cuda.jit
    def integrate_all(image, gap, tolerance, segments, energies):
        i = cuda.grid(1)
        if i < len(segments):
            energies[i, 0], energies[i, 1] = integrate(image, gap, tolerance, segments[i, 0], segments[i, 1])

    on_device = cuda.to_device(chosen)
    energies = cuda.device_array((len(chosen), 2), dtype=numpy.float64)
    threads = 128

    def repeat():
        integrate_all[math.ceil(len(chosen) / threads), threads](model.image, model.gap_distance, tolerance, on_device,
                                                                 energies)
        return len(chosen), energies.copy_to_host()

    protocol.serve("numba-cuda", "segments", versions, name, repeat,
                   lambda found: {"every": options.every, "above_gap": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
