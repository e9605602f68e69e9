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

# Lines leave at attempts_Hz exp(-gamma eta), eta uniform in [0, 1]; only lines between `low` and `high` leave on the axis of
# times, which has `slices` equal steps in the logarithm of time between `start_s` and `end_s`.
ReleaseWork = collections.namedtuple("ReleaseWork", "event seed attempts_Hz gamma low high start_s end_s slices")

ClusterWork = collections.namedtuple(
    "ClusterWork", "seed areas clusters windows window_s decay_Hz direct_Hz supply_Hz "
    "move_slots distance_slots slots_per_path")  # rates: [condition]


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
    return _events(_read(path, "events"), path)


def _events(work, path):
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


def releases(path):
    """Lines that leave their pins: their events, rates of escape, and the axis of times."""
    work = _read(path, "releases")
    edges = numpy.array(work["edges_s"])
    if not numpy.allclose(numpy.diff(numpy.log(edges)), numpy.log(edges[-1] / edges[0]) / (len(edges) - 1)):
        raise SystemExit(f"{path}: peers know an axis of times with equal steps of the logarithm, and nothing else")
    # Below `low` lines stay until the first edge with probability exp(-40); above `high` they leave by the last with 1e-6.
    low = numpy.log(work["attempts_Hz"] * edges[0] / 40) / work["gamma"]
    high = numpy.log(work["attempts_Hz"] * edges[-1] / 1e-6) / work["gamma"]
    return ReleaseWork(_events(work, path), work["seed"], work["attempts_Hz"], work["gamma"], max(0.0, low), min(1.0, high),
                       edges[0], edges[-1], len(edges) - 1)


def clusters(path):
    """Rates at which clusters are freed in each condition, and how they are watched."""
    work = _read(path, "clusters")
    windows, slots, conditions = work["windows"], work["slots"], work["conditions"]
    if windows["start_s"] != 0 or len(work["shares"]) != 1:
        raise SystemExit(f"{path}: peers know windows from the start on and traps of one depth, and nothing else")
    decay, direct, supply = (numpy.array([one[name] for one in conditions], dtype=float).reshape(-1) for name in ("decay_Hz", "direct_Hz", "supply_Hz"))
    if not (decay > 0).all() or not (direct > 0).all():
        raise SystemExit(f"{path}: peers know a supply that decays and direct hits, and nothing else")
    return ClusterWork(work["seed"], work["areas"], work["clusters"], windows["count"], windows["width_s"],
                       decay, direct, supply, slots["moves"], slots["distance"], slots["per_path"])


class Motion:
    """Counters of the clusters of one condition."""

    def __init__(self, w, areas):
        self.areas = areas
        self.hops = numpy.zeros((2, w.windows), dtype=numpy.int64)  # by the supply, by direct hits
        self.moved, self.squares = (numpy.zeros(w.windows, dtype=numpy.int64) for _ in range(2))
        self.moves, self.distance = (numpy.zeros(n, dtype=numpy.int64) for n in (w.move_slots, w.distance_slots))


def motion_json(conditions):
    """Answer of a peer that has watched clusters: counters of each condition, by name."""
    return {"supplied": [one.hops[0].tolist() for one in conditions], "direct": [one.hops[1].tolist() for one in conditions],
            **{name: [getattr(one, name).tolist() for one in conditions] for name in ("moved", "squares", "moves", "distance")},
            "areas": [one.areas for one in conditions]}
