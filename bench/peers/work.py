"""Reads what slipburst_bench --work writes; see bench/README.md."""

import collections
import json

import numpy

SegmentModel = collections.namedtuple("SegmentModel", "image gap_distance")

# Functions of a line's stress u: in each cell [low, low + 1/per_width) polynomials in the fraction f, lowest power first.
# `guess` [int(u guesses)] is the cell of u, or the one below it.
StressCells = collections.namedtuple("StressCells", "low per_width threshold supersonic spread guess guesses")

EventWork = collections.namedtuple(
    "EventWork", "events seed max_stress height_per_bit stress offset first_octave cells_per_octave height_cells cells "
    "scale bin_offset bins slots")  # slots: of lines below the sound speed, then of lines above


def _read(path, kind):
    with open(path, encoding="utf-8") as file:
        work = json.load(file)
    if work.get("format") != 1 or work.get("kind") != kind:
        raise SystemExit(f"{path}: this is work of format {work.get('format')} and kind {work.get('kind')}; "
                         f"format 1 and kind {kind} are needed")
    return work


def segments(path):
    """The model, the relative tolerance and the segments, [segment][start, stress]."""
    work = _read(path, "segments")
    if work["extent"] != "full" or work["sound_square"] != 0 or work["gap_distance"] is None:
        raise SystemExit(f"{path}: peers know full ring-downs by Newton's law with a gap, and nothing else")
    return (SegmentModel(work["image"], work["gap_distance"]), work["relative_tolerance"],
            numpy.array(work["segments"], dtype=float))


def events(path):
    """The event and its table, arranged for look-ups with the fewest operations."""
    work = _read(path, "events")
    if work["model"]["thickness_bits"] is not None:
        raise SystemExit(f"{path}: peers know no thickness of the film")
    table = work["table"]
    edges = numpy.array(table["stress"]["edges"])
    offset = table["stress"]["offset"]
    low, width = edges[:-1], numpy.diff(edges)
    middle = low + 0.5 * width
    far = 1 - 2 * offset
    at_low = numpy.where(middle < 0.5, 0.5, numpy.where(middle < 1, (1 - low) * far + offset, low - 1 + offset))
    slope = numpy.where(middle < 0.5, 0.0, numpy.where(middle < 1, -far * width, width))
    threshold = numpy.array(table["threshold"]).reshape(len(low), 6)
    guesses = 2 ** int(numpy.ceil(numpy.log2(1 / width.min())))
    starts = numpy.arange(int(work["model"]["max_stress"] * guesses) + 2) / guesses
    guess = numpy.searchsorted(edges, starts, side="right") - 1
    supersonic = numpy.array(table["supersonic"], dtype=numpy.float32).reshape(len(low), 4)
    stress = StressCells(low, 1 / width, threshold, supersonic, numpy.stack((at_low, slope), axis=1),
                         numpy.clip(guess, 0, len(low) - 1), guesses)
    height, bins = table["height"], work["bins"]
    cells = numpy.array(table["cells"], dtype=numpy.float32).reshape(len(low), height["cells"], 4, 4, 2)
    return EventWork(work["events"], work["seed"], work["model"]["max_stress"], work["model"]["height_per_bit"],
                     stress, offset, height["first_octave"], height["cells_per_octave"], height["cells"], cells,
                     numpy.float32(bins["scale"]), numpy.float32(bins["offset"]), bins["bins"], 2 * (bins["bins"] + 3))
