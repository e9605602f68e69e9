"""Fig. 6: event spectra of the model, with measured ones."""
import pathlib
import re
from dataclasses import dataclass

import numpy as np

from . import measured, style
from .errors import PlotError
from .result_file import ResultFile

HELP = "event rates one week after cooldown, with measured spectra (Fig. 6)"
WEEK_S = 604800.0
CM2 = {"cm2": 1.0, "mm2": 1e-2, "m2": 1e4}
ASSUMED_CRESST_AREA = "1 cm2"
SCALED = ((10, (0, (5, 3))), (100, (0, (1, 2))))  # factor, dashes


def area_cm2(text):
    """'1 cm2' in cm^2."""
    match = re.fullmatch(r"\s*([0-9.eE+-]+)\s*([a-zA-Z]+)(?:\^2|2|²)\s*", text)
    try:
        value = float(match[1]) * CM2[match[2] + "2"]
    except (TypeError, ValueError, KeyError):
        value = -1
    if not 0 < value < np.inf:
        raise PlotError(f"--cresst-area '{text}': not an area; write it like \"0.5 cm2\"")
    return value


def add_arguments(parser):
    parser.add_argument("files", nargs="+", metavar="SPECTRUM.h5", help="written by 'slipburst spectrum'")
    parser.add_argument("-o", "--output", default="fig6.png", metavar="PICTURE", help="default: %(default)s")
    parser.add_argument("--channel", choices=("crystal", "film"), default="crystal",
                        help="energy radiated into the crystal (default) or into the film")
    parser.add_argument("--per", choices=("cm2", "hz"), default="cm2",
                        help="rates per cm2 of aluminium (default), or in Hz for each whole detector or case")
    parser.add_argument("--energy", type=float, nargs=2, default=(1, 1000), metavar=("FROM", "TO"),
                        help="energy axis in eV (1 1000)")
    parser.add_argument("--data", metavar="FOLDER",
                        help="overlay CRESST and CPD from here: a clone of the EXCESS workshop's repository")
    parser.add_argument("--cresst-area", metavar="AREA",
                        help=f"aluminium of CRESST's detector, not published; {ASSUMED_CRESST_AREA} is assumed, "
                             "and the legend says so")
    parser.add_argument("--no-scaled", action="store_true",
                        help="without the model curves scaled down 10 and 100 times, which --data adds")


@dataclass(frozen=True)
class Spectrum:
    """Model rate at one week and its statistical error, per eV; NaN in bins without events."""

    path: str
    case: str
    film: str
    substrate: str
    facts: str
    program: str
    spacing_nm: float
    area_cm2: float | None  # None: rates are per cm2
    edges_eV: np.ndarray
    rate: np.ndarray
    sigma: np.ndarray


def read_spectrum(path, channel, per):
    with ResultFile(path, "spectrum") as result:
        edges = result.array("edges_eV")
        if (np.diff(edges) <= 0).any() or edges[0] <= 0:
            raise PlotError(f"{path}: edges_eV are not positive and ascending; write the file again")
        if per == "hz" and not result.has("aluminium_area_cm2"):
            raise PlotError(f"{path}: has no aluminium area, so no rate in Hz; run the spectrum with "
                            "--set 'detector.aluminium_area=\"1 cm2\"', or leave out --per hz")
        suffix = "_per_cm2" if per == "cm2" else ""
        weeks = result.number("time_since_cooldown_s") / WEEK_S
        rate, sigma = (result.array(f"{channel}/{name}_Hz_per_eV{suffix}", (edges.size - 1,)) * weeks  # rates go as 1/t
                       for name in ("rate", "rate_sigma"))
        area = result.number("aluminium_area_cm2") if per == "hz" else None
        return Spectrum(path, result.text("case_name"), result.text("film"), result.text("substrate"),
                        style.case(result), style.program(result), result.number("spacing_nm"), area, edges,
                        np.where(rate > 0, rate, np.nan), sigma)


def labels(spectra):
    """Labels of the curves: spacings, and the names of files if spacings repeat."""
    names = [f"model, {s.spacing_nm:g} nm spacing" for s in spectra]
    if len(set(names)) < len(names):
        names = [f"{name} ({pathlib.Path(s.path).stem})" for name, s in zip(names, spectra)]
    return [name + (f", {s.area_cm2:g} cm² {s.film}" if s.area_cm2 else "") for name, s in zip(names, spectra)]


