"""Measured and predicted rates, and their ratio: the files of `slipburst compare`."""
import pathlib
from dataclasses import dataclass

import numpy as np

from . import style
from .errors import PlotError
from .result_file import ResultFile

HELP = "a measured spectrum, what a model predicts for it, and their ratio"
DAY_S = 86400.0


def add_arguments(parser):
    parser.add_argument("files", nargs="+", metavar="COMPARE.h5", help="written by 'slipburst compare', of one detector")
    parser.add_argument("-o", "--output", default="compare.png", metavar="PICTURE", help="default: %(default)s")
    parser.add_argument("--energy", type=float, nargs=2, metavar=("FROM", "TO"),
                        help="energy axis in eV (default: what the bands span)")


@dataclass(frozen=True)
class Comparison:
    """Rates are those of the whole detector, in Hz, or per cm2 of its aluminium where `per_cm2`."""

    path: str
    label: str
    film: str
    detector: str
    source: str
    program: str
    days: float
    per_cm2: bool
    area_cm2: float  # given, or of the best fit
    resolution_eV: float
    threshold_eV: float
    low: np.ndarray
    high: np.ndarray
    counts: np.ndarray
    measured: np.ndarray  # [3, bands]: rate, lower and upper end of its interval
    predicted: np.ndarray  # [bands]
    edges: np.ndarray
    before: np.ndarray  # dR/dE over true energy
    after: np.ndarray  # over measured energy


def read(path):
    with ResultFile(path, "compare") as result:
        low = result.array("bands/low_eV")
        bands = (low.size,)
        high = result.array("bands/high_eV", bands, finite=False)
        if (low >= high).any() or (np.diff(low) <= 0).any():
            raise PlotError(f"{path}: its bands do not rise; write the file again")
        edges = result.array("curve/edges_eV")
        per_cm2 = result.has("aluminium_area_cm2")
        area = result.number("aluminium_area_cm2" if per_cm2 else "agreement_area_cm2")
        model = 1.0 if per_cm2 else area
        rates = [result.array(f"bands/measured_rate{end}_Hz", bands) for end in ("", "_low", "_high")]
        return Comparison(
            path, f"model, {result.number('spacing_nm'):g} nm spacing", result.text("film"), result.text("detector"),
            result.text("data_source"), style.provenance(result), result.number("time_since_cooldown_s") / DAY_S,
            per_cm2, area, result.number("resolution_eV"), result.number("threshold_eV"), low, high,
            result.array("bands/counts", bands), np.array(rates) / (area if per_cm2 else 1.0),
            result.array("bands/predicted_rate_Hz_per_cm2", bands) * model, edges,
            result.array("curve/true_rate_Hz_per_eV_per_cm2", (edges.size - 1,)) * model,
            result.array("curve/measured_rate_Hz_per_eV_per_cm2", (edges.size - 1,)) * model)


def labels(comparisons):
    names = [c.label for c in comparisons]
    if len(set(names)) < len(names):
        names = [f"{name} ({pathlib.Path(c.path).stem})" for name, c in zip(names, comparisons)]
    return [name + ("" if c.per_cm2 else f", {c.area_cm2:.3g} cm² {c.film} fitted") for name, c in zip(names, comparisons)]


def positions(comparison, end):
    """Centres and half-widths of the bands, and their upper ends; an open band reaches to the end of the axis."""
    high = np.where(np.isfinite(comparison.high), comparison.high, end)
    centre = np.sqrt(np.maximum(comparison.low, 1e-3) * high)
    return centre, np.array([centre - comparison.low, high - centre]), high


def draw_rates(axis, comparisons, names, end):
    first = comparisons[0]
    closed = np.isfinite(first.high)
    for comparison, name, colour in zip(comparisons, names, style.SERIES):
        centre = np.sqrt(comparison.edges[1:] * comparison.edges[:-1])
        axis.plot(centre, comparison.before, color=colour, linewidth=0.9, linestyle=(0, (4, 2)))
        axis.plot(centre, comparison.after, color=colour, linewidth=1.5, label=name)
        mean = (comparison.predicted / (comparison.high - comparison.low))[closed]
        axis.hlines(mean, first.low[closed], first.high[closed], color=colour, linewidth=3, alpha=0.4)
    closed &= first.counts > 0
    centre, width, high = (values[..., closed] for values in positions(first, end))
    rate, lower, upper = first.measured[:, closed] / (high - first.low[closed])
    axis.errorbar(centre, rate, xerr=width, yerr=[rate - lower, upper - rate], fmt="o", color=style.BLACK,
                  markersize=3.6, linewidth=1.0, zorder=3, label=first.detector)
    axis.plot([], [], color=style.GREY, linewidth=3, alpha=0.4, label="model, mean over the band")
    axis.plot([], [], color=style.GREY, linewidth=0.9, linestyle=(0, (4, 2)), label="model before the detector's noise")
    if first.threshold_eV > 0:
        axis.axvline(first.threshold_eV, color=style.GREY, linewidth=0.8, linestyle=":",
                     label=f"threshold, {first.threshold_eV:g} eV")
    curves = np.concatenate([c.after[(c.edges[1:] > first.low[0]) & (c.edges[:-1] < end)] for c in comparisons])
    # Energies at which a drawn spectrum has no events do not set the scale.
    counted = rate[rate > 0]
    return np.concatenate([rate, curves[curves > 1e-3 * counted.min()] if counted.size else curves])


