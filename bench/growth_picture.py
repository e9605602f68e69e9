"""Picture of the series of growth.py: wall time, memory and speed against what grows."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "scripts"))
from plotting import style  # noqa: E402

# Series, quantity, label of what grows.
PANELS = (("events", "wall_seconds", "events"), ("events", "peak_MB", "events"), ("events", "per_second", "events"),
          ("bins", "per_second", "bins per decade"), ("table", "per_second", "table.tolerance"),
          ("strata", "per_second", "method"), ("slices", "wall_seconds", "slices of time"),
          ("slices", "peak_MB", "slices of time"), ("stages", "wall_seconds", "stages"), ("stages", "peak_MB", "stages"),
          ("conditions", "wall_seconds", "conditions"), ("conditions", "peak_MB", "conditions"),
          ("threads", "per_second", "threads"))
LABELS = {"wall_seconds": ("wall time (s)", 1), "peak_MB": ("peak memory (MB)", 1),
          "per_second": ("events per second (1e6)", 1e-6)}
COLUMNS = 4


def curve(lines, quantity, scale):
    """Values, medians, and their distances to minimum and maximum, of the measured lines."""
    measured = [line for line in lines if not line["extrapolated"]]
    numbers = [line[quantity] for line in measured]
    return ([line["value"] for line in measured], [scale * one["median"] for one in numbers],
            [[scale * (one["median"] - one["minimum"]) for one in numbers],
             [scale * (one["maximum"] - one["median"]) for one in numbers]])


def panel(axis, name, quantity, of_curve):
    label, scale = LABELS[quantity]
    top = 0
    for colour, (of, lines) in zip((style.BLUE, style.ORANGE, style.GREEN, style.PURPLE), of_curve.items()):
        lines = [line for line in lines if quantity in line]
        # Speeds of threads are drawn over that of one thread: the commands do different work.
        own = 1 / lines[0][quantity]["median"] if name == "threads" else scale
        x, y, errors = curve(lines, quantity, own)
        axis.errorbar(x, y, errors, marker="o", markersize=4, color=colour, capsize=3, label=of)
        top = max(top, *(one + up for one, up in zip(y, errors[1])))
        for line in lines:
            if line["extrapolated"]:
                axis.plot(line["value"], own * line[quantity]["median"], "o", markersize=5, mfc="none", color=colour)
    if name in ("strata", "threads"):
        axis.set_xticks(sorted({line["value"] for lines in of_curve.values() for line in lines}, key=str))
        axis.margins(x=0.2)
        if name == "threads":
            axis.axline((1, 1), slope=1, color=style.GREY, linestyle=":")
    elif name != "stages":
        axis.set_xscale("log")
    if quantity == "wall_seconds" or name in ("slices", "conditions"):
        axis.set_yscale("log")
    else:
        axis.set_ylim(0, 1.15 * top)
    if len(of_curve) > 1:
        axis.legend(loc="best")
    axis.set_ylabel("speed over that of one thread" if name == "threads" else label)


def draw(series, path):
    """\\param series  lines of each series, by name"""
    panels = [one for one in PANELS if one[0] in series]
    columns = min(len(panels), COLUMNS)
    fig, axes = style.figure(3 * columns, 2.7 * -(-len(panels) // columns), -(-len(panels) // columns), columns, squeeze=False)
    for axis in axes.flat[len(panels):]:
        axis.set_visible(False)
    for axis, (name, quantity, grows) in zip(axes.flat, panels):
        of_curve = {}
        for line in series[name]:
            of_curve.setdefault(line["of"], []).append(line)
        panel(axis, name, quantity, of_curve)
        extrapolated = any(line["extrapolated"] and quantity in line for line in series[name])
        axis.set_xlabel(f"{grows} (open: extrapolated)" if extrapolated else grows)
    style.save(fig, path)
