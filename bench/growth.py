#!/usr/bin/python3
"""Growth of cost and memory of `slipburst spectrum al-on-si`: one JSON line for each point of each series.

    bench/growth.py [--only events,bins,table,strata,threads] [--events 1e6,1e7,1e8,1e9,1e10] [--repeats 3]
                    [--threads 2] [--picture growth.png]

events: wall time, events per second and peak memory against the number of events; the line of 1e12 events is extrapolated
from the two largest measured, and says so. bins, table, strata, threads: the same at 1e9 events (--fixed) against bins per
decade, table.tolerance (with the cost of building the table), the method, and CPU threads. The points of a series are
measured in turns.
"""

import argparse
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from runs import Run, context, summary  # noqa: E402  (beside this file)

CASE = "al-on-si"
FAR = 1e12


def of_report(reports):
    """Numbers of the reports of a point, which are those of a spectrum or of a table."""
    first = reports[0]
    if "events" in first:
        return {"events": first["events"], "events_per_second": summary([one["events_per_second"] for one in reports])}
    return {name: first[name] for name in ("stress_cells", "height_cells", "segments", "max_relative_error")}


class Growth:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.context = context(options.program)
        self.table = os.path.join(folder, "table.h5")
        self.build(self.table)

    def build(self, path, *settings):
        return Run((self.options.program, "table", CASE, *settings, "-o", path, "--overwrite", "--backend", "kokkos",
                    "--threads", self.options.threads, "--json"))

    def spectrum(self, events, *more, table=None, threads=None):
        return Run((self.options.program, "spectrum", CASE, "--events", events, "--table", table or self.table,
                    "--backend", "kokkos", "--threads", threads or self.options.threads, "--json", "--log-json",
                    "-o", os.path.join(self.folder, "out.h5"), "--overwrite", *more))

    def series(self, name, points):
        """Measures the points in turns. \\param points  value: function that makes a run"""
        runs = {value: [] for value in points}
        for repeat in range(self.options.repeats):
            for value, make in points.items():
                print(f"{name} {value}: run {repeat + 1} of {self.options.repeats}", file=sys.stderr)
                runs[value].append(make())
        lines = [{"benchmark": "growth", "series": name, "value": value, "extrapolated": False,
                  "repeats": len(some), "wall_seconds": summary([run.wall_s for run in some]),
                  "processor_seconds": summary([run.processor_s for run in some]),
                  "peak_MB": summary([run.peak_MB for run in some]), **of_report([run.report for run in some]),
                  **self.context} for value, some in runs.items()]
        for line in lines:
            print(json.dumps(line), flush=True)
        return lines

    def events(self):
        numbers = sorted(float(number) for number in self.options.events.split(","))
        lines = self.series("events", {n: lambda n=n: self.spectrum(f"{n:.0f}") for n in numbers})
        if len(lines) > 1:
            (n0, t0), (n1, t1) = ((line["value"], line["wall_seconds"]["median"]) for line in lines[-2:])
            far = {"benchmark": "growth", "series": "events", "value": FAR, "extrapolated": True,
                   "from": [n0, n1], "wall_seconds": {"median": t1 + (FAR - n1) * (t1 - t0) / (n1 - n0)}, **self.context}
            print(json.dumps(far), flush=True)
            lines.append(far)
        return lines

    def bins(self):
        def at(bins):
            return self.spectrum(self.options.fixed, "--set", f"histogram.bins_per_decade={bins}")
        return self.series("bins", {bins: lambda bins=bins: at(bins) for bins in (10, 40, 160, 640, 1000)})

    def tables(self):
        settings = {tolerance: ("--set", f"table.tolerance={tolerance:g}") for tolerance in (1e-2, 1e-3, 1e-4, 1e-5)}
        files = {tolerance: os.path.join(self.folder, f"{tolerance:g}.h5") for tolerance in settings}
        self.series("table-build", {t: lambda t=t: self.build(files[t], *settings[t]) for t in settings})
        return self.series("table", {t: lambda t=t: self.spectrum(self.options.fixed, *settings[t], table=files[t])
                                     for t in settings})

    def strata(self):
        return self.series("strata", {method: lambda m=method: self.spectrum(self.options.fixed, "--method", m)
                                      for method in ("plain", "stratified")})

    def threads(self):
        return self.series("threads", {threads: lambda t=threads: self.spectrum(self.options.fixed, threads=t)
                                       for threads in range(1, self.options.threads + 1)})


def draw(series, path):
    """All series in one picture: speeds, and for the events wall time and memory too."""
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "scripts"))
    from plotting import style

    panels = [("events", "wall_seconds", "wall time (s)", 1), ("events", "peak_MB", "peak memory (MB)", 1)]
    panels += [(name, "events_per_second", "events per second (1e6)", 1e-6)
               for name in ("events", "bins", "table", "strata", "threads")]
    panels = [panel for panel in panels if panel[0] in series]
    labels = {"events": "events", "bins": "bins per decade", "table": "table.tolerance", "strata": "method",
              "threads": "threads"}
    columns = min(len(panels), 4)
    rows = -(-len(panels) // columns)
    fig, axes = style.figure(3 * columns, 2.7 * rows, rows, columns, squeeze=False)
    for axis in axes.flat[len(panels):]:
        axis.set_visible(False)
    for axis, (name, quantity, label, scale) in zip(axes.flat, panels):
        lines = [line for line in series[name] if quantity in line]
        measured = [line for line in lines if not line["extrapolated"]]
        x = [line["value"] for line in measured]
        y = [scale * line[quantity]["median"] for line in measured]
        low = [scale * (line[quantity]["median"] - line[quantity]["minimum"]) for line in measured]
        high = [scale * (line[quantity]["maximum"] - line[quantity]["median"]) for line in measured]
        axis.errorbar(x, y, (low, high), marker="o", color=style.BLUE, capsize=3)
        for line in lines:
            if line["extrapolated"]:
                axis.plot(line["value"], scale * line[quantity]["median"], "o", mfc="none", color=style.ORANGE,
                          label="extrapolated")
                axis.legend()
        if name in ("strata", "threads"):
            axis.set_xticks(x)
            axis.margins(x=0.2)
        else:
            axis.set_xscale("log")
        if quantity == "wall_seconds":
            axis.set_yscale("log")
        else:
            axis.set_ylim(0, 1.15 * max(one + up for one, up in zip(y, high)))
        axis.set_xlabel(labels[name])
        axis.set_ylabel(label)
    style.save(fig, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/bin/slipburst")
    parser.add_argument("--only", default="events,bins,table,strata,threads", help="series, with commas between")
    parser.add_argument("--events", default="1e6,1e7,1e8,1e9,1e10", help="of the series of events")
    parser.add_argument("--fixed", default="1e9", help="events of the other series")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--picture", help="draw it all into this file")
    options = parser.parse_args()
    known = {"events": Growth.events, "bins": Growth.bins, "table": Growth.tables, "strata": Growth.strata,
             "threads": Growth.threads}
    chosen = options.only.split(",")
    unknown = [name for name in chosen if name not in known]
    if unknown:
        parser.error(f"--only {','.join(unknown)} is unknown; there are {', '.join(known)}")
    if options.repeats < 1:
        parser.error(f"--repeats {options.repeats}: give 1 or more")
    with tempfile.TemporaryDirectory() as folder:
        growth = Growth(options, folder)
        series = {name: known[name](growth) for name in chosen}
    if options.picture:
        draw(series, options.picture)


if __name__ == "__main__":
    main()
