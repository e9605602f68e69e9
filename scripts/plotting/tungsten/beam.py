"""Fig. 2f, g: frequencies over the intensity and over the energy of the beam."""
import os

from .. import style
from .files import PSEUDO_DATA, columns, field, flux_text, motion, reports, rows_at
from .points import draw_zeros


def draw_points(axis, x, run, rows, colour, marker, label):
    frequency, error = 1e3 * run.frequency[rows, 0], 1e3 * run.error[rows, 0]
    moved = frequency > 0
    axis.errorbar(x[moved], frequency[moved], yerr=error[moved], fmt=marker, color=colour, markersize=4.5, linewidth=1,
                  label=label, zorder=3)
    draw_zeros(axis, x[~moved], colour, marker)


def draw_intensity(folder):
    run = motion(folder, "fluxes.h5")
    fig, axis = style.figure(6.8, 4.8)
    for temperature, colour, marker in ((300, style.GREEN, "o"), (100, style.RED, "D")):
        rows = rows_at(run, temperature)
        flux = run.flux[rows] / 1e25
        draw_points(axis, flux, run, rows, colour, marker, f"{temperature} K, first {run.edges[1]:g} s")
        axis.plot(flux, 1e3 * run.expected[rows, 0], color=colour, label=f"{temperature} K, expected of the model")
        axis.plot(flux, 1e3 * (run.supplied[rows] + run.direct[rows]), color=colour, linestyle=(0, (5, 2)), linewidth=1,
                  label=f"{temperature} K, at the first moment")
    axis.plot(flux, 1e3 * run.direct[rows], color=style.GREY, linestyle=":", label="direct hits $\\Gamma_d$ alone")
    axis.set_xlabel("beam intensity (10$^{25}$ electrons m$^{-2}$ s$^{-1}$)")
    axis.set_ylabel("$\\nu_{MF}$ (mHz)")
    axis.set_xlim(0, None)
    axis.set_ylim(0, None)
    axis.legend(loc="upper left")
    axis.set_title(f"Beam of {run.energy[0]:g} keV: {PSEUDO_DATA}")
    style.footnote(fig, f"one area of {run.clusters[0]:.0f} clusters at each point; {run.source}")
    return fig


def draw_energies(folder):
    run = motion(folder, "energies.h5")
    energy, sigma, rate = columns(folder, "beam.json", "energy_keV", "sigma_mig_barn", "vacancy_rate_Hz")
    fig, (left, right) = style.figure(10.4, 4.6, 1, 2)
    threshold = field(reports(folder, "beam.json")[0], "threshold_keV", os.path.join(folder, "beam.json"))
    left.plot(energy, sigma / 1e3, color=style.BLUE)
    left.axvline(threshold, color=style.GREY, linestyle=":", linewidth=1.2)
    left.text(threshold + 70, 0.3, f"threshold {threshold:.1f} keV", fontsize=8.5, color="0.3")
    left.set_ylabel("cross-section $\\sigma_{mig}$ (10$^3$ barn)")
    left.set_title("electrons make an atom beside a vacancy jump")
    left.set_ylim(0, None)
    scale = (rate[-1] / sigma[-1]) * 1e3
    other = left.secondary_yaxis("right", functions=(lambda y: y * scale, lambda y: y / scale))
    other.set_ylabel("jumps of a vacancy at 2 · 10$^{25}$ m$^{-2}$ s$^{-1}$ (1/s)")
    left.tick_params(right=False)

    rows = rows_at(run, 300)
    draw_points(right, run.energy[rows], run, rows, style.GREEN, "o", f"300 K, first {run.edges[1]:g} s")
    right.plot(run.energy[rows], 1e3 * run.expected[rows, 0], color=style.GREEN, label="expected of the model")
    right.plot(run.energy[rows], 1e3 * (run.supplied[rows] + run.direct[rows]), color=style.GREEN, linewidth=1,
               linestyle=(0, (5, 2)), label="at the first moment")
    right.plot(run.energy[rows], 1e3 * run.direct[rows], color=style.GREY, linestyle=":",
               label="direct hits $\\Gamma_d$ alone")
    right.set_ylabel("$\\nu_{MF}$ (mHz)")
    right.set_title(f"flux {flux_text(run.flux[0])}")
    right.set_ylim(0, None)
    right.legend(loc="upper left")
    for axis in (left, right):
        axis.set_xlabel("energy of the electrons (keV)")
        axis.set_xlim(0, 2050)
    fig.suptitle(f"Energy of the beam; points: {PSEUDO_DATA}", fontsize=10)
    style.footnote(fig, "McKinley and Feshbach's form, for tungsten 1.3 to 2.2 times below partial waves of Dirac's "
                        f"equation; one area of {run.clusters[0]:.0f} clusters at each point; {run.source}")
    return fig
