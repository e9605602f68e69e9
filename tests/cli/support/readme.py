"""Commands that README.md and the guide show with the lines they print."""

import pathlib
import shlex

PROGRAM_IN_TOUR = "build/bin/slipburst"
TOURS = ("README.md", "host/manual/guide.md")


def tour(source):
    """Commands of the tours in the folder `source`, in their order, with the lines they are said to print."""
    commands = []
    for line in "\n\n".join((pathlib.Path(source) / name).read_text(encoding="utf-8") for name in TOURS).splitlines():
        if line.startswith("    $ "):
            commands.append((shlex.split(line[6:]), []))
        elif line.startswith("    ") and commands and commands[-1][1] is not None:
            commands[-1][1].append(line[4:])
        elif commands and line and not line.startswith("    "):
            commands.append(([], None))
    return [(command, lines) for command, lines in commands if command]
