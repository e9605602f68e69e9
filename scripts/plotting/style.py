"""Style and output shared by all pictures: colours, fonts, and files that appear only when complete."""
import os
import tempfile
import textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402  (the backend comes first)

from .errors import PlotError  # noqa: E402

# Okabe and Ito's palette, which colour-blind readers can tell apart.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, BLACK = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000")
CRYSTAL, FILM = BLUE, ORANGE
GREY = "0.45"
POOR_FIT = 1e-3  # a fit with a smaller p-value does not describe its data
SERIES = (GREEN, BLUE, RED, PURPLE, SKY, ORANGE)  # dark ones first

plt.rcParams.update({
    "font.size": 10, "axes.titlesize": 10, "legend.fontsize": 8.5, "legend.framealpha": 0.9,
    "axes.grid": True, "grid.color": "0.9", "grid.linewidth": 0.6, "axes.axisbelow": True,
    "xtick.direction": "in", "ytick.direction": "in", "xtick.top": True, "ytick.right": True,
    "lines.linewidth": 1.6, "savefig.dpi": 200, "pdf.fonttype": 42, "svg.hashsalt": "slipburst",
})


def figure(width, height, *rows_columns, **options):
    """A figure of that size in inches and its axes."""
    return plt.subplots(*rows_columns, figsize=(width, height), layout="constrained", **options)


def footnote(fig, text):
    """Small lines below all axes, broken where the figure ends."""
    characters_per_inch = 20
    width = int(fig.get_figwidth() * characters_per_inch)
    text = "\n".join(textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
                     for line in text.splitlines())
    fig.supxlabel(text, fontsize=6.5, color="0.35", x=0.01, ha="left")


def is_poor_fit(p_value):
    """Whether a fit does not describe its data; NaN where there is no fit."""
    return p_value < POOR_FIT


def poor_fit_mark(p_value):
    """Ends the label of a fit that does not describe its data."""
    if not is_poor_fit(p_value):
        return ""
    return f"\nPOOR FIT: p {f'= {p_value:.0e}' if p_value > 1e-300 else '< 1e-300'}, errors mean little"


def program(result):
    """Program that wrote the file: version and git hash."""
    commit, *dirty = result.text("git_hash").split("-")
    return f"slipburst {result.text('program_version')} ({'-'.join([commit[:12], *dirty])})"


def case(result):
    """Film, substrate, stress and laws of a result; facts that vary within it are left out."""
    parts = [f"{result.text('film')} on {result.text('substrate')}"
             if result.has("film") and result.has("substrate") else ""]
    parts += [f"{symbol} = {result.number(name):g}{unit}" if result.has(name) else ""
              for name, symbol, unit in (("sigma0_MPa", "σ₀", " MPa"), ("alpha", "α", ""), ("gamma", "Γ", ""))]
    parts += [f"{before}{result.text(name)}{after}" if result.has(name) else ""
              for name, before, after in (("reading", "reading ", ""), ("dynamics", "", " dynamics"))]
    return ", ".join(part for part in parts if part)


def provenance(result):
    """Case and program."""
    return f"{result.text('case_name')}: {case(result)}; {program(result)}"


def check_output(path):
    """Refuses a picture that could not be written, before the work."""
    kind = os.path.splitext(path)[1][1:].lower()
    folder = os.path.dirname(path) or "."
    if kind not in ("png", "pdf", "svg"):
        raise PlotError(f"{path}: cannot tell the kind of picture; name a file that ends in .png, .pdf or .svg")
    if not os.path.isdir(folder):
        raise PlotError(f"{path}: there is no folder {folder}; create it first")
    if os.path.exists(path) and not os.path.isfile(path):
        raise PlotError(f"{path}: is not a file; name another")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PlotError(f"{path}: the folder {folder} is not writable; choose another")


def save(fig, path):
    """Writes under a temporary name, then renames; the kind of picture is the ending of the name."""
    kind = os.path.splitext(path)[1][1:].lower()
    metadata = {"png": {"Software": None}, "pdf": {"CreationDate": None}, "svg": {"Date": None}}[kind]
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{os.path.basename(path)}.", dir=os.path.dirname(path) or ".")
        try:
            umask = os.umask(0)
            os.umask(umask)
            os.fchmod(descriptor, 0o666 & ~umask)
            with os.fdopen(descriptor, "wb") as stream:
                fig.savefig(stream, format=kind, metadata=metadata)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise PlotError(f"{path}: cannot be written: {error.strerror}; choose another folder") from None
    plt.close(fig)
