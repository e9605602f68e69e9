"""Reads the files that bench/cases/tungsten/study left in a folder."""
import json
import os
import types

import numpy as np

from .. import style
from ..errors import PlotError
from ..result_file import ResultFile

HINT = "run bench/cases/tungsten/study"
PSEUDO_DATA = "pseudo-data drawn from the quantum model, not measured"


def reports(folder, name):
    """The JSON objects of a file, one on each line."""
    path = os.path.join(folder, name)
    try:
        with open(path, encoding="utf-8") as file:
            found = [json.loads(line) for line in file]
    except OSError as error:
        raise PlotError(f"{path}: cannot be read: {error.strerror}; {HINT}") from None
    except ValueError:
        raise PlotError(f"{path}: is not a list of JSON objects; {HINT}") from None
    if not found:
        raise PlotError(f"{path}: is empty; {HINT}")
    return found


def field(report, key, path):
    """A field of a report."""
    try:
        return report[key]
    except (KeyError, TypeError):
        raise PlotError(f"{path}: has no field {key}; {HINT}") from None


def columns(folder, name, *keys):
    """Arrays of fields of the rows in `list`, in the only report of a file."""
    rows = field(reports(folder, name)[0], "list", os.path.join(folder, name))
    return [numbers([field(row, key, os.path.join(folder, name)) for row in rows], key, os.path.join(folder, name))
            for key in keys]


def numbers(values, what, path):
    """Finite numbers; refuses anything else."""
    try:
        array = np.array(values, dtype=float)
    except (TypeError, ValueError):
        array = np.array([np.nan])
    if array.size == 0 or not np.isfinite(array).all():
        raise PlotError(f"{path}: its {what} are not finite numbers; {HINT}")
    return array


def motion(folder, name):
    """Frequencies of one detrap run.

    temperature, energy, flux: [condition], K, keV, 1/m2/s; edges: [window + 1], s; frequency, error, expected:
    [condition][window], Hz; direct, decay: [condition], Hz; supplied: [condition], Hz, by vacancies at t = 0;
    initial, rate, plateau: fit of the decay, pairs of values and errors, [condition], NaN where windows do not tell;
    p_value: of that fit.
    """
    path = os.path.join(folder, name)
    with ResultFile(path, "detrap") as file:
        temperature = file.array("conditions/temperature_K")
        edges = file.array("motion/edges_s")
        shape, conditions = (temperature.size, edges.size - 1), temperature.shape
        shares = file.array("traps/share")

        def fitted(what):
            return [file.array(f"decay/{what}{end}", conditions, finite=False) for end in ("_Hz", "_sigma_Hz")]

        return types.SimpleNamespace(
            path=path, temperature=temperature, edges=edges, energy=file.array("conditions/energy_keV", conditions),
            flux=file.array("conditions/flux_per_m2_s", conditions),
            direct=file.array("conditions/direct_Hz", conditions), decay=file.array("conditions/decay_Hz", conditions),
            areas=file.array("conditions/areas", conditions), clusters=file.array("conditions/clusters", conditions),
            supplied=file.array("traps/supplied_Hz", (temperature.size, shares.size)) @ shares,
            frequency=file.array("motion/frequency_Hz", shape), error=file.array("motion/error_Hz", shape),
            expected=file.array("motion/expected_Hz", shape), initial=fitted("initial"), rate=fitted("decay"),
            plateau=fitted("plateau"), p_value=file.array("decay/p_value", conditions, finite=False), by_moves=file.array("clusters/by_moves"),
            distances=file.array("distances/moves"), distance_edges=file.array("distances/edges_nm"),
            mean_free_path=file.number("mean_free_path_nm"), source=style.program(file), seed=file.number("seed"))


def rows_at(run, temperature):
    """Indices of the conditions of a run at a temperature."""
    found = np.flatnonzero(np.isclose(run.temperature, temperature))
    if found.size == 0:
        raise PlotError(f"{run.path}: has nothing at {temperature:g} K; {HINT}")
    return found


def row_at(run, temperature):
    """Index of the first condition of a run at a temperature."""
    return rows_at(run, temperature)[0]


def fit(folder, name):
    """A fit of frequencies.

    sets: names; of each set `points`: temperature, frequency, error, direct, expected, residual ([point], K, Hz, 1) and
    `curve`: [512], Hz; curve_temperature: K; parameters: {name: (value, sigma, low, high)}; comparison, sums: goodness
    of each model, of one, two, ... barriers; profile: (barrier in meV, critical temperature in K, chi-square), or None.
    """
    path = os.path.join(folder, name)
    with ResultFile(path, "fit arrhenius", "fit-arrhenius") as file:
        names = file.texts("sets/name")
        of_set = file.array("data/set")
        data = {key: file.array(f"data/{dataset}", of_set.shape)
                for key, dataset in (("temperature", "temperature_K"), ("frequency", "frequency_Hz"),
                                     ("error", "error_Hz"), ("direct", "direct_Hz"), ("expected", "expected_Hz"),
                                     ("residual", "residual"), ("clusters", "clusters"), ("window", "window_s"))}
        temperature = file.array("curve/temperature_K")
        curves = file.array("curve/frequency_Hz", (len(names), temperature.size))
        sets = [types.SimpleNamespace(name=text, curve=curves[i], **{key: x[of_set == i] for key, x in data.items()})
                for i, text in enumerate(names)]
        values = [file.array(f"parameters/{key}", finite=False) for key in ("value", "sigma", "low", "high")]
        profile = None
        if file.has_group("profile"):
            profile = [file.array(f"profile/{key}")
                       for key in ("barrier_meV", "critical_temperature_K", "chi_square")]
        return types.SimpleNamespace(
            path=path, model=file.text("model"), sets=sets, curve_temperature=temperature,
            parameters=dict(zip(file.texts("parameters/name"), zip(*values))),
            chi_square=file.number("chi_square"), freedom=int(file.number("degrees_of_freedom")),
            p_value=np.exp(file.number("log_p_value")),
            comparison=_goodness(file, "comparison"), profile=profile, source=style.program(file),
            sums=_goodness(file, "sums") if file.has_group("sums") else [])


def _goodness(file, group):
    keys = ("barriers", "degrees_of_freedom", "chi_square", "log_p_value", "aic", "bic")
    columns_of = [file.array(f"{group}/{key}") for key in keys]
    models = file.texts(f"{group}/model") if group == "comparison" else ["classical-3"] * columns_of[0].size
    return [types.SimpleNamespace(model=model, **dict(zip(keys, row))) for model, row in zip(models, zip(*columns_of))]


def flux_text(flux):
    """2 · 10²⁵ m⁻² s⁻¹, for a picture."""
    digits, power = f"{flux:.3e}".split("e")
    return f"{float(digits):g} · 10$^{{{int(power)}}}$ m$^{{-2}}$ s$^{{-1}}$"


def beam_text(name):
    """'1000 keV' from the name of a set, '1000 keV at 2e+25 m^-2 s^-1'."""
    return name.split(" at ")[0]
