"""Fig. 3: frequencies over inverse temperature, curves of classical escape, and the uncertainty of the fit."""
import numpy as np

from .. import style
from ..errors import PlotError
from ..texts import value_text
from .files import HINT, PSEUDO_DATA, beam_text, columns, fit
from .numbers import same_fall

BARRIERS_MEV = range(10, 91, 10)
TICKS_K = (300, 150, 100, 70, 50, 40, 30, 25, 20, 17)
COLOURS = (style.BLUE, style.RED)
# Barriers (meV) of the pairs that fall from 300 to 17 K as the model of the pseudo-data.
PAIRED_MEV = (10, 20, 30, 38, 44, 60, 90)


def draw(folder):
    quantum, classical = fit(folder, "one-quantum.h5"), fit(folder, "one-classical.h5")
    fig, (main, side) = style.figure(11, 6.2, 1, 2, width_ratios=(1.75, 1))
    draw_family(main, folder, quantum)
    draw_data(main, quantum, classical)
    draw_valley(side, quantum, fit(folder, "ten-quantum.h5"))
    fig.suptitle(f"Clusters leave traps in tungsten: {PSEUDO_DATA}", fontsize=10)
    style.footnote(fig, f"{watched_text(quantum)} at each temperature and beam; the known $\\Gamma_d$ is "
                        f"subtracted, errors that reach zero go on to the axis; "
                        f"{quantum.source}")
    return fig


def watched_text(fitted):
    """Number of clusters watched, and for how long."""
    return f"{fitted.sets[0].clusters[0]:.0f} clusters for {fitted.sets[0].window[0]:g} s"


def draw_family(axis, folder, quantum):
    """Classical escape over one barrier, through the fit at 300 K."""
    first = quantum.sets[0]
    shades = style.plt.get_cmap("YlOrBr")(np.linspace(0.35, 0.85, len(BARRIERS_MEV)))
    bottom = 1e-7 * top_of(quantum)
    for i, (barrier, shade) in enumerate(zip(BARRIERS_MEV, shades)):
        temperature, rate = columns(folder, f"classical-{barrier}meV.json", "temperature_K", "rate_over_prefactor")
        top = np.interp(300, quantum.curve_temperature, first.curve)
        scaled = rate * top / np.interp(300, temperature, rate)
        axis.plot(1000 / temperature, scaled, color=shade, linewidth=0.9, zorder=1,
                  label="classical, 10 to 90 meV, through the fit at 300 K" if barrier == 50 else None)
        height = np.log(bottom * (30 if i % 2 else 3))  # of the label, on the curve
        at = min(np.interp(height, np.log(np.maximum(scaled, 1e-300)), 1000 / temperature), 56)
        axis.text(at, np.interp(1000 / at, temperature, scaled), f"{barrier}" + " meV" * (barrier <= 50), color=shade,
                  fontsize=6.5, ha="center", va="center", zorder=5, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3})


