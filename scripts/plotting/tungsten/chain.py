"""Fig. ED1: a kink in the chain of Frenkel and Kontorova, and the barrier it meets at every atom."""
import os

import numpy as np

from .. import style
from ..errors import PlotError
from .files import HINT, field, numbers, reports

SHOWN_WIDTHS = (0.5, 0.75, 1.0)
HARMONICS = (("1", "single sine", "-"), ("1.4", "double sine, A = 1.4", (0, (5, 2))))


def draw(folder):
    fig, axes = style.figure(11, 6.8, 2, 3, width_ratios=(1, 1, 1.25))
    gap = axes[0, 2].get_gridspec()
    for axis in axes[:, 2]:
        axis.remove()
    barriers = fig.add_subplot(gap[:, 2])
    for row, (harmonic, label, dashes) in enumerate(HARMONICS):
        name = f"chain-{harmonic}.jsonl"
        path, chains = os.path.join(folder, name), reports(folder, name)
        draw_positions(axes[row], path, chains, label)
        width, rigid, relaxed = (numbers([field(chain, key, path) for chain in chains], key, path)
                                 for key in ("width", "rigid_barrier_over_V0", "relaxed_barrier_over_V0"))
        barriers.plot(width, rigid, color=style.ORANGE, linestyle=dashes,
                      label=f"rigid kink, {label}")
        barriers.plot(width, relaxed, color=style.BLUE, linestyle=dashes,
                      label=f"all atoms at rest, {label}")
    barriers.set_yscale("log")
    barriers.set_xlabel("width of the kink $w$ (lattice constants)")
    barriers.set_ylabel("barrier / $V_0$")
    barriers.set_title("barrier that the kink meets at every atom")
    barriers.legend(loc="lower left")
    fig.suptitle("Kink in a chain of Frenkel and Kontorova (computed, no data)", fontsize=10)
    return fig


def draw_positions(axes, path, chains, label):
    for axis, state, text in zip(axes, ("minimum", "saddle"), ("lowest state", "highest saddle")):
        for width, colour, marker in zip(SHOWN_WIDTHS, style.SERIES, "osD"):
            chain = next((c for c in chains if np.isclose(field(c, "width", path), width)), None)
            if chain is None:
                raise PlotError(f"{path}: has no chain of width {width:g}; {HINT}")
            atoms = field(chain, "atoms", path)
            axis.plot([field(a, "atom", path) for a in atoms], [field(a, f"{state}_position", path) for a in atoms],
                      color=colour, marker=marker, markersize=4, linewidth=0.8, label=f"$w$ = {width:g}")
        axis.set_title(f"{label}: {text}")
        axis.set_xlabel("atom $n$")
        axis.set_ylabel("displacement $u_n/a$")
        axis.set_xlim(-6.5, 6.5)
        axis.set_xticks(range(-6, 7, 2))
        axis.legend(loc="upper left")
