"""Other models fitted to the same frequencies; not a figure of the paper."""
import numpy as np

from .. import style
from .arrhenius import watched_text
from .files import PSEUDO_DATA, beam_text, fit

FITS = (("classical", "classical, one barrier", style.ORANGE, (0, (5, 2))),
        ("classical-3", "classical, three barriers", style.GREEN, (0, (1.2, 1.2))),
        ("qtst", "deep tunnelling through sech²", style.PURPLE, (0, (6, 2, 1.2, 2))),
        ("quantum", "quantum lattice", style.BLUE, "-"))
HEADS = ("model", "parameters", "χ², one area", "p", "ΔAIC", "ΔBIC", "χ², ten areas", "p", "ΔAIC", "ΔBIC")
NAMES = {"classical": "classical, 1 barrier", "arrhenius": "plain Arrhenius", "qtst": "deep tunnelling, sech²",
         "quantum": "quantum lattice"}


def draw(folder):
    ten = {name: fit(folder, f"ten-{name}.h5") for name, *_ in FITS}
    one = fit(folder, "one-classical-3.h5")
    fig, axes = style.plt.subplot_mosaic([["first", "second"], ["table", "table"]], figsize=(11, 7.2),
                                         layout="constrained", height_ratios=(1.7, 1))
    for which, panel in enumerate(("first", "second")):
        draw_set(axes[panel], ten, which)
    draw_table(axes["table"], one, ten["classical-3"])
    fig.suptitle(f"Models fitted to the same frequencies: {PSEUDO_DATA}", fontsize=10)
    style.footnote(fig, "both beams at once, with one ratio; points and curves: ten areas of interest, "
                        f"{watched_text(one)} in each, at each temperature and beam; p: probability of a χ² at least "
                        f"as large; {one.source}")
    return fig


def draw_set(axis, fits, which):
    data = fits["quantum"].sets[which]
    rest = data.frequency - data.direct
    above = rest > 0
    axis.errorbar(data.temperature[above], 1e3 * rest[above], yerr=1e3 * data.error[above], fmt="o", color=style.BLACK,
                  markersize=4, linewidth=1, label="points, $\\Gamma_d$ subtracted", zorder=4)
    for name, label, colour, dashes in FITS:
        fitted = fits[name]
        axis.plot(fitted.curve_temperature, 1e3 * fitted.sets[which].curve, color=colour, linestyle=dashes, label=label)
    axis.set_yscale("log", nonpositive="clip")
    quantum = 1e3 * fits["quantum"].sets[which].curve
    axis.set_ylim(quantum.min() / 8, quantum.max() * 3)
    axis.set_title(beam_text(data.name))
    axis.set_xlabel("temperature (K)")
    axis.set_ylabel("motion frequency by vacancies (mHz)")
    axis.set_xlim(0, 310)
    axis.legend(loc="lower right")


def goodness(fitted):
    """{name of a model: goodness of its fit to these data}; sums of classical barriers by their number."""
    found = {NAMES[one.model]: one for one in fitted.comparison if one.model in NAMES}
    found |= {f"classical, {one.barriers:.0f} barriers": one for one in fitted.sums if one.barriers > 1}
    return found


def worth(found, name):
    if name not in found:
        return ("–",) * 4
    best = [min(getattr(one, key) for one in found.values()) for key in ("aic", "bic")]
    one = found[name]
    return (f"{one.chi_square:.1f} / {one.degrees_of_freedom:.0f}", probability_text(one.log_p_value),
            f"{one.aic - best[0]:.1f}", f"{one.bic - best[1]:.1f}")


def probability_text(log_p_value):
    """Probability as 0.34 or 3.3e-29, also below the smallest double."""
    power = np.floor(log_p_value / np.log(10) + 1e-9)
    if power >= -2:
        return f"{np.exp(log_p_value):.2g}"
    return f"{np.exp(log_p_value - power * np.log(10)):.1f}e{power:.0f}".replace("-", "−")


def rows(one, ten):
    """Text of the table, by BIC of the larger data."""
    small, large = goodness(one), goodness(ten)
    points = sum(data.temperature.size for data in ten.sets)
    return [(name, f"{points - large[name].degrees_of_freedom:.0f}", *worth(small, name), *worth(large, name))
            for name in sorted(large, key=lambda name: large[name].bic)]


def draw_table(axis, one, ten):
    axis.axis("off")
    table = axis.table(rows(one, ten), colLabels=HEADS, loc="center", cellLoc="center", colLoc="center",
                       colWidths=(0.2, 0.1, 0.12, 0.09, 0.07, 0.07, 0.12, 0.09, 0.07, 0.07))
    table.auto_set_font_size(False)
    table.set_fontsize(8.5)
    table.scale(1, 1.35)
    for (row, _), cell in table.get_celld().items():
        cell.set_edgecolor("0.8")
        if row == 0:
            cell.set_facecolor("0.93")
