"""Writes the committed CSV files: '#' comment lines, one line of column names, rows."""
import pathlib
import platform

import mpmath
import scipy

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"


def write(name, generator, notes, columns, rows):
    """Writes data/<name>; `rows` hold strings ready to print."""
    path = DATA / name
    lines = [
        f"# written by tests/oracle/generate/{pathlib.Path(generator).name}; do not edit",
        f"# Python {platform.python_version()}, SciPy {scipy.__version__}, mpmath {mpmath.__version__}",
    ]
    lines += [f"# {note}" for note in notes]
    lines.append(",".join(columns))
    lines += [",".join(row) for row in rows]
    path.write_text("\n".join(lines) + "\n")
    print(f"{len(lines) - len(notes) - 3} rows in {path.name}")
