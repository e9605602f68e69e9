"""History of the film: stress, temperature and refilled pins, stage by stage."""
import numpy as np

from . import style

ROWS = 4  # of remarks, so that remarks of neighbouring stages do not overlap
CHARACTER = 0.0098  # width of a character of a remark, as a share of the axis


def levels_over_time(rates, levels):
    """Points of a line through the levels at both ends of each stretch."""
    pieces = rates.pieces
    starts, ends = pieces.start, np.append(pieces.start[1:], max(rates.edges[-1], 2 * pieces.start[-1]))
    times, heights = [], []
    for start, stop, first, last in zip(starts, ends, *levels):
        part = np.geomspace(max(start, rates.edges[0]), max(stop, rates.edges[0]), 200 if first != last else 2)
        times += list(part)
        heights += list(first + (last - first) * np.clip((part - start) / (stop - start), 0, 1))
    return times, heights


def draw_levels(axis, rates):
    pieces = rates.pieces
    for levels, colour, dashes, label in ((pieces.gain, style.BLUE, "-", "rise over that of the case (stress_factor − 1)"),
                                          (pieces.shift, style.RED, "--", r"rise in units of $\tau_c$ (eta_shift)")):
        if levels.any() or (levels is pieces.gain and not pieces.shift.any()):
            axis.plot(*levels_over_time(rates, levels), color=colour, linestyle=dashes, label=label)
    if pieces.gain.any() or pieces.shift.any():
        axis.margins(y=0.2)
    else:
        axis.set_ylim(-1, 1)
        axis.set_yticks([0])
    axis.set_ylabel("stress")


def draw_temperatures(axis, rates):
    """Temperatures that stages name, on a second axis; that of a hold or ramp lasts until another stage names one."""
    naming = [stage for stage in rates.stages if np.isfinite(stage.temperature)]
    if not naming:
        return
    degrees = axis.twinx()
    for i, stage in enumerate(naming):
        end = stage.end
        if stage.kind in ("hold", "ramp"):
            end = naming[i + 1].start if i + 1 < len(naming) else rates.edges[-1]
        times = [max(stage.start, rates.edges[0]), min(end, rates.edges[-1])]
        if times[0] < times[1]:
            degrees.plot(times, 2 * [stage.temperature], color=style.GREEN, marker="|", markersize=5, linewidth=2)
    degrees.set_ylim(0, 1.25 * max(max(stage.temperature for stage in naming), 1e-3))
    degrees.set_ylabel("temperature (K)", color=style.GREEN, fontsize=8)
    degrees.tick_params(axis="y", colors=style.GREEN, labelsize=8)
    degrees.grid(False)
    axis.plot([], [], color=style.GREEN, linewidth=2, label="temperature, where a stage names it")


def remarks(rates):
    """(time, text) of what stages do at one moment."""
    found = []
    for stage in rates.stages:
        if stage.kind == "warm-up":
            found.append((stage.end, f"refill {100 * stage.refill:.4g} %"))
        if stage.at_once > 0:
            found.append((max(stage.start, rates.edges[0]), f"{stage.at_once:.2e} leave at once"))
    return sorted(found)


def write_remarks(axis, rates):
    """Writes remarks beside their moments and inside the axis, each in the first row where it overlaps no other."""
    place = axis.transData + axis.transAxes.inverted()
    ends = [0.0] * ROWS
    for time, text in remarks(rates):
        at, width = place.transform((time, 0))[0], CHARACTER * len(text) + 0.02
        left = at + width > 1
        first, last = (at - width, at) if left else (at, at + width)
        row = next((i for i in range(ROWS) if ends[i] <= first), None)
        if row is None or not 0 <= at <= 1:
            continue
        ends[row] = last
        axis.annotate(text, (time, (row + 0.5) / ROWS), xycoords=("data", "axes fraction"), textcoords="offset points",
                      fontsize=8, xytext=(-4 if left else 4, 0), ha="right" if left else "left", va="center", zorder=6,
                      bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1})


def draw_protocol(axis, rates):
    """Draws the history. Precondition: the axis of time has its scale and limits."""
    draw_levels(axis, rates)
    draw_temperatures(axis, rates)
    for stage in rates.stages:
        if stage.kind == "warm-up":
            axis.axvspan(max(stage.start, rates.edges[0]), stage.end, facecolor=style.ORANGE, alpha=0.35, linewidth=0)
            axis.axvline(stage.end, color=style.ORANGE, linewidth=1.2)
    write_remarks(axis, rates)
    axis.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=7.5, frameon=False, borderpad=0.1)
