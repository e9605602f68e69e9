"""Releases over time and energy, as a map that shows no slice of time thinner than can be seen."""
import numpy as np
from matplotlib.colors import LogNorm

MAP_DECADES = 8
MAP_SHARES = (0.01, 0.98)  # of the cells with releases, those between which colours go
LEAST_CELL = 0.003  # of the axis: slices thinner than this share a column of the map
RELEASES_PER_CELL = 5  # of the map, at least, on average: else bins of energy are joined


def columns(rates, linear, end):
    """First slice of each column of the map: slices too thin to be seen join their neighbours, but not across stages."""
    places = rates.edges if linear else np.log(rates.edges)
    least = LEAST_CELL * ((end if linear else np.log(end)) - places[0])
    first = [0]
    for i in range(1, rates.edges.size - 1):
        if rates.edges[i] in rates.boundaries or places[i] - places[first[-1]] >= least:
            first.append(i)
    return np.array(first)


def releases_per_efold(rates, linear=False, end=None):
    """Edges of time, edges of energy, and releases per e-fold of both: t E dR/dE, [column][bin]."""
    first = columns(rates, linear, rates.edges[-1] if end is None else end)
    times = np.append(rates.edges[first], rates.edges[-1])
    joined = next((k for k in (1, 2, 4, 8) if rates.drawn * k >= RELEASES_PER_CELL * first.size * (rates.edges_eV.size - 1)), 8)
    bins = np.arange(0, rates.edges_eV.size - 1, joined)
    energies = np.append(rates.edges_eV[bins], rates.edges_eV[-1])
    cells = np.add.reduceat(np.add.reduceat(rates.cells, first, axis=0), bins, axis=1)
    return times, energies, cells / np.diff(np.log(times))[:, None] / np.diff(np.log(energies))


def draw_map(fig, axis, bar, rates, channel, linear, end):
    times, energies, values = releases_per_efold(rates, linear, end)
    if not values.max() > 0:
        axis.text(0.5, 0.5, "no release emits into the " + channel, transform=axis.transAxes, ha="center")
        axis.set_yticks([])
        bar.set_axis_off()
        return
    filled = np.flatnonzero(values.max(axis=0) > 0)
    top, least = values.max(), values[values > 0].min()
    low, high = np.quantile(values[values > 0], MAP_SHARES)
    low = max(low, high * 10.0**-MAP_DECADES)
    mesh = axis.pcolormesh(times, energies, np.where(values > 0, values, np.nan).T, cmap="viridis", rasterized=True,
                           norm=LogNorm(low, max(high, 1.01 * low)), zorder=2, antialiased=False)
    axis.set_yscale("log")
    axis.set_ylim(energies[filled[0]], energies[filled[-1] + 1])
    axis.set_ylabel("energy E (eV)")
    beyond = {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}
    fig.colorbar(mesh, cax=bar, extend=beyond[low > least, high < top]).set_label(
        "t E dR/dE: releases per\ne-fold of time and energy", fontsize=9)
