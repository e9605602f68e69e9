"""Fig. ED3: how far clusters hop, and how often each moves. A model: the traps are not in the measured data."""
import numpy as np

from .. import style
from .files import PSEUDO_DATA, motion, row_at

TEMPERATURES_K = (300, 100)
COLOURS = (style.GREEN, style.RED)
MOST_PATHS = 6  # mean free paths drawn


def draw(folder):
    once, alike, spread = (motion(folder, f"{name}.h5") for name in ("1000kev-once", "1000kev", "spread"))
    fig, (left, right) = style.figure(10.4, 4.6, 1, 2)
    draw_distances(left, once)
    draw_moves(right, alike, spread)
    fig.suptitle(f"A model of traps: {PSEUDO_DATA}", fontsize=10)
    style.footnote(fig, f"1000 keV; left: one area of {once.clusters[0]:.0f} clusters at each temperature, all windows; "
                        f"right: {alike.clusters[0]:.0f} clusters at each; {once.source}")
    return fig


def draw_distances(axis, run):
    edges, path = run.distance_edges, run.mean_free_path
    coarse = np.arange(0, edges.size - 1, 4)  # half a mean free path
    centres = (edges[coarse] + path / 4)[:-1]
    for temperature, colour, marker, shift in zip(TEMPERATURES_K, COLOURS, "oD", (-0.03, 0.03)):
        moves = run.distances[row_at(run, temperature)]
        counts, total = np.add.reduceat(moves[:-1], coarse)[:-1], moves.sum()
        shown = (counts > 0) & (centres < MOST_PATHS * path)
        density = counts / (total * path / 2)
        axis.errorbar(centres[shown] + shift * path, density[shown], fmt=marker,
                      yerr=(density / np.sqrt(np.maximum(counts, 1)))[shown], color=colour, markersize=4.5, linewidth=1, label=f"{temperature} K: {total:.0f} hops")
    x = np.linspace(0, MOST_PATHS * path, 200)
    axis.plot(x, np.exp(-x / path) / path, color=style.BLACK, linewidth=1,
              label=f"drawn from: exponential, mean {path:g} nm")
    axis.set_yscale("log")
    axis.set_xlabel("distance of a hop (nm)")
    axis.set_ylabel("share of hops per distance (1/nm)")
    axis.set_xlim(0, None)
    axis.set_title("distances, alike at all temperatures")
    axis.legend(loc="upper right")


def draw_moves(axis, alike, spread):
    slots = alike.by_moves.shape[1]
    for temperature, colour in zip(TEMPERATURES_K, COLOURS):
        for run, line, text in ((alike, "-", "traps alike, 38 meV"), (spread, (0, (4, 2)), "38 ± 8 meV, drawn anew")):
            clusters = run.by_moves[row_at(run, temperature)]
            shares = np.where(clusters > 0, clusters / clusters.sum(), np.nan)
            axis.step(np.arange(slots)[:-1], shares[:-1], where="mid", color=colour, linestyle=line, linewidth=1.3,
                      label=f"{temperature} K, {text}")
    axis.set_yscale("log")
    axis.set_xlabel(f"moves of a cluster in {alike.edges[-1]:g} s")
    axis.set_ylabel("share of clusters")
    axis.set_ylim(None, 3)
    axis.set_title("how often a cluster moves")
    axis.legend(loc="upper right")
