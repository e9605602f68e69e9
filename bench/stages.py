#!/usr/bin/python3
"""Wall time of the stages of a job: set-up, table, events, output. One JSON line for each command.

    bench/stages.py [--job main|long] [--events N] [--repeats 3] [--threads 2]

main: the commands of scripts/run, a table, then spectra for 30, 50 and 100 nm of 1e8 events each, and the picture.
long: `slipburst spectrum al-on-si` of 1e10 events, table included. The ends of the stages are read from the log:
set-up with the backend, the table before the events, the events with their last line; the rest is the output.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from runs import Run, context, summary  # noqa: E402  (beside this file)

PLOT = pathlib.Path(__file__).resolve().parents[1] / "scripts" / "plot"
SPACINGS = (30, 50, 100)


def last(run, field, value=None):
    """Seconds from the start of a run to the last line of its log that states a field, or to its start."""
    lines = [entry for entry in run.log if field in entry and value in (None, entry[field])]
    return run.seconds_at(lines[-1]) if lines else 0


def stages(run):
    """Seconds of each stage of a command."""
    ends = {"set_up": last(run, "backend")}
    if run.report and "events" in run.report:
        ends |= {"table": last(run, "needed_memory_bytes"), "events": last(run, "of", "events")}
    else:
        ends["table"] = max(run.seconds_at(entry) for entry in run.log)
    ends["output"] = run.wall_s
    begin, result = 0, {}
    for name, end in ends.items():
        result[name], begin = end - begin, end
    return result


class Picture:
    """scripts/plot, which has but one stage."""

    def __init__(self, spectra, path):
        begin = time.monotonic()
        subprocess.run((PLOT, "spectrum", *spectra, "-o", path), check=True, stdout=subprocess.DEVNULL)
        self.wall_s = time.monotonic() - begin


def main_job(options, folder):
    """The commands of scripts/run, by name."""
    program, kokkos = options.program, ("--backend", "kokkos", "--threads", options.threads, "--json", "--log-json")
    table, spectra = os.path.join(folder, "table.h5"), []
    yield "table", Run((program, "table", "paper-50nm", "-o", table, *kokkos))
    for spacing in SPACINGS:
        spectra.append(os.path.join(folder, f"{spacing}.h5"))
        yield f"spectrum {spacing} nm", Run((program, "spectrum", f"paper-{spacing}nm", "--events", options.events or "1e8",
                                             "--seed", 1, "--table", table, "-o", spectra[-1], *kokkos))
    yield "picture", Picture(spectra, os.path.join(folder, "spectrum.png"))


def long_job(options, folder):
    yield "spectrum", Run((options.program, "spectrum", "al-on-si", "--events", options.events or "1e10", "--backend",
                           "kokkos", "--threads", options.threads, "--json", "--log-json",
                           "-o", os.path.join(folder, "out.h5")))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/bin/slipburst")
    parser.add_argument("--job", choices=("main", "long"), default="main")
    parser.add_argument("--events", help="of each spectrum; without it 1e8 and 1e10")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    if options.repeats < 1:
        parser.error(f"--repeats {options.repeats}: give 1 or more")
    found = {}
    for _ in range(options.repeats):
        with tempfile.TemporaryDirectory() as folder:
            for name, run in (main_job if options.job == "main" else long_job)(options, folder):
                found.setdefault(name, []).append(run)
    where = context(options.program)
    for name, runs in found.items():
        line = {"benchmark": "stages", "job": options.job, "command": name, "threads": options.threads,
                "repeats": len(runs), "wall_seconds": summary([run.wall_s for run in runs])}
        if isinstance(runs[0], Run):
            each = [stages(run) for run in runs]
            line["stage_seconds"] = {stage: summary([one[stage] for one in each]) for stage in each[0]}
            line["events_per_second"] = (runs[0].report or {}).get("events_per_second")
        print(json.dumps({**line, **where}))


if __name__ == "__main__":
    main()
