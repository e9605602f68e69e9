"""Rates above energies, and the share of supersonic lines, over the axes of a scan."""
import numpy as np
from matplotlib.ticker import LogFormatter

from . import style
from .errors import PlotError
from .scan_file import Scan

HELP = "rates above energies, and the supersonic share, over the axes of a scan"
DASHES = ("-", (0, (5, 2)), (0, (1.2, 1.5)), (0, (6, 2, 1.2, 2)), (0, (9, 3)), (0, (1, 3)))
DECADES = 1e-6  # lowest rate drawn, over the highest
LAW = "model.dynamics"


def add_arguments(parser):
    parser.add_argument("file", metavar="SCAN.h5", help="written by 'slipburst scan'; its checkpoint will do")
    parser.add_argument("-o", "--output", default="scan.png", metavar="PICTURE", help="default: %(default)s")
    parser.add_argument("--axis", metavar="KEY", help="horizontal axis (default: the first of numbers; else energy)")
    parser.add_argument("--at", action="append", default=[], metavar="KEY=VALUE",
                        help="hold another axis at one of its values (repeatable). Of those not held, one makes "
                             "curves, the rest stand at their first value")
    parser.add_argument("--above", type=float, nargs="+", metavar="ENERGY",
                        help="energies in eV, of those the scan was asked for (default: all above 0)")
    parser.add_argument("--channel", choices=("crystal", "film"), default="crystal",
                        help="energy radiated into the crystal (default) or into the film")
    parser.add_argument("--energy", type=float, nargs=2, default=(1, 1000), metavar=("FROM", "TO"),
                        help="energy axis in eV (1 1000)")


def chosen_energies(scan, asked):
    if asked is None:
        positive = np.flatnonzero(scan.energies > 0)
        return positive if positive.size else np.arange(scan.energies.size)
    found = []
    for energy in asked:
        match = np.flatnonzero(np.isclose(scan.energies, energy, rtol=1e-6, atol=0))
        if match.size == 0:
            raise PlotError(f"--above {energy:g}: {scan.path} has rates above "
                            + ", ".join(f"{e:g}" for e in scan.energies) + " eV; run the scan with this one in --above")
        found.append(match[0])
    return np.array(found)


class Curves:
    """Curves of the left panel: values over x, each with label, colour and dashes, and the number of its law."""

    def __init__(self, scan, channel, energies):
        self.handles, self.lines = [], []
        names = [scan.curve.value_text(i) for i in range(len(scan.curve.texts))] if scan.curve else [""]
        if scan.x is None:
            self._over_energy(scan, channel, names)
        else:
            self._over_axis(scan, channel, energies, names)

    def _handle(self, text, colour, dashes="-"):
        self.handles.append(style.plt.Line2D([], [], color=colour, linestyle=dashes, label=text))

    def _over_energy(self, scan, channel, names):
        require_few(names, style.SERIES, "curves")
        self.x, self.label, self.logarithmic, self.marker = scan.edges, "energy E (eV)", True, None
        for i, text in enumerate(names):
            scale = scan["release_rate_Hz_per_cm2"][0, i]
            self.lines.append((i, None, style.SERIES[i], "-", scan[f"{channel}/integral_probability"][0, i] * scale,
                               scan[f"{channel}/integral_probability_sigma"][0, i] * scale))
            self._handle(text, style.SERIES[i])
        self.title = scan.curve.name if scan.curve else None

    def _over_axis(self, scan, channel, energies, names):
        axis = scan.x
        self.x, self.logarithmic, self.marker = axis.values, axis.logarithmic, "o"
        self.label = axis.name + (f" ({axis.unit_text})" if axis.unit_text else "")
        rate, sigma = scan[f"{channel}/above_rate_Hz_per_cm2"], scan[f"{channel}/above_rate_sigma_Hz_per_cm2"]
        single = energies.size == 1 and len(names) > 1
        require_few(names, style.SERIES if single else DASHES, "curves; hold this axis with --at, or choose another")
        if not single:
            require_few(energies, style.SERIES, "energies; choose some with --above")
        for j, energy in enumerate(energies):
            for i in range(len(names)):
                colour, dashes = (style.SERIES[i], "-") if single else (style.SERIES[j], DASHES[i])
                self.lines.append((i, energy, colour, dashes, rate[:, i, energy], sigma[:, i, energy]))
        threshold = [f"E > {scan.energies[energy]:g} eV" for energy in energies]
        if single:
            for i, text in enumerate(names):
                self._handle(text, style.SERIES[i])
        else:
            for j, text in enumerate(threshold):
                self._handle(text, style.SERIES[j])
            for i, text in enumerate(names if len(names) > 1 else []):
                self._handle(f"{scan.curve.name} {text}" if scan.curve.values is not None else text, "0.3", DASHES[i])
        self.title = f"{threshold[0]}, {scan.curve.name}" if single else None


def require_few(items, styles, what):
    if len(items) > len(styles):
        raise PlotError(f"{len(items)} {what}: at most {len(styles)} can be told apart")


