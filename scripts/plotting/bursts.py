"""A list of bursts: when they happen, and with how much energy into crystal and film."""
import numpy as np
from matplotlib.colors import LogNorm

from . import style
from .errors import PlotError
from .result_file import ResultFile

HELP = "times and energies of a list of bursts"
DAY_S = 86400.0
COLUMNS = ("time_s", "crystal_eV", "film_eV")
TIME_BINS = 40
BINS_PER_DECADE = 20
EDGES_EV = 10 ** np.linspace(-8, 8, 16 * BINS_PER_DECADE + 1)
SHOWN_SHARE = 0.995  # of the bursts of a channel; the few of hardly any energy stretch the axis
MOST_POINTS = 3000  # beyond, a density is drawn


def add_arguments(parser):
    parser.add_argument("file", metavar="LIST.h5", help="written by 'slipburst experiment'")
    parser.add_argument("-o", "--output", default="bursts.png", metavar="PICTURE", help="default: %(default)s")


def binned(result, time_edges):
    """Counts in time, in the energy of each channel, and in both; and the first energies themselves."""
    times, crystal, film = np.zeros(TIME_BINS), np.zeros(EDGES_EV.size - 1), np.zeros(EDGES_EV.size - 1)
    plane, points = np.zeros((EDGES_EV.size - 1,) * 2), None
    for time, in_crystal, in_film in result.blocks(COLUMNS):
        times += np.histogram(time, time_edges)[0]
        crystal += np.histogram(in_crystal, EDGES_EV)[0]
        film += np.histogram(in_film, EDGES_EV)[0]
        plane += np.histogram2d(in_crystal, in_film, (EDGES_EV, EDGES_EV))[0]
        points = (in_crystal, in_film) if points is None else points
    return times, crystal, film, plane, points


def shown(counts):
    """First and last edge of an energy axis that holds nearly all of these counts."""
    above = np.cumsum(counts[::-1])[::-1]
    filled = np.flatnonzero((counts > 0) & (above <= max(SHOWN_SHARE * above[0], above.min(initial=1))))
    filled = filled if filled.size else np.flatnonzero(counts > 0)
    return EDGES_EV[filled[0]], EDGES_EV[filled[-1] + 1]


def draw_times(axis, pulls, edges_s, counts, expected):
    """Bursts per day with the expected curve, and below it (found - expected) / sqrt(expected)."""
    edges, width = edges_s / DAY_S, np.diff(edges_s) / DAY_S
    share = np.diff(np.log(edges)) / np.log(edges[-1] / edges[0])
    centre, mean = (edges[1:] + edges[:-1]) / 2, expected * share
    axis.errorbar(centre, counts / width, yerr=np.sqrt(counts) / width, fmt="o", color=style.BLACK, markersize=2.6,
                  linewidth=0.9, label="list")
    time = np.linspace(edges[0], edges[-1], 300)
    axis.plot(time, expected / np.log(edges[-1] / edges[0]) / time, color=style.RED, label="expected, $\\propto 1/t$")
    axis.set_ylim(0, 1.15 * (counts / width + np.sqrt(counts) / width).max())
    axis.set_ylabel("bursts per day")
    axis.tick_params(labelbottom=False)
    axis.legend(loc="best")
    pulls.axhline(0, color=style.RED, linewidth=1)
    pulls.plot(centre, (counts - mean) / np.sqrt(mean), "o", color=style.BLACK, markersize=2.6)
    pulls.set_ylim(-4.5, 4.5)
    pulls.set_ylabel("pull ($\\sigma$)")
    pulls.set_xlabel("time since cooldown (days)")


def draw_energies(axis, counts):
    for (name, values), colour in zip(counts.items(), (style.CRYSTAL, style.FILM)):
        axis.stairs(values, EDGES_EV, color=colour, linewidth=1.6, label=f"into the {name}")
    axis.set_xscale("log")
    axis.set_yscale("log")
    low, high = zip(*(shown(values) for values in counts.values()))
    axis.set_xlim(min(low), max(high))
    axis.set_ylim(0.7, 2 * max(values.max() for values in counts.values()))
    axis.set_xlabel("energy of a burst (eV)")
    axis.set_ylabel(f"bursts per bin, {BINS_PER_DECADE} bins per decade")
    axis.legend(loc="lower center")


def draw_plane(fig, axis, counts, plane, points, bursts):
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xlim(*shown(counts["crystal"]))
    axis.set_ylim(*shown(counts["film"]))
    if bursts > MOST_POINTS:
        mesh = axis.pcolormesh(EDGES_EV, EDGES_EV, np.where(plane > 0, plane, np.nan).T, cmap="viridis", norm=LogNorm(),
                               rasterized=True)
        fig.colorbar(mesh, ax=axis, label="bursts per cell", pad=0.02)
    else:
        axis.plot(*points, ".", color=style.BLACK, markersize=2.5)
    ends = np.array([EDGES_EV[0], EDGES_EV[-1]])
    for share, dashes in ((1, "-"), (0.1, "--"), (0.01, ":")):
        axis.plot(ends, share * ends, color=style.RED, linewidth=0.9, linestyle=dashes,
                  label=f"film / crystal = {share:g}")
    axis.set_xlabel("into the crystal (eV)")
    axis.set_ylabel("into the film (eV)")
    axis.legend(loc="upper left")


def draw(arguments):
    with ResultFile(arguments.file, "experiment", "bursts") as result:
        start, exposure = result.number("start_s"), result.number("exposure_s")
        bursts, piece, events = (result.number(name) for name in ("bursts", "piece_events", "events"))
        if not bursts > 0:
            raise PlotError(f"{arguments.file}: the list is empty, there is nothing to draw; expose for longer")
        if not (start > 0 and exposure > 0 and piece > 0 and events > 0):
            raise PlotError(f"{arguments.file}: its start, exposure or events are not positive; write it again")
        edges_s = start + exposure * np.linspace(0, 1, TIME_BINS + 1)
        edges_s[-1] = np.nextafter(edges_s[-1], np.inf)  # rounded down, it would lose the last burst
        times, crystal, film, plane, points = binned(result, edges_s)
        # Of the events of this piece, the share that is in the list is taken from the list.
        expected = result.number("expected_events") * bursts / events
        floor = result.number("above_eV")
        title = (f"{result.text('film')} on {result.text('substrate')}, {result.number('spacing_nm'):g} nm spacing, "
                 f"{result.number('aluminium_area_cm2'):g} cm²: {bursts:,.0f} bursts above {floor:g} eV from "
                 f"{piece:,.0f} events" + ("" if piece == events else f" (a piece of {events:,.0f})")
                 + f"; exposure {exposure / DAY_S:.4g} d, seed {result.number('seed'):.0f}")
        source = style.provenance(result)

    fig = style.plt.figure(figsize=(13, 4.4), layout="constrained")
    axes = fig.subplot_mosaic([["time", "energy", "plane"], ["pull", "energy", "plane"]], height_ratios=(3, 1.1),
                              width_ratios=(1, 1, 1.15))
    fig.get_layout_engine().set(w_pad=0.12)
    fig.suptitle(title, fontsize=10)
    axes["pull"].sharex(axes["time"])
    draw_times(axes["time"], axes["pull"], edges_s, times, expected)
    counts = {"crystal": crystal, "film": film}
    draw_energies(axes["energy"], counts)
    draw_plane(fig, axes["plane"], counts, plane, points, bursts)
    style.footnote(fig, source)
    style.save(fig, arguments.output)
