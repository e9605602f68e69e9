"""Fig. 3: the motion of one segment."""
import numpy as np

from . import style
from .errors import PlotError
from .result_file import ResultFile

HELP = "distance, speed, phonon energy and power of one segment over time (Fig. 3)"

SHOWN_POWER = 1e-6  # of the highest


def add_arguments(parser):
    parser.add_argument("file", metavar="SEGMENT.h5", help="written by 'slipburst segment'")
    parser.add_argument("-o", "--output", default="fig3.png", metavar="PICTURE", help="default: %(default)s")
    parser.add_argument("--until", type=float, metavar="PS",
                        help="end of the time axis; default: where the power has gone")


def draw(arguments):
    with ResultFile(arguments.file, "segment") as result:
        time = result.array("trajectory/time_ps")
        distance, speed, phonon, power = (
            result.array(f"trajectory/{name}", time.shape)
            for name in ("distance_nm", "speed_over_ct", "phonon_energy_meV", "power_eV_per_nm_per_ps"))
        gap = result.number("pair_breaking_energy_meV")
        fastest = result.number("max_speed_over_ct")
        title = (f"Segment released {result.number('height_nm'):g} nm above the interface at "
                 f"{result.number('stress_MPa'):g} MPa")
        crystal, film = (result.number(f"{name}_above_gap_eV_per_nm") for name in ("crystal", "film"))
        source = style.provenance(result)
    if arguments.until is not None and not arguments.until > time[0]:
        raise PlotError("--until: give a time after the release in ps, such as --until 50")
    if not power.max() > 0:
        raise PlotError(f"{arguments.file}: this segment is at rest, there is nothing to draw; release it higher up")

    fig, axes = style.figure(6.4, 7.6, 4, 1, sharex=True)
    fig.suptitle(title, fontsize=10)
    axes[0].plot(time, distance, color=style.BLACK)
    axes[0].set_ylabel("distance from\ninterface $x$ (nm)")
    axes[0].set_ylim(0, None)

    axes[1].plot(time, speed, color=style.BLACK)
    axes[1].set_ylabel("velocity $v/c_t$")
    highest = max(1.3, 1.1 * np.abs(speed).max())
    axes[1].set_ylim(-highest, highest)
    for sound in (-1, 1):
        axes[1].axhline(sound, color=style.RED, linewidth=1, linestyle="--")
    axes[1].text(0.99, 0.93, "sound speed $c_t$", transform=axes[1].get_yaxis_transform(), color=style.RED,
                 ha="right", va="top", fontsize=8.5)
    axes[1].text(0.99, -0.93, f"largest $|v|$ = {fastest:.3f} $c_t$", transform=axes[1].get_yaxis_transform(),
                 ha="right", va="bottom", fontsize=8.5)

    axes[2].plot(time, phonon, color=style.BLACK)
    axes[2].axhline(gap, color=style.RED, linewidth=1, linestyle="--")
    axes[2].text(0.01, gap, rf"$2\Delta$ = {gap:g} meV", transform=axes[2].get_yaxis_transform(), color=style.RED,
                 ha="left", va="bottom", fontsize=8.5)
    axes[2].set_ylabel("phonon energy\n$\\hbar\\omega$ (meV)")
    axes[2].set_ylim(0, None)

    for label, energy, chosen, colour in (("into the crystal", crystal, speed <= 0, style.CRYSTAL),
                                          ("into the film", film, speed >= 0, style.FILM)):
        axes[3].fill_between(time, 0, power, where=chosen, color=colour, linewidth=0.4,
                             label=f"{label}: {energy:.4g} eV/nm above $2\\Delta$")
    axes[3].set_ylabel("radiated power\n(eV nm$^{-1}$ ps$^{-1}$)")
    axes[3].set_yscale("log")
    highest = power.max()
    end = time[np.flatnonzero(power >= highest * SHOWN_POWER)[-1]]
    axes[3].set_ylim(highest * SHOWN_POWER, highest * 500)  # room for the legend
    axes[3].legend(loc="upper right")
    axes[3].set_xlabel("time (ps)")
    axes[3].set_xlim(time[0], arguments.until or min(1.05 * end, time[-1]))
    style.footnote(fig, source)
    style.save(fig, arguments.output)
