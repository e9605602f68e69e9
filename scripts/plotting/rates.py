"""Releases over time: rates in bands of energy, the map over energy and time, and the history of the film."""
import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullLocator

from . import style
from .errors import PlotError
from .rates_file import Rates
from .rates_map import draw_map
from .rates_protocol import draw_protocol
from .texts import duration_text, value_text

HELP = "rates over time in bands of energy, the map over energy and time, and the film's history"
LANDMARKS = ((60, "1 min"), (3600, "1 h"), (86400, "1 d"), (7 * 86400, "1 wk"), (365 * 86400, "1 yr"))
LINEAR_UNITS = (("days", 86400), ("hours", 3600), ("s", 1))
LEAST_OF_UNIT = 3  # an axis of fewer days is one of hours
COLOURS = (style.BLACK, style.BLUE, style.RED, style.GREEN, style.PURPLE)
SHADE = "0.88"
DECADES = 14  # lowest rate drawn, below the highest
MOST_BEYOND = 0.4  # e-folds that a curve goes on by from the centre of a stretch's last slice to its end
MOST_MARKS = 6


def add_arguments(parser):
    parser.add_argument("file", metavar="RATES.h5", help="written by 'slipburst rates'")
    parser.add_argument("-o", "--output", default="rates.png", metavar="PICTURE", help="default: %(default)s")
    parser.add_argument("--above", type=float, nargs="+", metavar="ENERGY",
                        help="energies in eV, of those the run was asked for (default: all); all releases are drawn "
                             "in any case")
    parser.add_argument("--channel", choices=("crystal", "film"), default="crystal",
                        help="energy radiated into the crystal (default) or into the film")
    parser.add_argument("--since-last-stage", action="store_true",
                        help="count time from the end of the last stage, which shows what comes after it at its scale")
    parser.add_argument("--time", choices=("log", "linear"), default="log",
                        help="axis of time: logarithmic (default) or linear, on which stages late in a run stand apart")


def chosen_bands(rates, asked):
    """Rows of the bands to draw: 0 is all releases."""
    if asked is None:
        rows = np.arange(rates.energies.size + 1)
    else:
        rows = [0]
        for energy in asked:
            match = np.flatnonzero(np.isclose(rates.energies, energy, rtol=1e-6, atol=0))
            if match.size == 0:
                raise PlotError(f"--above {energy:g}: {rates.path} has rates above "
                                + ", ".join(f"{e:g}" for e in rates.energies)
                                + " eV; run slipburst rates with this one in --above")
            rows.append(match[0] + 1)
    if len(rows) > len(COLOURS):
        raise PlotError(f"{len(rows) - 1} energies: at most {len(COLOURS) - 1} can be told apart; choose some with --above")
    return rows


def polyline(rates, values):
    """Through the centres of the slices, and on to both ends of each stretch between boundaries."""
    x, edges = np.log(rates.centres()), np.log(rates.edges)
    y = np.log(np.where(values > 0, values, np.nan))
    times, heights = [], []
    cuts = np.flatnonzero(np.isin(rates.edges[1:-1], rates.boundaries)) + 1
    for part in np.split(np.arange(x.size), cuts):
        first, last = part[0], part[-1]
        steps = np.diff(y[part]) / np.diff(x[part]) if part.size > 1 else np.zeros(1)
        beyond = np.clip(steps[[0, -1]] * (edges[[first, last + 1]] - x[[first, last]]), -MOST_BEYOND, MOST_BEYOND)
        times += [edges[first], *x[part], edges[last + 1]]
        heights += [y[first] + beyond[0], *y[part], y[last] + beyond[1]]
    return np.exp(times), np.exp(heights)


