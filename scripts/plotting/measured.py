"""Measured low-energy spectra, scaled to one week after cooldown.

Romani (2024), App. B: rate per eV at one week = counts / (efficiency x live time x bin width) x (time cold / 1 week),
live time = exposure / mass.  Data: EXCESS workshop repository, files NAME.txt (event energies, keV), NAME_eff.txt
(keV, survival probability), NAME_exposure.txt (kg day), NAME_weight.txt (kg).
"""
import pathlib
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from .errors import PlotError

ACKNOWLEDGEMENT = ("Data: CRESST and SuperCDMS collaborations, EXCESS workshop (P. Adari et al., SciPost Phys. Proc., "
                   "2022), CC BY 4.0")
DAY_S, WEEK_DAYS = 86400.0, 7.0
BINS_PER_DECADE = 12


@dataclass(frozen=True)
class Detector:
    """Files of a detector, the threshold of its events, and the numbers that scale its rate."""

    name: str  # of the files
    own_folder: str  # in the repository's converted_data
    label: str
    threshold_keV: float  # in keV, as the files have it: 1e3 * 0.0301 < 30.1 would lose the events on the bound
    days_cold: float
    aluminium_cm2: float | None  # None: not published


CRESST = Detector("CRESST", "CRESST", "CRESST-III A (CaWO$_4$)", 0.0301, 365.0, None)
CPD = Detector("CPD", "SuperCDMS/CPD", "SuperCDMS CPD (Si)", 0.030, 56.0, 0.02 * 45.6)


@dataclass(frozen=True)
class Points:
    """Bins with events: energy and half-widths in eV, rate at one week and error bars in Hz/eV of the detector."""

    energy: np.ndarray
    energy_error: np.ndarray  # [2, n]
    rate: np.ndarray
    rate_error: np.ndarray  # [2, n]
    events: int


def _place(folder, detector):
    """Folder with the detector's files: the given one, or the detector's own folder in a clone given as `folder`."""
    root = pathlib.Path(folder)
    own = pathlib.Path(detector.own_folder)
    for place in (root, root / own, root / "converted_data" / own, root / "data" / "converted_data" / own):
        if (place / f"{detector.name}.txt").is_file():
            return place
    raise PlotError(f"--data {folder}: there is no {detector.name}.txt in it nor in its {own}; give a clone of the EXCESS "
                    "workshop's repository, its folder data/converted_data, or the folder of the detector's files")


def _numbers(path, columns):
    if not path.is_file():
        raise PlotError(f"{path}: there is no such file; the detector's other files are in this folder")
    try:
        values = np.loadtxt(path, ndmin=2)
    except (ValueError, OSError) as error:
        raise PlotError(f"{path}: is not a list of numbers: {str(error).splitlines()[0]}") from None
    if values.size == 0 or values.shape[1] != columns or not np.isfinite(values).all():
        raise PlotError(f"{path}: should hold {columns} finite number{'s' * (columns > 1)} in each line")
    return values


def rates(folder, detector, highest_eV):
    """Points of one detector from its threshold to that energy, in logarithmic bins."""
    folder = _place(folder, detector)
    energies = _numbers(folder / f"{detector.name}.txt", 1)[:, 0]
    efficiency = _numbers(folder / f"{detector.name}_eff.txt", 2)
    exposure, mass = (_numbers(folder / f"{detector.name}_{what}.txt", 1)[0, 0] for what in ("exposure", "weight"))
    if exposure <= 0 or mass <= 0 or (efficiency[:, 1] <= 0).any() or (np.diff(efficiency[:, 0]) <= 0).any():
        raise PlotError(f"{folder}: exposure, mass and efficiency of {detector.name} should be positive and in order")

    bins = max(1, int(np.floor(BINS_PER_DECADE * np.log10(highest_eV * 1e-3 / detector.threshold_keV))))
    edges = detector.threshold_keV * 10 ** (np.arange(bins + 1) / BINS_PER_DECADE)
    live_s = exposure / mass * DAY_S
    scale = detector.days_cold / WEEK_DAYS / live_s
    counts = np.histogram(energies, edges)[0]
    weights = 1 / np.interp(energies, efficiency[:, 0], efficiency[:, 1])
    rate = np.histogram(energies, edges, weights=weights)[0] * scale / (np.diff(edges) * 1e3)

    filled = counts > 0
    counts, rate, low, high = counts[filled], rate[filled], edges[:-1][filled] * 1e3, edges[1:][filled] * 1e3
    # central 68.3 % intervals of Poisson means: they do not reach 0, which a logarithmic axis cannot show
    lower, upper = chi2.ppf(0.1587, 2 * counts) / 2, chi2.ppf(0.8413, 2 * counts + 2) / 2
    centre = np.sqrt(low * high)
    return Points(centre, np.array([centre - low, high - centre]), rate,
                  np.array([1 - lower / counts, upper / counts - 1]) * rate, int(counts.sum()))