def draw_ratios(axis, comparisons, end):
    values = []
    for comparison, colour in zip(comparisons, style.SERIES):
        drawn = (comparison.predicted > 0) & (comparison.counts > 0)
        centre, width, _ = (of[..., drawn] for of in positions(comparison, end))
        ratio, lower, upper = comparison.measured[:, drawn] / comparison.predicted[drawn]
        axis.errorbar(centre, ratio, xerr=width, yerr=[ratio - lower, upper - ratio], fmt="o", color=colour,
                      markersize=3.2, linewidth=1.0)
        values.append(np.concatenate([lower, upper]))
    axis.axhline(1, color=style.BLACK, linewidth=0.8)
    values = np.concatenate(values)
    values = values[values > 0]
    if values.size:
        axis.set_ylim(min(values.min(), 1) / 1.6, max(values.max(), 1) * 1.6)
    axis.set_yscale("log")
    low, high = axis.get_ylim()
    round_numbers(axis.yaxis, low, high)
    axis.set_ylabel("measured / model")


def round_numbers(axis, low, high):
    """Ticks as plain numbers, the closer the shorter the logarithmic axis."""
    decades = np.log10(high / low)
    steps = [1, 2, 3, 4, 5, 6, 8] if decades < 1.3 else [1, 2, 5] if decades < 3 else [1]
    ticks = [tick for tick in np.outer(10.0 ** np.arange(-9, 10), steps).ravel() if low <= tick <= high]
    axis.set_ticks(ticks, [f"{tick:g}" for tick in ticks])
    axis.set_ticks([], minor=True)


def draw(arguments):
    if len(arguments.files) > len(style.SERIES):
        raise PlotError(f"{len(arguments.files)} files are too many for one picture; give up to {len(style.SERIES)}")
    comparisons = [read(path) for path in arguments.files]
    first = comparisons[0]
    for other in comparisons[1:]:
        if other.detector != first.detector or not np.array_equal(other.measured, first.measured):
            raise PlotError(f"{other.path}: compares with other data than {first.path}; draw them apart")
    last = first.high[-1] if np.isfinite(first.high[-1]) else 2 * first.low[-1]
    start, end = arguments.energy or (0.8 * first.low[0] if first.low[0] > 0 else 0.01 * last, 1.15 * last)
    if not 0 < start < end < np.inf:
        raise PlotError("--energy: give two positive numbers in ascending order, such as --energy 20 500")

    fig, (top, bottom) = style.figure(8.6, 6.2, 2, 1, sharex=True, gridspec_kw={"height_ratios": (2.4, 1)})
    top.set_xscale("log")
    top.set_yscale("log")
    drawn = draw_rates(top, comparisons, labels(comparisons), end)
    drawn = drawn[drawn > 0]
    if drawn.size == 0:
        raise PlotError(f"{first.path}: has neither events nor a prediction in its bands; choose other bands")
    draw_ratios(bottom, comparisons, end)
    top.set_xlim(start, end)
    top.set_ylim(drawn.min() / 2.5, drawn.max() * 2.5)
    unit = f"Hz eV$^{{-1}}$ per cm$^2$ {first.film}" if first.per_cm2 else "Hz eV$^{-1}$"
    top.set_ylabel(f"rate {first.days:g} days after cooldown ({unit})")
    bottom.set_xlabel("measured energy (eV)")
    area = f", {first.area_cm2:g} cm² {first.film}" if first.per_cm2 else ""
    top.set_title(f"{first.detector}{area}: {int(first.counts.sum())} events, resolution {first.resolution_eV:g} eV")
    top.legend(loc="best")
    round_numbers(bottom.xaxis, start, end)
    style.footnote(fig, "; ".join(dict.fromkeys(c.program for c in comparisons)) + f"\nData: {first.source}")
    style.save(fig, arguments.output)