def draw_band(axis, rates, row, colour):
    label = "all releases" if row == 0 else f"E ≥ {rates.energies[row - 1]:g} eV"
    rate, sigma, centres = rates.rate[row], rates.sigma[row], rates.centres()
    axis.plot(*polyline(rates, rates.exact[row]), color=colour, linewidth=1.0)
    drawn = rate > 0
    axis.errorbar(centres[drawn], rate[drawn], yerr=[np.minimum(sigma, (1 - 1e-9) * rate)[drawn], sigma[drawn]],
                  fmt="o", color=colour, markersize=2.8, linewidth=0.8, label=label)
    axis.plot(centres[~drawn], sigma[~drawn], "v", color=colour, markersize=4, markerfacecolor="none", markeredgewidth=0.7)
    return not drawn.all()


def draw_fit(axis, rates):
    fit = rates.fit
    start, end = max(fit.start_s, rates.origin + rates.edges[0]), min(fit.end_s, rates.origin + rates.edges[-1])
    if not start < end:
        return
    since = np.geomspace(start - rates.origin, end - rates.origin, 400)
    base = (since + rates.origin - fit.origin) / (fit.reference_time_s - fit.origin)
    axis.plot(since[base > 0], fit.rate * base[base > 0] ** fit.exponent, color=style.ORANGE, linewidth=2.4, zorder=1.5,
              linestyle=(0, (1, 1)) if style.is_poor_fit(fit.p_value) else "-",
              label=f"fit $\\propto (t - t_0)^a$: $a$ = {value_text(fit.exponent, fit.sigma[1])},\n"
                    f"$t_0$ = {duration_text(fit.origin, fit.sigma[2])}, "
                    f"$\\chi^2/\\nu$ = {fit.chi_square:.4g}/{fit.degrees_of_freedom:.0f}{style.poor_fit_mark(fit.p_value)}")


def draw_rates(axis, rates, rows):
    top = rates.exact[0].max()
    if not top > 0:
        raise PlotError(f"{rates.path}: nothing leaves on this axis of time, there is nothing to draw")
    none_drawn = [draw_band(axis, rates, row, colour) for row, colour in zip(rows, COLOURS)]
    if any(none_drawn):
        axis.plot([], [], "v", color="0.3", markersize=4, markerfacecolor="none", markeredgewidth=0.7,
                  label="none drawn: the rate of one")
    axis.plot([], [], color="0.3", linewidth=1.0, label="lines: exact")
    if rates.disturbed:
        axis.plot(rates.centres(), rates.undisturbed, color=style.GREY, linewidth=1.3, linestyle="--",
                  label="all, without the history", zorder=1.4)
    if rates.fit:
        draw_fit(axis, rates)
    lowest = rates.exact[rows][rates.exact[rows] > 0].min()
    axis.set_yscale("log")
    axis.set_ylim(max(lowest, top * 10.0**-DECADES) / 3, 3 * max(top, rates.undisturbed.max() if rates.disturbed else 0))
    axis.set_ylabel("rate of releases (Hz)")
    axis.yaxis.set_major_locator(LogLocator(numticks=12))


def draw_legend(panel, axis, channel):
    """Legend: bands first, then the other curves."""
    handles, labels = axis.get_legend_handles_labels()
    order = sorted(range(len(labels)), key=lambda i: not hasattr(handles[i], "has_yerr"))
    panel.set_axis_off()
    panel.legend([handles[i] for i in order], [labels[i] for i in order], loc="center", ncols=3,
                 title=f"E: energy radiated into the {channel}", columnspacing=1.6, fontsize=8, title_fontsize=8.5)


