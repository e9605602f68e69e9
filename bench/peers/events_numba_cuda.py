#!/usr/bin/python3
"""numba-cuda on a GPU: events in a grid-stride loop, a histogram of each block in shared memory."""

import math

import protocol


def main():
    options = protocol.options(default_events=1_000_000_000)
    global cuda  # the simulator looks for it among the globals
    import numba_gpu

    cuda, versions, name = numba_gpu.load(options.host)
    import numpy
    from numba.cuda.random import create_xoroshiro128p_states, xoroshiro128p_uniform_float64

    import work
    from numba_event import arrays, make_place

    w = work.events(options.work)
    place = make_place(cuda.jit(device=True), w)
    greatest, per_nat, slots = w.max_stress, 1 / math.log(2), w.slots
    both = 2 * slots

    @cuda.jit
    def draw(states, events, counts, low, per_width, threshold, supersonic, spread, guess, cells):
        inner = cuda.shared.array(both, numpy.uint32)
        for slot in range(cuda.threadIdx.x, both, cuda.blockDim.x):
            inner[slot] = 0
        cuda.syncthreads()
        thread = cuda.grid(1)
        for _ in range(thread, events, cuda.gridsize(1)):
            bits = -math.log(1 - xoroshiro128p_uniform_float64(states, thread)) * per_nat
            w = xoroshiro128p_uniform_float64(states, thread)
            crystal, film = place(bits, greatest * (1 - w * w), low, per_width, threshold, supersonic, spread, guess, cells)
            cuda.atomic.add(inner, crystal, 1)
            cuda.atomic.add(inner, slots + film, 1)
        cuda.syncthreads()
        for slot in range(cuda.threadIdx.x, both, cuda.blockDim.x):
            if inner[slot] > 0:
                cuda.atomic.add(counts, slot, numpy.uint64(inner[slot]))

    if options.host:
        blocks, threads = 2, 8
    else:
        blocks, threads = 8 * cuda.get_current_device().MULTIPROCESSOR_COUNT, 256
    states = create_xoroshiro128p_states(blocks * threads, seed=w.seed)
    tables = [cuda.to_device(numpy.ascontiguousarray(array)) for array in arrays(w)]

    def repeat():
        counts = cuda.to_device(numpy.zeros(both, dtype=numpy.uint64))
        draw[blocks, threads](states, options.events, counts, *tables)
        return options.events, counts.copy_to_host().reshape(2, slots)

    protocol.serve("numba-cuda", "events", versions, name, repeat,
                   lambda found: {"events": options.events, "counts": found.tolist()}, options.answer)


if __name__ == "__main__":
    main()
