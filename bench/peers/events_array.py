"""The two-channel event on whole arrays, for libraries with NumPy's operations on a GPU."""


def prepare(w, asarray):
    """Tables of an event as arrays of the library, made by asarray(values, kind), kind "double", "single" or "index"."""
    per_nat = w.height_per_bit / 0.6931471805599453
    return {
        "low": asarray(w.stress.low, "double"),
        "next": asarray([*w.stress.low[1:], 2 * w.max_stress + 1], "double"),
        "per_width": asarray(w.stress.per_width, "double"),
        "threshold": [asarray(column * per_nat, "double") for column in w.stress.threshold.T],
        "supersonic": [asarray(column, "single") for column in w.stress.supersonic.T],
        "spread": [asarray(column, "single") for column in w.stress.spread.T],
        "guess": asarray(w.stress.guess, "index"),
        # [channel][power of height][power of stress]: a column over all cells.
        "cells": [[[asarray(w.cells[:, :, j, k, c].reshape(-1), "single") for j in range(4)] for k in range(4)]
                  for c in range(2)],
    }


def slots(w, tables, x, r, ops):
    """Slots of crystal and film of events with -ln u = x and w = r, 0 where nothing is emitted.

    ops has index(a), single(a), where(c, a, b), log2(a), clip(a, low, high) and floor(a).
    """
    u = w.max_stress * (1 - r * r)
    cell = tables["guess"][ops.index(u * w.stress.guesses)]
    cell = ops.where(u >= tables["next"][cell], cell + 1, cell)
    fraction = (u - tables["low"][cell]) * tables["per_width"][cell]
    ratio = tables["threshold"][5][cell]
    for power in range(4, -1, -1):
        ratio = ratio * fraction + tables["threshold"][power][cell]
    ratio = ratio * x
    emits = (ratio > 1) & (u >= float(w.stress.low[0]))
    f = ops.single(fraction)
    z = ops.single(ops.where(emits, ratio - 1, 1.0))
    q = (z + w.offset) / (tables["spread"][0][cell] + tables["spread"][1][cell] * f)
    supersonic = tables["supersonic"][3][cell]
    for power in (2, 1, 0):
        supersonic = supersonic * f + tables["supersonic"][power][cell]
    slots = w.slots // 2
    shift = ops.where(supersonic * (z + 1) > 1, slots + 2, 2)
    position = ops.clip((ops.log2(q) - w.first_octave) * w.cells_per_octave, 0, w.height_cells - 0.001)
    height_cell = ops.floor(position)
    g = position - height_cell
    cell = cell * w.height_cells + ops.index(height_cell)
    found = []
    for channel in range(2):
        energy = 0.0
        for column in tables["cells"][channel][::-1]:
            term = column[3][cell]
            for power in (2, 1, 0):
                term = term * f + column[power][cell]
            energy = energy * g + term
        place = ops.floor(ops.clip(energy * float(w.scale) + float(w.bin_offset), -1, w.bins))
        found.append(ops.where(emits, ops.index(place) + shift, 0))
    return found