def draw_rates(axis, curves):
    top = np.nanmax([np.nanmax(rate, initial=0) for *_, rate, _ in curves.lines])
    if not top > 0:
        raise PlotError("no rate above these energies is positive; there is nothing to draw")
    shown = []
    for _, _, colour, dashes, rate, sigma in curves.lines:
        rate = np.where(rate > 0, rate, np.nan)
        axis.plot(curves.x, rate, color=colour, linestyle=dashes, marker=curves.marker, markersize=3.2)
        axis.fill_between(curves.x, np.maximum(rate - sigma, 1e-300), rate + sigma, color=colour, alpha=0.25, linewidth=0)
        shown.append(rate[rate > DECADES * top])
    axis.set_yscale("log")
    bottom = np.concatenate(shown).min()
    axis.set_ylim(bottom / 1.6, top * 1.9)
    if top / bottom < 30:  # about a decade: minor ticks need numbers
        for which in (axis.yaxis.set_major_formatter, axis.yaxis.set_minor_formatter):
            which(LogFormatter(minor_thresholds=(2, 0.5)))
    axis.set_ylabel("rate of bursts above E, R(>E)  (Hz/cm²)")
    axis.legend(handles=curves.handles, title=curves.title, loc="best", handlelength=2.8)


def draw_ratio(axis, scan, curves):
    """Ratio of the rates of the second law of motion and the first, where the panel above shows the first."""
    pairs, top = {}, max(np.nanmax(rate) for *_, rate, _ in curves.lines)
    for _, energy, colour, _, rate, _ in curves.lines:
        pairs.setdefault(energy, []).append((rate, colour))
    ratios = []
    for energy, ((first, colour), (second, other)) in pairs.items():
        ratio = np.divide(second, first, out=np.full(first.size, np.nan), where=first > DECADES * top)
        axis.plot(curves.x, ratio, color=other if energy is None else colour, marker=curves.marker, markersize=3.2)
        ratios.append(ratio[ratio > 0])
    axis.axhline(1, color=style.GREY, linewidth=0.9, zorder=1)
    ratios = np.append(np.concatenate(ratios), 1)
    if ratios.max() / ratios.min() > 10:
        axis.set_yscale("log")
    axis.margins(y=0.12)
    axis.set_ylabel(f"{scan.curve.texts[1]}\nover {scan.curve.texts[0]}", fontsize=9)


def decorate_x(axis, curves, arguments):
    if curves.logarithmic:
        axis.set_xscale("log")
    if curves.marker is None:
        axis.set_xlim(*arguments.energy)
    elif curves.logarithmic and curves.x.max() / curves.x.min() < 30:
        ticks = [t for t in np.outer(10.0 ** np.arange(-6, 9), (1, 1.5, 2, 3, 4, 5, 6, 8)).ravel()
                 if curves.x.min() * 0.999 <= t <= curves.x.max() * 1.001]
        if len(ticks) > 2:
            axis.set_xticks(ticks, [f"{t:g}" for t in ticks])
            axis.set_xticks([], minor=True)
    axis.set_xlabel(curves.label)


def draw_shares(fig, axis, scan, channel, energy):
    """One curve for each value of x, at the first value of the curve axis; without x, one for each of its values."""
    share = scan[f"{channel}/supersonic_share_per_bin"]
    centre = np.sqrt(scan.edges[1:] * scan.edges[:-1])
    if scan.x is None:
        for i in range(share.shape[1]):
            axis.plot(centre, share[0, i], color=style.SERIES[i], label=scan.curve.value_text(i) if scan.curve else None)
        if scan.curve:
            axis.legend(title=scan.curve.name, loc="upper left")
    else:
        colours = style.plt.get_cmap("viridis")(np.linspace(0, 0.92, share.shape[0]))
        for i in np.flatnonzero(np.isfinite(share[:, 0]).any(axis=1)):
            axis.plot(centre, share[i, 0], color=colours[i], linewidth=1.4, label=scan.x.value_text(i))
        few = share.shape[0] <= 12
        title = scan.x.name
        if share.shape[1] > 1:
            title += "\n" + (f"({scan.curve.name} " if scan.curve.values is not None else "(") + f"{scan.curve.value_text(0)})"
        handles, labels = axis.get_legend_handles_labels()
        some = slice(None) if few else slice(None, None, max(1, share.shape[0] // 10))
        axis.legend(handles[some], labels[some], title=title, loc="upper left", fontsize=8, title_fontsize=8.5)
    axis.set_xscale("log")
    axis.set_xlim(*energy)
    axis.set_ylim(-0.02, 1.02)
    axis.set_xlabel("energy (eV)")
    axis.set_ylabel("share of bursts whose line passes the sound speed")


def draw(arguments):
    low, high = arguments.energy
    if not 0 < low < high < np.inf:
        raise PlotError("--energy: give two positive numbers in ascending order, such as --energy 1 1000")
    scan = Scan(arguments.file, arguments.axis, arguments.at)
    curves = Curves(scan, arguments.channel, chosen_energies(scan, arguments.above))
    laws = scan.curve is not None and scan.curve.key == LAW and len(scan.curve.texts) == 2
    fig = style.plt.figure(figsize=(10.6, 5.4 if laws else 4.6), layout="constrained")
    rows = [["rate", "share"], ["ratio", "share"]] if laws else [["rate", "share"]]
    axes = fig.subplot_mosaic(rows, height_ratios=(2.6, 1) if laws else (1,), width_ratios=(1.1, 1))
    fig.get_layout_engine().set(w_pad=0.1)
    draw_rates(axes["rate"], curves)
    decorate_x(axes["rate"], curves, arguments)
    if laws:
        draw_ratio(axes["ratio"], scan, curves)
        decorate_x(axes["ratio"], curves, arguments)
        axes["rate"].set_xlabel("")
        axes["rate"].tick_params(labelbottom=False)
    draw_shares(fig, axes["share"], scan, arguments.channel, arguments.energy)
    fig.suptitle("; ".join(part for part in (f"energy radiated into the {arguments.channel}", *scan.held, scan.missing)
                           if part), fontsize=10)
    style.footnote(fig, scan.source)
    style.save(fig, arguments.output)
