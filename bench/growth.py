#!/usr/bin/python3
"""Growth of cost and memory with the size of a run: one JSON line for each point of each series.

    bench/growth.py [--only events,bins,table,strata,slices,stages,conditions,threads] [--events 1e6,1e7,1e8,1e9,1e10]
                    [--repeats 3] [--threads 2] [--picture growth.png]

Each line has wall time, speed and peak memory. `of` says of what: a command, or a kind of stages.

events: of spectrum and rates against the number of events; the line of 1e12 events is extrapolated from the two largest
measured, and says so. bins, table, strata: at 1e9 events (--fixed) against bins per decade (of both), table.tolerance (with
the cost of building the table), and the method. slices, stages, conditions: set-up and output, at 1e6 events (--few) or 10
areas, against slices of the axis of times and stages of the history (rates), and temperatures (detrap). threads: of
spectrum, rates, detrap and experiment. The points of a series are measured in turns.
"""

import argparse
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import growth_cases  # noqa: E402  (beside this file)
from runs import Run, context, summary  # noqa: E402

CASE, CLUSTERS = "al-on-si", "tungsten-1000kev"
WINDOWS_OF_AN_AREA = 13 * 150 * 10  # temperatures, clusters, windows: cluster-windows of an area in each condition
DECADES = ("1e-13 s", "1e30 s", 43)  # the longest axis of times: from the attempts of a line on, to what can be written
FAR = 1e12


def of_report(reports):
    """Numbers of the reports of a point, if it has any, which are those of a run or of a table."""
    first = reports[0]
    if first is None:
        return {}
    for amount in ("cluster_windows", "events"):
        if amount in first:
            return {amount: first[amount], "per_second": summary([one[f"{amount}_per_second"] for one in reports])}
    return {name: first[name] for name in ("stress_cells", "height_cells", "segments", "max_relative_error")}


