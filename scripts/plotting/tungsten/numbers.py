"""Numbers of the study, as the table of its README."""
import os

import numpy as np
from scipy.optimize import brentq

from .files import columns, field, fit, motion, numbers, reports, row_at, rows_at

BOLTZMANN_MEV_PER_K = 0.08617333262
TRUE_BARRIER_MEV, TRUE_CRITICAL_K = 38.0, 103.33
COLD_K, WARM_K = 17.0, 300.0


def fall(barrier, critical):
    """Rate at 300 K over that at 17 K, T_c exp(-barrier/k_B T_c) with T_c² = critical² + T² (Eq. 2)."""
    warm, cold = np.hypot(critical, WARM_K), np.hypot(critical, COLD_K)
    return warm / cold * np.exp(-barrier / BOLTZMANN_MEV_PER_K * (1 / warm - 1 / cold))


def same_fall(barriers):
    """Pairs (barrier in meV, critical temperature in K) that fall from 300 to 17 K as the model of the pseudo-data."""
    target = np.log(fall(TRUE_BARRIER_MEV, TRUE_CRITICAL_K))
    return [(barrier, brentq(lambda k: np.log(fall(barrier, k)) - target, 1.0, 1000.0)) for barrier in barriers]


def markdown(folder):
    """The table, with one row for each number."""
    rows = [row for part in (beams, fits, decays, beam_dependence, chain, traps, temperatures, models, many_areas)
            for row in part(folder)]
    lines = ["| number | value |", "|---|---|"] + [f"| {name} | {value} |" for name, value in rows]
    return "\n".join(lines) + "\n"


def with_error(parameter, digits):
    value, sigma = parameter[:2]
    return f"{value:.{digits}f} ± {sigma:.{digits}f}"


def chi_square(fitted):
    return f"χ² = {fitted.chi_square:.1f} for {fitted.freedom}"


def beams(folder):
    for beam, label in (("1000kev", "1000 keV"), ("300kev", "300 keV")):
        run = motion(folder, f"{beam}.h5")
        ratio = [f"{run.direct[row] / run.supplied[row]:.3g}" for row in (row_at(run, WARM_K), row_at(run, COLD_K))]
        yield f"direct hits over the trap path Γ_d/Γ_th, {label}, 300 and 17 K", " and ".join(ratio)


def fits(folder):
    quantum, classical, ten = (fit(folder, f"{name}.h5") for name in ("one-quantum", "one-classical", "ten-quantum"))
    curve = quantum.sets[0].curve
    fitted_fall = curve[np.argmax(quantum.curve_temperature)] / np.interp(COLD_K, quantum.curve_temperature, curve)
    yield "fall from 300 to 17 K: model, fit to one area", f"{fall(TRUE_BARRIER_MEV, TRUE_CRITICAL_K):.1f}, {fitted_fall:.1f}"
    for fitted, label in ((quantum, "one area"), (ten, "ten areas")):
        ratio = next(value for name, value in fitted.parameters.items() if name.startswith("ratio"))
        yield f"quantum model, {label}: ΔV, τ_c, ratio of the beams", (
            f"{with_error(fitted.parameters['barrier'], 1)} meV, "
            f"{with_error(fitted.parameters['critical_temperature'], 1)} K, {with_error(ratio, 2)}; {chi_square(fitted)}")
    low, high = quantum.parameters["barrier"][2:4]
    yield "68 % interval of ΔV, one area", f"{low:.1f} to {high:.1f} meV"
    yield "one classical barrier, one area", f"{classical.parameters['barrier'][0]:.1f} meV; {chi_square(classical)}"
    for barrier in (10, 20):
        temperature, rate = columns(folder, f"classical-{barrier}meV.json", "temperature_K", "rate_over_prefactor")
        misses = fitted_fall ** -1 * np.interp(WARM_K, temperature, rate) / np.interp(COLD_K, temperature, rate)
        yield f"a classical barrier of {barrier} meV through the fit at 300 K misses 17 K", f"{float(f'{misses:.2g}'):g}-fold"


def decays(folder):
    for beam, label in (("1000kev", "1000 keV"), ("300kev", "300 keV")):
        run = motion(folder, f"{beam}-once.h5")
        row = row_at(run, WARM_K)
        decay, plateau = ([1e3 * part[row] for part in pair] for pair in (run.rate, run.plateau))
        yield f"decay α, one area, {label}, 300 K: fitted, model", f"{with_error(decay, 2)}, {1e3 * run.decay[row]:.2f} per 1000 s"
        yield f"plateau Γ_d, one area, {label}, 300 K: fitted, model", f"{with_error(plateau, 2)}, {1e3 * run.direct[row]:.2f} mHz"