def films(spectra):
    """Metal of the films, or "of film" if the curves differ in it."""
    names = {s.film for s in spectra}
    return names.pop() if len(names) == 1 else "of film"


def draw_model(axis, spectra, scaled):
    for spectrum, label, colour in zip(spectra, labels(spectra), style.SERIES):
        edges, rate, sigma = spectrum.edges_eV, spectrum.rate, spectrum.sigma
        axis.stairs(rate, edges, color=colour, linewidth=1.7, label=label, baseline=None)
        low, high = np.append(rate - sigma, np.nan), np.append(rate + sigma, np.nan)
        axis.fill_between(edges, np.maximum(low, 1e-300), high, step="post", color=colour, alpha=0.25, linewidth=0)
        for factor, dashes in SCALED if scaled else ():
            axis.stairs(rate / factor, edges, color=colour, linewidth=0.8, linestyle=dashes, baseline=None)
    for factor, dashes in SCALED if scaled else ():
        axis.plot([], [], color=style.GREY, linewidth=0.8, linestyle=dashes, label=f"model / {factor}")


def draw_data(axis, arguments):
    """Draws CRESST and CPD; returns their rates in the range of energies."""
    drawn = []
    for detector, colour, marker in ((measured.CRESST, style.BLACK, "o"), (measured.CPD, "0.5", "s")):
        points = measured.rates(arguments.data, detector, arguments.energy[1])
        label, area = detector.label, 1.0
        if arguments.per == "cm2" and detector.aluminium_cm2:
            area = detector.aluminium_cm2
            label += f", {area:g} cm² Al"
        elif arguments.per == "cm2":
            area = area_cm2(arguments.cresst_area or ASSUMED_CRESST_AREA)
            label += f", {area:g} cm² Al " + ("as given" if arguments.cresst_area else "assumed")
        inside = (points.energy > arguments.energy[0]) & (points.energy < arguments.energy[1])
        if inside.any():
            axis.errorbar(points.energy, points.rate / area, xerr=points.energy_error, yerr=points.rate_error / area,
                          fmt=marker, color=colour, markersize=3.2, linewidth=0.9, label=label, zorder=3)
        drawn.append(points.rate[inside] / area)
    return np.concatenate(drawn)


def draw(arguments):
    low, high = arguments.energy
    if not 0 < low < high < np.inf:
        raise PlotError("--energy: give two positive numbers in ascending order, such as --energy 1 1000")
    if len(arguments.files) > len(style.SERIES):
        raise PlotError(f"{len(arguments.files)} spectra are too many for one picture; give up to {len(style.SERIES)}")
    spectra = sorted((read_spectrum(path, arguments.channel, arguments.per) for path in arguments.files),
                     key=lambda spectrum: spectrum.spacing_nm)
    if arguments.cresst_area:
        area_cm2(arguments.cresst_area)

    visible = np.concatenate([s.rate[(s.edges_eV[1:] > low) & (s.edges_eV[:-1] < high)] for s in spectra])
    visible = visible[visible > 0]
    if visible.size == 0:
        raise PlotError(f"no event between {low:g} and {high:g} eV in these files; change --energy or run more events")

    fig, axis = style.figure(9.6, 5.2)
    axis.set_xscale("log")
    axis.set_yscale("log")
    draw_model(axis, spectra, scaled=arguments.data is not None and not arguments.no_scaled)
    bottom = visible.max() * 1e-7
    if arguments.data:
        rate = draw_data(axis, arguments)
        if rate.size:
            visible, bottom = np.append(visible, rate), rate.min() / 5
    axis.set_xlim(low, high)
    axis.set_ylim(max(bottom, visible.min() / 3), visible.max() * 4)
    axis.set_xlabel(f"energy of an event (eV); model: radiated into the {arguments.channel}")
    axis.set_ylabel("event rate one week after cooldown "
                    + (f"(Hz eV$^{{-1}}$ per cm$^2$ {films(spectra)})" if arguments.per == "cm2" else "(Hz eV$^{-1}$)"))
    axis.set_title("Model: " + ", ".join(dict.fromkeys(f"{s.film} on {s.substrate}" for s in spectra)))
    axis.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
    source = "; ".join((*dict.fromkeys(f"{s.case}: {s.facts}" for s in spectra), *dict.fromkeys(s.program for s in spectra)))
    style.footnote(fig, f"{source}\n{measured.ACKNOWLEDGEMENT}" if arguments.data else source)
    style.save(fig, arguments.output)
