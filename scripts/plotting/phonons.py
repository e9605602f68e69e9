"""Fig. 4: the phonon spectrum of one segment."""
import numpy as np

from . import style
from .errors import PlotError
from .result_file import ResultFile

HELP = "spectrum of the phonons one segment radiates into crystal and film (Fig. 4)"


def add_arguments(parser):
    parser.add_argument("file", metavar="SEGMENT.h5", help="written by 'slipburst segment'")
    parser.add_argument("-o", "--output", default="fig4.png", metavar="PICTURE", help="default: %(default)s")


def draw(arguments):
    with ResultFile(arguments.file, "segment") as result:
        edges = result.array("phonons/edges_meV")
        spectra = {name: result.array(f"phonons/{name}_eV_per_nm", (edges.size - 1,)) / np.diff(edges)
                   for name in ("crystal", "film")}
        above = {name: result.number(f"{name}_above_gap_eV_per_nm") for name in spectra}
        gap, highest = result.number("pair_breaking_energy_meV"), result.number("max_phonon_meV")
        title = (f"Segment released {result.number('height_nm'):g} nm above the interface at "
                 f"{result.number('stress_MPa'):g} MPa")
        source = style.provenance(result)

    peak = max(values.max() for values in spectra.values())
    if not peak > 0:
        raise PlotError(f"{arguments.file}: this segment is at rest, there is nothing to draw; release it higher up")

    fig, axis = style.figure(6.4, 4.4)
    axis.set_title(title)
    for name, colour in (("crystal", style.CRYSTAL), ("film", style.FILM)):
        axis.stairs(spectra[name], edges, color=colour, linewidth=1.6,
                    label=f"into the {name}: {above[name]:.4g} eV/nm above $2\\Delta$")
    axis.set_yscale("log")
    axis.set_ylim(peak * 1e-6, peak * 4)
    axis.set_xlim(0, 1.06 * max(highest, gap))
    for energy, label, colour in ((gap, rf"$2\Delta$ = {gap:g} meV", style.RED),
                                  (highest, f"highest $\\hbar\\omega$ = {highest:.3f} meV", style.GREY)):
        axis.axvline(energy, color=colour, linewidth=1, linestyle="--")
        axis.text(energy, 0.03, label + " ", transform=axis.get_xaxis_transform(), color=colour, rotation=90,
                  ha="right", va="bottom", fontsize=8.5)
    axis.set_xlabel(r"phonon energy $\hbar\omega$ (meV)")
    axis.set_ylabel(r"$\mathrm{d}E/\mathrm{d}(\hbar\omega)$ per length (eV nm$^{-1}$ meV$^{-1}$)")
    axis.legend(loc="upper right", bbox_to_anchor=(0.93, 1))
    style.footnote(fig, source)
    style.save(fig, arguments.output)