def draw_data(axis, quantum, classical):
    for data, only_classical, colour, marker in zip(quantum.sets, classical.sets, COLOURS, "os"):
        x, thermal = 1000 / data.temperature, data.frequency - data.direct
        seen = thermal > 0
        axis.errorbar(x[seen], thermal[seen], yerr=data.error[seen], fmt=marker, color=colour, markersize=4.5,
                      linewidth=1, zorder=4, label=f"{beam_text(data.name)}: $\\nu_{{MF}} - \\Gamma_d$, "
                                                   f"$\\Gamma_d$ = {1e3 * data.direct[0]:g} mHz")
        limit = np.maximum(thermal + data.error, 0.1 * data.error)
        axis.errorbar(x[~seen], limit[~seen], yerr=0.5 * limit[~seen], uplims=True, fmt="none", ecolor=colour,
                      linewidth=1, zorder=4)
        axis.plot(1000 / quantum.curve_temperature, data.curve, color=colour, zorder=3)
        axis.plot(1000 / classical.curve_temperature, only_classical.curve, color=colour, linestyle=(0, (5, 2)),
                  linewidth=1.1, zorder=2)
    barrier, critical, ratio = (quantum.parameters[key] for key in parameter_names(quantum))
    line = style.plt.Line2D
    handles, labels = axis.get_legend_handles_labels()
    handles += [line([], [], color=style.BLACK), line([], [], color=style.BLACK, linestyle=(0, (5, 2)), linewidth=1.1)]
    labels += [f"quantum, one fit of both: $\\Delta V$ = {value_text(*barrier[:2])} meV,\n"
               f"$\\tau_c$ = {value_text(*critical[:2])} K, ratio {value_text(*ratio[:2])}, {chi_text(quantum)}",
               f"classical, one fit of both: $\\Delta V$ = {value_text(*classical.parameters['barrier'][:2])} meV,\n"
               f"{chi_text(classical)}"]
    axis.set_yscale("log", nonpositive="clip")
    axis.set_ylim(1e-7 * top_of(quantum), 3 * top_of(quantum))
    axis.set_xlim(0, 1000 / 16.5)
    axis.set_xlabel("1000/T (1/K)")
    axis.set_ylabel("motion frequency by vacancies (Hz)")
    axis.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, fontsize=7.5)
    above = axis.secondary_xaxis("top", functions=(inverse, inverse))
    above.set_xticks(TICKS_K)
    above.set_xlabel("T (K)")
    axis.tick_params(top=False)


def top_of(quantum):
    return max(data.frequency.max() for data in quantum.sets)


def inverse(x):
    """Between T and 1000/T."""
    return 1000 / np.maximum(x, 1e-9)


def parameter_names(quantum):
    """Barrier, critical temperature, ratio."""
    ratio = next(name for name in quantum.parameters if name.startswith("ratio"))
    return "barrier", "critical_temperature", ratio


def chi_text(fitted):
    return f"$\\chi^2$ = {fitted.chi_square:.1f} for {fitted.freedom}{style.poor_fit_mark(fitted.p_value)}"


def draw_valley(axis, quantum, ten):
    """The paper's inset: barriers and critical temperatures that trade against each other."""
    if quantum.profile is None:
        raise PlotError(f"{quantum.path}: has no profile; {HINT}")
    barrier, critical, chi_square = quantum.profile
    above = chi_square - quantum.chi_square
    axis.plot(barrier, critical, color=style.GREY, linewidth=1.2, label="best $\\tau_c$ for each $\\Delta V$")
    for most, width in ((4, 3.5), (1, 6)):
        axis.plot(barrier, np.where(above <= most, critical, np.nan), color=style.BLUE,
                  alpha=0.35 if most == 4 else 0.6, linewidth=width, label=f"$\\chi^2$ within {most} of its least", solid_capstyle="butt")
    axis.plot(*zip(*same_fall(PAIRED_MEV)), "D", color=style.BLACK, markersize=4.5, markerfacecolor="white",
              label="same fall from 300 to 17 K\nas (38 meV, 103.33 K)")
    for fitted, colour, label in ((quantum, style.BLUE, "fit, 68 % intervals"),
                                  (ten, style.RED, f"fit of ten such areas\n({watched_text(ten)})")):
        barrier_value, critical_value = fitted.parameters["barrier"], fitted.parameters["critical_temperature"]
        axis.errorbar(barrier_value[0], critical_value[0], xerr=interval(barrier_value), yerr=interval(critical_value),
                      fmt="o", color=colour, markersize=5, linewidth=1, label=label, zorder=4)
    axis.set_xlabel("barrier $\\Delta V$ (meV)")
    axis.set_ylabel("critical temperature $\\tau_c$ (K)")
    axis.set_title("what the fit leaves open")
    axis.set_xlim(0, None)
    axis.legend(loc="lower right")


def interval(parameter):
    """Lengths below and above; the curvature's error where there is no interval."""
    value, sigma, low, high = np.nan_to_num(parameter, nan=0.0)
    return [[value - low if 0 < low < value else sigma], [high - value if high > value else sigma]]
