"""Why pin heights take 64 random bits: the tail of a 32-bit draw is a staircase, that of the program is not."""
import numpy as np

from . import style
from .errors import PlotError
from .result_file import ResultFile

HELP = "tail of the exponential for 32-bit and 64-bit uniforms, and of sampled spectra against the exact one"


def add_arguments(parser):
    parser.add_argument("exact", metavar="EXACT.h5", help="from slipburst spectrum --method quadrature")
    parser.add_argument("sampled", metavar="SAMPLED.h5", nargs="+", help="plain and stratified spectra of the same case")
    parser.add_argument("-o", "--output", default="staircase.png", metavar="FILE")


def draw_law(bits, words):
    """P(-log2 u > bits) 2^bits for u = (word + 1/2) 2^-words."""
    return np.ceil(np.maximum(2.0 ** (words - bits) - 0.5, 0)) / 2.0 ** (words - bits)


def draw(arguments):
    fig, (law, spectrum) = style.figure(6.8, 6.2, 2, 1, sharex=True)

    bits = np.linspace(16, 44, 28001)
    law.axhline(1, color=style.GREY, lw=0.8)
    for events, shade in ((1e10, "0.88"), (1e12, "0.72")):
        error = np.sqrt(2.0**bits / events)
        law.fill_between(bits, 1 - error, 1 + error, color=shade, lw=0, label=f"one standard deviation of {events:.0e} draws")
    law.plot(bits, draw_law(bits, 32), color=style.RED, lw=1.1, label="u of 32 bits")
    law.plot(bits, draw_law(bits, 64), color=style.BLUE, label="u of 64 bits")
    law.set_ylim(0, 2)
    law.set_ylabel(r"$P(x > b)\,/\,2^{-b}$")
    law.legend(loc="upper left")
    law.set_title(r"The draw: $x = -\log_2 u$")

    with ResultFile(arguments.exact, "spectrum") as exact:
        known = exact.array("crystal/integral_probability")
        case = exact.text("case_toml")
        note = style.provenance(exact)
    spectrum.axhline(1, color=style.GREY, lw=0.8)
    for path, colour, marker in zip(arguments.sampled, (style.ORANGE, style.BLUE, style.GREEN), "sov"):
        with ResultFile(path, "spectrum") as sampled:
            if sampled.text("case_toml") != case:
                raise PlotError(f"{path}: is of another case than {arguments.exact}; draw the same one")
            value, low, high = (sampled.array(f"crystal/integral_probability{end}") for end in ("", "_low", "_high"))
            events, method = int(sampled.number("events")), sampled.text("method")
        kept = (known > 2.0**-60) & (value > 0)
        ratio = value[kept] / known[kept]
        errors = np.maximum([ratio - low[kept] / known[kept], high[kept] / known[kept] - ratio], 0)
        spectrum.errorbar(-np.log2(known[kept]), ratio, yerr=errors, fmt=marker, ms=2.5, lw=0.8, color=colour,
                          label=f"{method}, {events:.0e} events")
    spectrum.set_ylim(0, 2)
    spectrum.set_xlim(16, 44)
    spectrum.set_xlabel(r"$b$ (upper panel), $-\log_2 P(E > e)$ at each edge of the histogram (lower panel)")
    spectrum.set_ylabel("sampled / exact $P(E > e)$")
    spectrum.legend(loc="upper left")
    spectrum.set_title("What comes of it: crystal energies")
    style.footnote(fig, note)
    style.save(fig, arguments.output)
