"""Fig. 2d, e: frequencies in windows after the beam was switched on."""
import numpy as np

from .. import style
from ..texts import value_text
from .files import PSEUDO_DATA, flux_text, motion, row_at
from .points import draw_zeros

TEMPERATURES_K = (300, 200, 100, 31)


def draw(folder):
    fig, axes = style.figure(10, 4.6, 1, 2)
    for axis, beam in zip(axes, ("1000kev", "300kev")):
        draw_beam(axis, motion(folder, f"{beam}-once.h5"))
    fig.suptitle(f"Motion after the beam was switched on: {PSEUDO_DATA}", fontsize=10)
    once = motion(folder, "1000kev-once.h5")
    style.footnote(fig, f"one area of {once.clusters[0]:.0f} clusters at each temperature, windows of "
                        f"{window_s(once):g} s; lines: the model; hollow: nothing moved; {once.source}")
    return fig


def window_s(run):
    return run.edges[1] - run.edges[0]


def draw_beam(axis, run):
    centres = (run.edges[1:] + run.edges[:-1]) / 2
    times = np.linspace(0, run.edges[-1], 300)
    for temperature, colour, marker, shift in zip(TEMPERATURES_K, style.SERIES, "osD^", (-6, -2, 2, 6)):
        row = row_at(run, temperature)
        moved = run.frequency[row] > 0
        axis.errorbar(centres[moved] + shift, 1e3 * run.frequency[row][moved], yerr=1e3 * run.error[row][moved],
                      fmt=marker, color=colour, markersize=4, linewidth=0.9, label=f"{temperature} K")
        draw_zeros(axis, centres[~moved] + shift, colour, marker)
        axis.plot(times, 1e3 * (run.supplied[row] * np.exp(-run.decay[row] * times) + run.direct[row]), color=colour,
                  linewidth=1)
        fitted = run.initial[0][row] * np.exp(-run.rate[0][row] * times) + run.plateau[0][row]
        if row == row_at(run, TEMPERATURES_K[0]) and np.isfinite(fitted).all():
            axis.plot(times, 1e3 * fitted, color=style.BLACK, linestyle=(0, (4, 2)), linewidth=1.2, label=(
                f"fit at {temperature} K: "
                f"$\\alpha$ = {value_text(1e3 * run.rate[0][row], 1e3 * run.rate[1][row])} /ks,\n"
                f"$\\Gamma_d$ = {value_text(1e3 * run.plateau[0][row], 1e3 * run.plateau[1][row])} mHz"
                f"{style.poor_fit_mark(run.p_value[row])}"))
    axis.axhline(1e3 * run.direct[0], color=style.GREY, linestyle=":", linewidth=1.2,
                 label=f"$\\Gamma_d$ = {1e3 * run.direct[0]:g} mHz, "
                       f"$\\alpha$ = {1e3 * run.decay[0]:.3g} /ks in the model")
    axis.set_title(f"{run.energy[0]:g} keV, {flux_text(run.flux[0])}")
    axis.set_xlabel("time since the beam was switched on (s)")
    axis.set_ylabel("$\\nu_{MF}$ (mHz)")
    axis.set_xlim(0, run.edges[-1])
    axis.set_ylim(0, None)
    draw_legends(axis)


def draw_legends(axis):
    """Temperatures in the corner, lines beside them."""
    both = list(zip(*axis.get_legend_handles_labels()))
    points = [entry for entry in both if entry[1].endswith(" K")]
    lines = [entry for entry in both if entry not in points]
    for entries, right in ((points, 1), (lines, 0.815)):
        axis.add_artist(axis.legend(*zip(*entries), loc="upper right", bbox_to_anchor=(right, 1)))
