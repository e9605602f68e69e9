"""One event in Numba, for the CPU and for CUDA: from a height and a stress to the histogram slots of both channels."""

import math

import numpy


def make_place(jit, w):
    """place(bits, u, low, per_width, threshold, supersonic, spread, guess, cells) -> slots of crystal and film.

    jit makes functions that can be called from compiled code: numba.njit, or numba.cuda.jit(device=True).
    """
    guesses, height_cells, bins, slots = float(w.stress.guesses), w.height_cells, w.bins, w.slots // 2
    height_per_bit, first = w.height_per_bit, w.stress.low[0]
    offset, first_octave = numpy.float32(w.offset), numpy.float32(w.first_octave)
    cells_per_octave, scale, bin_offset = numpy.float32(w.cells_per_octave), w.scale, w.bin_offset
    top, log2_e = numpy.float32(bins), numpy.float32(1 / math.log(2))

    @jit
    def slot(c, n, f, g, channel):
        energy = numpy.float32(0)
        for k in range(3, -1, -1):
            term = c[n, 3, k, channel]
            term = term * f + c[n, 2, k, channel]
            term = term * f + c[n, 1, k, channel]
            term = term * f + c[n, 0, k, channel]
            energy = energy * g + term
        position = energy * scale + bin_offset
        if position < 0:
            return 1
        return 2 + int(min(position, top))

    @jit
    def place(bits, u, low, per_width, threshold, supersonic, spread, guess, cells):
        if u < first:
            return 0, 0
        cell = guess[int(u * guesses)]
        if cell + 1 < len(low) and u >= low[cell + 1]:
            cell += 1
        fraction = (u - low[cell]) * per_width[cell]
        ratio = threshold[cell, 5]
        for k in range(4, -1, -1):
            ratio = ratio * fraction + threshold[cell, k]
        ratio *= bits * height_per_bit
        if not ratio > 1:
            return 0, 0
        f = numpy.float32(fraction)
        z = numpy.float32(ratio - 1)
        q = (z + offset) / (spread[cell, 0] + spread[cell, 1] * f)
        position = (math.log(q) * log2_e - first_octave) * cells_per_octave
        height_cell = int(position)
        g = position - numpy.float32(height_cell)
        n = cell * height_cells + height_cell
        passes = supersonic[cell, 3]
        for k in range(2, -1, -1):
            passes = passes * f + supersonic[cell, k]
        shift = slots if passes * (z + numpy.float32(1)) > 1 else 0
        return shift + slot(cells, n, f, g, 0), shift + slot(cells, n, f, g, 1)

    return place


def arrays(w):
    """Tables that place() looks up, in the precision it needs."""
    return (w.stress.low, w.stress.per_width, w.stress.threshold, w.stress.supersonic, w.stress.spread.astype(numpy.float32),
            w.stress.guess.astype(numpy.int32), w.cells.reshape(-1, 4, 4, 2))
