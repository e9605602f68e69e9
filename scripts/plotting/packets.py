"""The phonons of one burst: their spectrum, and when each part of the line emits them."""
import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.ticker import NullLocator, ScalarFormatter

from . import style
from .errors import PlotError
from .result_file import ResultFile

HELP = "phonons of one burst: energy spectrum, and emission time along the line"

CHANNELS = (("crystal", style.CRYSTAL), ("film", style.FILM))  # in the file: 0, 1
SHOWN_ENERGY = 1e-3  # of the largest packet at a position


def add_arguments(parser):
    parser.add_argument("file", metavar="PHONONS.h5", help="written by 'slipburst phonons'")
    parser.add_argument("-o", "--output", default="packets.png", metavar="PICTURE", help="default: %(default)s")


def plain_ticks(axis, low, high):
    """Numbers instead of powers of ten on a logarithmic axis: 1, 2, 5 in each of a few decades."""
    decades = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    ticks = np.outer(decades, (1, 2, 5) if high < 50 * low else (1,)).ravel()
    axis.set_ticks(ticks[(ticks >= low) & (ticks <= high)])
    axis.set_major_formatter(ScalarFormatter())
    axis.get_major_formatter().set_scientific(False)
    axis.set_minor_locator(NullLocator())


def draw_spectrum(axis, edges, energy, carried, channel, gap):
    listed = edges[max(np.searchsorted(edges, energy.min(), side="right") - 1, 0)]
    peak = 0
    for i, (name, colour) in enumerate(CHANNELS):
        chosen = channel == i
        density = np.histogram(energy[chosen], edges, weights=carried[chosen])[0] / np.diff(edges)
        peak = max(peak, density.max())
        axis.stairs(density, edges, color=colour, linewidth=1.6,
                    label=f"into the {name}: {carried[chosen].sum():.4g} eV")
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_ylim(peak * 1e-4, peak * 6)
    low, high = 0.8 * min(listed, gap), edges[-1] * (edges[-1] / min(listed, gap)) ** 0.09
    axis.set_xlim(low, high)
    plain_ticks(axis.xaxis, low, high)
    for value, label, colour in ((gap, rf"$2\Delta$ = {gap:g} meV", style.RED),
                                 (edges[-1], f"highest $\\hbar\\omega$ = {edges[-1]:.3f} meV", style.GREY)):
        axis.axvline(value, color=colour, linewidth=1, linestyle="--")
        axis.text(value, 0.03, f" {label} ", transform=axis.get_xaxis_transform(), color=colour, rotation=90,
                  ha="left", va="bottom", fontsize=8.5)
    axis.set_xlabel(r"phonon energy $\hbar\omega$ (meV)")
    axis.set_ylabel(r"$\mathrm{d}E/\mathrm{d}(\hbar\omega)$ (eV meV$^{-1}$)")
    axis.legend(loc="upper right")


def draw_emission(fig, axis, position, time, energy, carried, channel, length):
    _, at = np.unique(position, return_inverse=True)
    largest = np.zeros(at.max() + 1)
    np.maximum.at(largest, at, carried)
    shown = carried > SHOWN_ENERGY * largest[at]
    scale = LogNorm(energy[shown].min(), max(energy[shown].max(), 1.01 * energy[shown].min()))
    for i, marker, width in ((0, "o", 0), (1, "x", 0.8)):
        chosen = shown & (channel == i)
        marks = axis.scatter(position[chosen], time[chosen], c=energy[chosen], norm=scale, cmap="viridis_r",
                             marker=marker, s=10, linewidths=width)
        axis.scatter([], [], color=style.BLACK, marker=marker, s=10, linewidths=width,
                     label=f"into the {CHANNELS[i][0]}")
    bar = fig.colorbar(marks, ax=axis, label=r"phonon energy $\hbar\omega$ (meV)")
    plain_ticks(bar.ax.yaxis, scale.vmin, scale.vmax)
    axis.set_xlim(0, 1.02 * length)
    axis.set_ylim(0, 1.2 * time[shown].max())
    axis.set_xlabel("position along the line, from the interface (nm)")
    axis.set_ylabel("time since the release (ps)")
    axis.legend(loc="upper left")


def draw(arguments):
    with ResultFile(arguments.file, "phonons") as result:
        if not result.number("phonons") > 0:
            raise PlotError(f"{arguments.file}: this line emits nothing, there is nothing to draw; pin it higher up")
        edges, energy = result.array("edges_meV"), result.array("packets/energy_meV")
        weight, position, time, channel = (result.array(f"packets/{name}", energy.shape)
                                           for name in ("weight", "position_nm", "time_ps", "channel"))
        gap, length = (result.number(name) for name in ("pair_breaking_energy_meV", "line_length_nm"))
        title = (f"Line of {length:.4g} nm pinned {result.number('pin_height_nm'):g} nm above the interface, "
                 f"{result.number('stress_MPa'):g} MPa: {result.number('phonons'):.4g} phonons in {energy.size} packets")
        source = style.provenance(result)

    carried = weight * energy * 1e-3  # eV
    fig, (left, right) = style.figure(10, 4.4, 1, 2)
    fig.suptitle(title, fontsize=10)
    draw_spectrum(left, edges, energy, carried, channel, gap)
    draw_emission(fig, right, position, time, energy, carried, channel, length)
    style.footnote(fig, source)
    style.save(fig, arguments.output)
