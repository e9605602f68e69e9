"""Fig. 5: energy of a pinned line, and the share of it that the crystal gets, over pin height and stress."""
import numpy as np

from . import style
from .errors import PlotError
from .result_file import ResultFile

HELP = "line energy and crystal share over pin height and stress (Fig. 5)"
SHARES = (0.6, 0.65, 0.7, 0.75, 0.8)
ENERGIES = (1, 10, 100, 1000)
CHANNELS = {"crystal": "into the crystal", "film": "into the film", "both": "crystal and film"}


def add_arguments(parser):
    parser.add_argument("file", metavar="TABLE.h5", help="written by 'slipburst table'")
    parser.add_argument("-o", "--output", default="fig5.png", metavar="PICTURE", help="default: %(default)s")
    parser.add_argument("--pin-height", type=float, default=300, metavar="NM", help="end of that axis (%(default)s)")
    parser.add_argument("--stress", type=float, nargs=2, default=(5, 60), metavar=("FROM", "TO"),
                        help="stress axis in MPa (5 60)")
    parser.add_argument("--channel", choices=tuple(CHANNELS), default="crystal",
                        help="energy of the left panel; that of the paper's figure is the crystal's (%(default)s)")


def read_rows(result):
    """(stress, threshold height, supersonic height, pin height, crystal energy, film energy) of rows that emit."""
    stress = result.array("nodes/stress_MPa")
    threshold, supersonic = (
        result.array(f"nodes/{name}_height_nm", stress.shape, finite=False) for name in ("threshold", "supersonic"))
    height = result.array("nodes/pin_height_nm", finite=False)
    if height.ndim != 2 or height.shape[0] != stress.size:
        raise PlotError(f"{result.path}: nodes/pin_height_nm has no row for each stress; build the table again")
    crystal, film = (result.array(f"nodes/{name}_line_eV", height.shape, finite=False) for name in ("crystal", "film"))
    rows = np.flatnonzero(np.isfinite(threshold) & (threshold > 0) & np.isfinite(height).any(axis=1))
    if rows.size < 2:
        raise PlotError(f"{result.path}: nothing is above the gap anywhere in this table; there is nothing to draw")
    present = np.isfinite(height[rows])
    for name, values in (("crystal", crystal), ("film", film)):
        if not np.isfinite(values[rows][present]).all():
            raise PlotError(f"{result.path}: nodes/{name}_line_eV holds NaN or infinity; build the table again")
    return tuple(values[rows] for values in (stress, threshold, supersonic, height, crystal, film))


def on_grid(stress, threshold, height, energy, grid_height, grid_stress):
    """Energies on a regular grid [stress, height]: 0 below the threshold, NaN beyond the table.

    Rows are blended at equal height / threshold height, where they are alike, in the logarithm of the energy.
    """
    log_stress = np.log(stress)
    log_threshold = np.interp(np.log(grid_stress), log_stress, np.log(threshold))
    result = np.full((grid_stress.size, grid_height.size), np.nan)

    def row(k, scaled):
        present = np.isfinite(height[k]) & (height[k] > threshold[k])
        nodes = np.concatenate(([0.0], np.log(height[k][present] / threshold[k])))
        return np.interp(scaled, nodes, np.concatenate(([0.0], energy[k][present])), left=0, right=np.nan)

    for i, value in enumerate(grid_stress):
        if not stress[0] <= value <= stress[-1]:
            continue
        k = min(np.searchsorted(stress, value, side="right") - 1, stress.size - 2)
        weight = (np.log(value) - log_stress[k]) / (log_stress[k + 1] - log_stress[k])
        scaled = np.log(grid_height) - log_threshold[i]
        with np.errstate(divide="ignore", invalid="ignore"):
            lower, upper = np.log(row(k, scaled)), np.log(row(k + 1, scaled))
            result[i] = np.where(scaled > 0, np.exp((1 - weight) * lower + weight * upper), 0)
    return result


