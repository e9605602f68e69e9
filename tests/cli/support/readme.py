"""Commands that README.md shows in its tour."""

import pathlib
import shlex

PROGRAM_IN_TOUR = "build/bin/slipburst"


def tour(source):
    """Commands of the tour with the lines they are said to print, of the README.md in the folder `source`."""
    commands = []
    for line in (pathlib.Path(source) / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("    $ "):
            commands.append((shlex.split(line[6:]), []))
        elif line.startswith("    ") and commands and commands[-1][1] is not None:
            commands[-1][1].append(line[4:])
        elif commands and line and not line.startswith("    "):
            commands.append(([], None))
    return [(command, lines) for command, lines in commands if command]
