"""Fig. ED4: what other models make of the same frequencies."""
import numpy as np

from .. import style
from .files import PSEUDO_DATA, beam_text, fit

FITS = (("classical", "classical, one barrier", style.ORANGE, (0, (5, 2))),
        ("classical-3", "classical, three barriers", style.GREEN, (0, (1.2, 1.2))),
        ("qtst", "deep tunnelling through sech²", style.PURPLE, (0, (6, 2, 1.2, 2))),
        ("quantum", "quantum lattice", style.BLUE, "-"))
HEADS = ("model", "parameters", "χ²", "degrees", "rejected by", "ΔAIC", "ΔBIC")


def draw(folder):
    fits = {name: fit(folder, f"fit-{name}.h5") for name, *_ in FITS}
    fig, axes = style.plt.subplot_mosaic([["first", "second"], ["table", "table"]], figsize=(10.4, 7.2),
                                         layout="constrained", height_ratios=(1.6, 1))
    for axis, data in zip((axes["first"], axes["second"]), range(2)):
        draw_set(axis, fits, data)
    draw_table(axes["table"], fits)
    fig.suptitle(f"Models fitted to the same frequencies: {PSEUDO_DATA}", fontsize=10)
    style.footnote(fig, f"both beams at once, with one ratio; {fits['quantum'].source}")
    return fig


def draw_set(axis, fits, which):
    data = fits["quantum"].sets[which]
    rest = data.frequency - data.direct
    moved = data.frequency > 0
    axis.errorbar(data.temperature[moved], 1e3 * rest[moved], yerr=1e3 * data.error[moved], fmt="o", color=style.BLACK,
                  markersize=4.5, linewidth=1, label="points, $\\Gamma_d$ subtracted")
    axis.plot(data.temperature[~moved], 1e3 * rest[~moved], "o", color=style.BLACK, markersize=4.5, markerfacecolor="none")
    for name, label, colour, dashes in FITS:
        fitted = fits[name]
        axis.plot(fitted.curve_temperature, 1e3 * fitted.sets[which].curve, color=colour, linestyle=dashes, label=label)
    axis.axhline(0, color=style.GREY, linewidth=0.8)
    axis.set_title(beam_text(data.name))
    axis.set_xlabel("temperature (K)")
    axis.set_ylabel("motion frequency by vacancies (mHz)")
    axis.set_xlim(0, 310)
    axis.legend(loc="upper left")


def rows(fits):
    """Text of the table, from the best by BIC on."""
    names = {"classical": "classical, 1 barrier", "arrhenius": "plain Arrhenius", "qtst": "deep tunnelling, sech²",
             "quantum": "quantum lattice"}
    goodness = [one for one in fits["quantum"].comparison if one.model != "classical-3"]
    goodness += [one for one in fits["classical-3"].sums if one.barriers > 1]
    points = sum(data.temperature.size for data in fits["quantum"].sets)
    best = [min(getattr(one, key) for one in goodness) for key in ("aic", "bic")]
    return [(names.get(one.model, f"classical, {one.barriers:.0f} barriers"), f"{points - one.degrees_of_freedom:.0f}",
             f"{one.chi_square:.1f}", f"{one.degrees_of_freedom:.0f}", f"{one.sigma:.1f} σ", f"{one.aic - best[0]:.1f}",
             f"{one.bic - best[1]:.1f}") for one in sorted(goodness, key=lambda one: one.bic)]


def draw_table(axis, fits):
    axis.axis("off")
    table = axis.table(rows(fits), colLabels=HEADS, loc="center", cellLoc="center", colLoc="center",
                       colWidths=(0.26, 0.12, 0.12, 0.12, 0.14, 0.12, 0.12))
    table.auto_set_font_size(False)
    table.set_fontsize(9)
    table.scale(1, 1.35)
    for (row, _), cell in table.get_celld().items():
        cell.set_edgecolor("0.8")
        if row == 0:
            cell.set_facecolor("0.93")
