"""Events in NumPy: from blocks of heights and stresses to the histogram slots of both channels."""

import numpy


def make_place(w):
    """place(x, u) -> indices of the events that emit, and their slots in each channel.

    x: heights of the pins over their mean (natural, not in bits); u: stresses.
    """
    stress, slots = w.stress, w.slots // 2
    next_cell = numpy.append(stress.low[1:], numpy.inf)
    # Threshold in powers of the distance from the cell's lower edge: events that emit no phonons need no fraction.
    # One contiguous column for each power.
    per_nat = w.height_per_bit / numpy.log(2)
    threshold = numpy.ascontiguousarray((w.stress.threshold * stress.per_width[:, None] ** numpy.arange(6) * per_nat).T)
    supersonic = numpy.ascontiguousarray(stress.supersonic.T)
    first = stress.low[0]
    per_width = stress.per_width.astype(numpy.float32)
    spread_low, spread_slope = (numpy.ascontiguousarray(column, dtype=numpy.float32) for column in stress.spread.T)
    offset = numpy.float32(w.offset)
    first_octave = numpy.float32(w.first_octave)
    cells_per_octave = numpy.float32(w.cells_per_octave)
    # [channel][power of height][power of stress][cell]: each gather reads one small column.
    columns = numpy.ascontiguousarray(w.cells.reshape(-1, 4, 4, 2).transpose(3, 2, 1, 0))

    def place(x, u):
        cell = stress.guess.take((u * stress.guesses).astype(numpy.intp))
        cell += u >= next_cell.take(cell)
        u_inside = u - stress.low.take(cell)
        ratio = threshold[5].take(cell)
        for power in range(4, -1, -1):
            ratio *= u_inside
            ratio += threshold[power].take(cell)
        ratio *= x
        emitting = numpy.flatnonzero((ratio > 1) & (u >= first))
        cell = cell.take(emitting)
        z = (ratio.take(emitting) - 1).astype(numpy.float32)
        f = u_inside.take(emitting).astype(numpy.float32)
        f *= per_width.take(cell)
        q = z + offset
        q /= spread_low.take(cell) + spread_slope.take(cell) * f
        passes = supersonic[3].take(cell)
        for power in (2, 1, 0):
            passes *= f
            passes += supersonic[power].take(cell)
        passes *= z + numpy.float32(1)
        shift = numpy.where(passes > 1, slots + 2, 2)
        position = numpy.log2(q)
        position -= first_octave
        position *= cells_per_octave
        height_cell = position.astype(numpy.intp)
        position -= height_cell
        cell *= w.height_cells
        cell += height_cell
        found = []
        for channel in range(2):
            energy = None
            for in_height in columns[channel, ::-1]:
                term = in_height[3].take(cell)
                for power in (2, 1, 0):
                    term *= f
                    term += in_height[power].take(cell)
                if energy is None:
                    energy = term
                else:
                    energy *= position
                    energy += term
            energy *= w.scale
            energy += w.bin_offset
            slot = numpy.floor(numpy.clip(energy, -1, w.bins)).astype(numpy.intp)
            slot += shift
            found.append(slot)
        return emitting, found

    return place


def make_draw(w, random):
    """draw(size) -> heights and stresses for place()."""
    def draw(size):
        x = random.standard_exponential(size)
        u = random.random(size)
        u *= u
        u *= -w.max_stress
        u += w.max_stress
        return x, u

    return draw