def draw_marks(axes, rates):
    """Moments and windows over all panels."""
    for panel in axes.values():
        for time, _ in rates.moments:
            panel.axvline(time, color=style.PURPLE, linewidth=0.8, linestyle=":", zorder=3)
        for start, end in rates.windows:
            if panel is axes["map"]:
                panel.vlines((start, end), 0, 1, transform=panel.get_xaxis_transform(), color=style.GREY, linewidth=0.8,
                             zorder=3)
            else:
                panel.axvspan(start, end, facecolor=SHADE, zorder=0)
    axis = axes["rate"]
    for i, (time, exact) in enumerate(rates.moments):
        label = None
        if i == 0:
            label = "exact, at " + ", ".join(f"{duration_text(t + rates.origin)}" for t, _ in rates.moments[:MOST_MARKS])
            label += ", …" if len(rates.moments) > MOST_MARKS else ""
        axis.plot(time, exact, "D", color=style.PURPLE, markersize=5, markerfacecolor="none", zorder=4, label=label,
                  linestyle="none")
    if rates.windows:
        axis.fill_between([], [], [], color=SHADE, label="window" + ("s" if len(rates.windows) > 1 else ""))


def last_shown(rates, linear):
    """End of the axis of time: a linear one goes on half as long as it takes to the last stage, window or moment."""
    marks = [stage.end - rates.origin for stage in rates.stages] + [end for _, end in rates.windows]
    latest = max([*marks, *(time for time, _ in rates.moments)], default=0)
    return min(1.5 * latest, rates.edges[-1]) if linear and latest > 0 else rates.edges[-1]


def decorate_time(axes, rates, last, linear, end):
    for name, panel in axes.items():
        panel.set_xlim(rates.edges[0], end)
        panel.tick_params(labelbottom=name == last)
        if linear:
            continue
        panel.set_xscale("log")
        panel.xaxis.set_major_locator(LogLocator(numticks=20))
        panel.xaxis.set_minor_locator(NullLocator())
    since, unit = "cooldown", "s"
    if rates.origin > 0:
        since = f"the end of the last stage ({rates.stages[-1].kind}), {duration_text(rates.origin)} after cooldown"
    if linear:
        unit, seconds = next((name, size) for name, size in LINEAR_UNITS if end >= LEAST_OF_UNIT * size)
        for panel in axes.values():
            panel.xaxis.set_major_locator(FixedLocator(seconds * MaxNLocator(nbins=10).tick_values(
                rates.edges[0] / seconds, end / seconds)))
            panel.xaxis.set_major_formatter(FuncFormatter(lambda time, _: f"{time / seconds:g}"))
    else:
        marks = [(time, text) for time, text in LANDMARKS if rates.edges[0] <= time <= rates.edges[-1]]
        axes["rate"].tick_params(which="both", top=False)
        top = axes["rate"].secondary_xaxis("top")
        top.set_xticks([time for time, _ in marks], [text for _, text in marks], fontsize=8)
        top.xaxis.set_minor_locator(NullLocator())
    axes[last].set_xlabel(f"time since {since} ({unit})")


def draw(arguments):
    rates = Rates(arguments.file, arguments.channel, arguments.since_last_stage)
    rows = chosen_bands(rates, arguments.above)
    strip = rates.disturbed and not arguments.since_last_stage
    fig = style.plt.figure(figsize=(8.2, 8.6 if strip else 7.4), layout="constrained")
    panels = [["legend", "legend"], ["rate", "."], ["map", "bar"]] + ([["film", "."]] if strip else [])
    axes = fig.subplot_mosaic(panels, width_ratios=(1, 0.025), height_ratios=(0.3, 1.5, 1, 0.42)[:len(panels)])
    legend, bar = axes.pop("legend"), axes.pop("bar")
    fig.suptitle(rates.title, fontsize=9.5)
    draw_rates(axes["rate"], rates, rows)
    linear = arguments.time == "linear"
    end = last_shown(rates, linear)
    draw_map(fig, axes["map"], bar, rates, arguments.channel, linear, end)
    draw_marks(axes, rates)
    draw_legend(legend, axes["rate"], arguments.channel)
    decorate_time(axes, rates, panels[-1][0], linear, end)
    if strip:
        draw_protocol(axes["film"], rates)
    style.footnote(fig, rates.source)
    style.save(fig, arguments.output)