class Growth:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.context = context(options.program)
        self.table = self.path("table.h5")
        self.build(self.table)

    def path(self, name, text=None):
        """A file of the folder, which is written if there is a text for it."""
        path = os.path.join(self.folder, name)
        if text is not None:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return path

    def run(self, command, case, *more, output="out.h5", threads=None, report=("--json",)):
        return Run((self.options.program, command, case, *more, "--backend", "kokkos", "--threads",
                    threads or self.options.threads, *report, "--log-json", "-o", self.path(output), "--overwrite"))

    def build(self, path, *settings, case=CASE):
        return self.run("table", case, *settings, output=path)

    def sample(self, command, events, *more, case=CASE, table=None, threads=None):
        """Spectrum or rates."""
        return self.run(command, case, "--events", events, "--table", table or self.table, *more, threads=threads)

    def series(self, name, points):
        """Measures the points in turns. \\param points  (of, value): function that makes a run"""
        runs = {key: [] for key in points}
        for repeat in range(self.options.repeats):
            for key, make in points.items():
                print(f"{name} {' '.join(map(str, key))}: run {repeat + 1} of {self.options.repeats}", file=sys.stderr)
                runs[key].append(make())
        lines = [{"benchmark": "growth", "series": name, "of": of, "value": value, "extrapolated": False,
                  "repeats": len(some), "wall_seconds": summary([run.wall_s for run in some]),
                  "processor_seconds": summary([run.processor_s for run in some]),
                  "peak_MB": summary([run.peak_MB for run in some]), **of_report([run.report for run in some]),
                  **self.context} for (of, value), some in runs.items()]
        for line in lines:
            print(json.dumps(line), flush=True)
        return lines

    def events(self):
        numbers = sorted(float(number) for number in self.options.events.split(","))
        lines = self.series("events", {(of, n): lambda of=of, n=n: self.sample(of, f"{n:.0f}")
                                       for of in ("spectrum", "rates") for n in numbers})
        for of in ("spectrum", "rates") if len(numbers) > 1 else ():
            (n0, t0), (n1, t1) = ((line["value"], line["wall_seconds"]["median"])
                                  for line in [line for line in lines if line["of"] == of][-2:])
            far = {"benchmark": "growth", "series": "events", "of": of, "value": FAR, "extrapolated": True,
                   "from": [n0, n1], "wall_seconds": {"median": t1 + (FAR - n1) * (t1 - t0) / (n1 - n0)}, **self.context}
            print(json.dumps(far), flush=True)
            lines.append(far)
        return lines

    def bins(self):
        def at(of, bins):
            return self.sample(of, self.options.fixed, "--set", f"histogram.bins_per_decade={bins}")
        return self.series("bins", {(of, bins): lambda of=of, bins=bins: at(of, bins)
                                    for of in ("spectrum", "rates") for bins in (10, 40, 160, 640, 1000)})

    def tables(self):
        settings = {tolerance: ("--set", f"table.tolerance={tolerance:g}") for tolerance in (1e-2, 1e-3, 1e-4, 1e-5)}
        files = {tolerance: self.path(f"{tolerance:g}.h5") for tolerance in settings}
        self.series("table-build", {("table", t): lambda t=t: self.build(files[t], *settings[t]) for t in settings})
        return self.series("table", {("spectrum", t): lambda t=t: self.sample("spectrum", self.options.fixed, *settings[t],
                                                                              table=files[t]) for t in settings})

    def strata(self):
        def by(method):
            return self.sample("spectrum", self.options.fixed, "--method", method)
        return self.series("strata", {("spectrum", method): lambda m=method: by(m) for method in ("plain", "stratified")})

    def slices(self):
        first, last, decades = DECADES

        def at(bins):
            return self.sample("rates", self.options.few, "--set", f"histogram.time_minimum={first}",
                               "--set", f"histogram.time_maximum={last}", "--set", f"histogram.time_bins_per_decade={bins}")
        return self.series("slices", {("rates", decades * bins): lambda bins=bins: at(bins) for bins in (1, 3, 10, 30, 100)})

    def stages(self):
        table = self.path("stressed.h5")
        self.build(table, case=self.path("stressed.toml", growth_cases.history("pulse", 1)))

        def at(kind, count):
            case = self.path("stages.toml", growth_cases.history(kind, count))
            return self.sample("rates", self.options.few, case=case, table=table)
        return self.series("stages", {(kind, count): lambda kind=kind, count=count: at(kind, count)
                                      for kind in growth_cases.STAGES for count in self.options.stages})

    def conditions(self):
        def at(count):
            return self.run("detrap", self.path("conditions.toml", growth_cases.conditions(count)), "--areas", 10, report=())
        return self.series("conditions", {("detrap", count): lambda count=count: at(count) for count in self.options.conditions})

    def threads(self):
        fixed = self.options.fixed
        runs = {"spectrum": lambda n: self.sample("spectrum", fixed, threads=n),
                "rates": lambda n: self.sample("rates", fixed, threads=n),
                "detrap": lambda n: self.run("detrap", CLUSTERS, "--areas", int(float(fixed) / WINDOWS_OF_AN_AREA) + 1, threads=n),
                "experiment": lambda n: self.run("experiment", CASE, "--exposure", self.options.exposure, "--above", "1 eV",
                                                 "--table", self.table, threads=n)}
        return self.series("threads", {(of, n): lambda make=make, n=n: make(n) for of, make in runs.items()
                                       for n in range(1, self.options.threads + 1)})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = {"events": Growth.events, "bins": Growth.bins, "table": Growth.tables, "strata": Growth.strata,
             "slices": Growth.slices, "stages": Growth.stages, "conditions": Growth.conditions, "threads": Growth.threads}

    def counts(text):
        return [int(float(count)) for count in text.split(",")]

    parser.add_argument("--program", default="build/bin/slipburst")
    parser.add_argument("--only", default=",".join(known), help="series, with commas between")
    parser.add_argument("--events", default="1e6,1e7,1e8,1e9,1e10", help="of the series of events")
    parser.add_argument("--fixed", default="1e9", help="events of bins, table, strata and threads, or cluster-windows")
    parser.add_argument("--few", default="1e6", help="events of slices and stages")
    parser.add_argument("--stages", type=counts, default="0,1,4,16,32,64", help="of the series of stages, at most 64")
    parser.add_argument("--conditions", type=counts, default="1,16,256,4096,65536", help="of the series, at most 65536")
    parser.add_argument("--exposure", default="1 week", help="of the lists of the series of threads")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--picture", help="draw it all into this file")
    options = parser.parse_args()
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
        import growth_picture  # needs matplotlib
        growth_picture.draw(series, options.picture)


if __name__ == "__main__":
    main()