def beam_dependence(folder):
    run = motion(folder, "fluxes.h5")
    rows = rows_at(run, WARM_K)
    top = rows[np.argmax(run.flux[rows])]
    first = 1e3 * (run.supplied[top] + run.direct[top])
    yield (f"{run.flux[top]:g} m⁻² s⁻¹ and 300 K: first moment, first minute",
           f"{first:.0f}, {1e3 * run.expected[top, 0]:.0f} mHz")
    energy, sigma = columns(folder, "beam.json", "energy_keV", "sigma_mig_barn")
    report = reports(folder, "beam.json")[0]
    threshold = field(report, "threshold_keV", os.path.join(folder, "beam.json"))
    yield "threshold of σ_mig", f"{threshold:.1f} keV"
    shown = (150, 300, 1000, 2000)
    yield "σ_mig at " + ", ".join(map(str, shown)) + " keV", ", ".join(f"{np.interp(e, energy, sigma):.0f}" for e in shown) + " barn"
    run = motion(folder, "energies.h5")
    none = run.direct == 0
    if none.any() and not none.all():
        yield "direct hits set in", f"between {run.energy[none].max():g} and {run.energy[~none].min():g} keV"


def chain(folder):
    for harmonic, label in (("1", "single sine"), ("1.4", "two sines, A = 1.4")):
        name = f"chain-{harmonic}.jsonl"
        path, chains = os.path.join(folder, name), reports(folder, name)
        width, rigid, relaxed = (numbers([field(c, key, path) for c in chains], key, path)
                                 for key in ("width", "rigid_barrier_over_V0", "relaxed_barrier_over_V0"))
        for w in (0.5, 1.0):
            i = int(np.argmin(abs(width - w)))
            yield f"barrier of a kink, {label}, w = {w:g}", f"{relaxed[i]:.3g} V0" + (
                f"; {rigid[i]:.3g} V0 where its atoms are held" if harmonic == "1" else "")


def traps(folder):
    for name, label in (("1000kev", "traps alike"), ("spread", "traps that differ by ± 8 meV")):
        run = motion(folder, f"{name}.h5")
        clusters = run.by_moves[row_at(run, WARM_K)]
        moves = np.arange(clusters.size)
        mean = clusters @ moves / clusters.sum()
        variance = clusters @ (moves - mean) ** 2 / clusters.sum()
        yield f"moves of a cluster in {run.edges[-1]:g} s at 300 K, {label}: mean, variance", f"{mean:.1f}, {variance:.1f}"


def temperatures(folder):
    kelvin, exact = columns(folder, "debye-310K.json", "temperature_K", "effective_temperature_K")
    yield "T_c of Debye's density, 310 K, at 0 K", f"{exact[0]:.2f} K"
    for critical in ("103.33", "101"):
        _, effective = columns(folder, f"quantum-{critical}K.json", "temperature_K", "effective_temperature_K")
        off = 100 * (effective / exact - 1)
        yield (f"closed form, τ_c = {critical} K, less exact T_c: at 0 K, largest from 90 K on",
               f"{off[0]:.1f} %, {max(off[kelvin >= 90], key=abs):.2f} %".replace("-", "−"))


def models(folder):
    for name, label in (("one-classical-3", "one area"), ("ten-classical-3", "ten areas")):
        fitted = fit(folder, f"{name}.h5")
        quantum = next(one for one in fitted.comparison if one.model == "quantum")
        others = {one.model: one for one in fitted.comparison}
        two = next(one for one in fitted.sums if one.barriers == 2)
        yield f"BIC above that of the quantum model, {label}: one classical barrier, two, deep tunnelling", ", ".join(
            f"{one.bic - quantum.bic:.1f}" for one in (others["classical"], two, others["qtst"]))


def many_areas(folder):
    """Rows of `study --seeds N`, in which each seed draws one area of interest."""
    path = os.path.join(folder, "seeds.jsonl")
    if not os.path.exists(path):
        return
    found = reports(folder, "seeds.jsonl")
    models_of = [{one["model"]: one for one in field(report, "comparison", path)} for report in found]
    sigma = np.array([one["classical"]["sigma"] for one in models_of])
    roots = np.sqrt([one["classical"]["chi_square"] - one["quantum"]["chi_square"] for one in models_of])
    bic = np.array([one["classical"]["delta_bic"] for one in models_of])
    which = f"seeds 1 to {len(found)}, one area"
    for name, values in (("χ² alone rejects one classical barrier, in standard deviations", sigma),
                         ("root of its χ² above the quantum model's", roots),
                         ("its BIC above the best model's", bic)):
        yield f"{which}: {name}", f"{values.min():.1f} to {values.max():.1f}, median {np.median(values):.1f}"
    tunnelling = sum(one["qtst"]["bic"] < one["quantum"]["bic"] for one in models_of)
    yield f"{which}: BIC prefers deep tunnelling to the quantum model", f"in {tunnelling}"
    barriers = [next(p for p in field(report, "parameters", path) if p["name"] == "barrier") for report in found]
    held = sum(one["low"] <= TRUE_BARRIER_MEV <= one["high"] for one in barriers)
    yield f"{which}: the 68 % interval of ΔV holds the truth", f"in {held}"
