"""Pictures of the study of K. Arakawa et al., Nature Materials 19, 508 (2020): defects leave traps in tungsten."""
import os

from .. import style
from ..errors import PlotError
from . import arrhenius, beam, chain, decay, distances, models, numbers, temperature

HELP = "defects that leave traps in tungsten: all pictures of bench/cases/tungsten/study"
FIGURES = {"arrhenius": arrhenius.draw, "decay": decay.draw, "intensity": beam.draw_intensity,
           "sigma": beam.draw_energies, "peierls": chain.draw, "distances": distances.draw,
           "temperature": temperature.draw, "models": models.draw}


def add_arguments(parser):
    parser.add_argument("folder", metavar="FOLDER", help="where bench/cases/tungsten/study put its results")
    parser.add_argument("--only", nargs="+", choices=tuple(FIGURES), default=list(FIGURES), metavar="FIGURE",
                        help=f"draw only these of {', '.join(FIGURES)}")
    parser.add_argument("--dpi", type=int, default=200, help="dots per inch (default: %(default)s)")
    parser.add_argument("-o", "--output", metavar="FOLDER", help="for the pictures; default: that of the results")


def pictures(arguments):
    """The files that are drawn, one for each figure."""
    if not os.path.isdir(arguments.folder):
        raise PlotError(f"{arguments.folder}: there is no such folder; make it with bench/cases/tungsten/study")
    folder = arguments.output or arguments.folder
    return [os.path.join(folder, f"{name}.png") for name in arguments.only]


def draw(arguments):
    if not 20 <= arguments.dpi <= 1200:
        raise PlotError(f"--dpi {arguments.dpi}: give 20 to 1200")
    with style.plt.rc_context({"savefig.dpi": arguments.dpi}):
        for name, picture in zip(arguments.only, pictures(arguments)):
            style.save(FIGURES[name](arguments.folder), picture)
    if set(arguments.only) == set(FIGURES):
        path = os.path.join(arguments.output or arguments.folder, "numbers.md")
        with open(path, "w", encoding="utf-8") as file:
            file.write(numbers.markdown(arguments.folder))