def contours(axis, height, stress, values, levels, labelled, label):
    """White lines at the levels; labels at those of `labelled`, each at another stress so that they keep apart."""
    present = [level for level in levels if values.min() < level < values.max()]
    if not present:
        return
    lines = axis.contour(height, stress, values, levels=present, colors="white", linewidths=0.9, linestyles="solid")
    places = []
    chosen = [level for level in labelled if level in present]
    for level, fraction in zip(chosen, np.linspace(0.62, 0.34, len(chosen))):
        row = values[int(fraction * (stress.size - 1))]
        crossing = np.flatnonzero((row.filled(-np.inf)[1:] >= level) & (row.filled(np.inf)[:-1] < level))
        if crossing.size:
            places.append((height[crossing[0]], stress[int(fraction * (stress.size - 1))]))
    if places:
        axis.clabel(lines, levels=chosen, fmt=label, fontsize=8, manual=places)


def draw(arguments):
    low, high = arguments.stress
    if not 0 < low < high or not arguments.pin_height > 0:
        raise PlotError("--stress and --pin-height: give ranges of positive numbers, such as --stress 5 60")
    with ResultFile(arguments.file, "table") as result:
        stress, threshold, supersonic, node_height, *node_energies = read_rows(result)
        source = style.provenance(result)
    if high <= stress[0] or low >= stress[-1]:
        raise PlotError(f"{arguments.file}: covers {stress[0]:.3g} to {stress[-1]:.3g} MPa only; change --stress")

    height = np.linspace(0, arguments.pin_height, 601)[1:]
    grid_stress = np.linspace(low, high, 441)
    crystal, film = (on_grid(stress, threshold, node_height, energy, height, grid_stress) for energy in node_energies)
    energy = {"crystal": crystal, "film": film, "both": crystal + film}[arguments.channel]
    total = np.ma.masked_invalid(np.where(crystal + film > 0, crystal + film, np.nan))
    shown = np.ma.masked_invalid(np.where(energy > 0, energy, np.nan))
    if shown.count() == 0:
        raise PlotError(f"{arguments.file}: nothing is above the gap in this range; raise --pin-height or --stress")
    share = np.ma.masked_where(total.mask, crystal / np.where(total.mask, 1, total.filled(1)))

    fig, (left, right) = style.figure(10, 4.6, 1, 2, sharex=True, sharey=True)
    for axis in (left, right):
        axis.grid(False)
        axis.set_xlabel("pin height (nm)")
        axis.set_xlim(0, arguments.pin_height)
        axis.set_ylim(low, high)
    left.set_ylabel("resolved shear stress (MPa)")

    top = np.ceil(np.log10(shown.max()))
    image = left.pcolormesh(height, grid_stress, np.log10(shown), cmap="viridis", vmin=-1, vmax=max(top, 1),
                            rasterized=True, shading="nearest")
    fig.colorbar(image, ax=left, extend="min", label=r"$\log_{10}(E_\mathrm{tot}$ / eV)")
    contours(left, height, grid_stress, np.log10(shown), np.log10(ENERGIES), np.log10(ENERGIES),
             lambda level: f"{10**level:g} eV")
    left.set_title(f"Energy above $2\\Delta$ of a pinned line, {CHANNELS[arguments.channel]}, $\\alpha$ = 1")

    image = right.pcolormesh(height, grid_stress, share, cmap="cividis", vmin=0.5, vmax=1, rasterized=True,
                             shading="nearest")
    fig.colorbar(image, ax=right, extend="min", label="crystal share of that energy")
    contours(right, height, grid_stress, share, SHARES, SHARES[::2], lambda level: f"{level:g}")
    right.set_title("Share radiated into the crystal")

    reached = np.isfinite(supersonic)
    for axis in (left, right):
        axis.plot(supersonic[reached], stress[reached], color=style.RED, linestyle="--", linewidth=1.8,
                  label="beyond it $v$ passes $c_t$")
        # the threshold falls with stress: below the first row it is higher still
        axis.fill_betweenx(np.append(low, stress), 0, np.append(threshold[0], threshold), facecolor="0.88",
                           edgecolor="0.3", linewidth=0.8, label="nothing above $2\\Delta$")
        axis.legend(loc="lower left")
    style.footnote(fig, source)
    style.save(fig, arguments.output)
