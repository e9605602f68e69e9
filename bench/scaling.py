#!/usr/bin/python3
"""Speed of ranks of MPI: one against several, each with one thread, in turns. Prints one JSON object on one line.

    bench/scaling.py [--program build/bin/slipburst] [--ranks 2] [--events 2e9] [--repeats 5]
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile


def speed(program, ranks, table, events):
    """Events per second of one run."""
    environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    command = ("mpirun", "-n", str(ranks), program, "spectrum", "al-on-si", "--table", table, "--events", events,
               "--backend", "kokkos", "--threads", "1", "--quiet", "--json")
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    report = json.loads(done.stdout)
    return report["events_per_second"], report["counts_sha256"]


def summary(values):
    return {"median": statistics.median(values), "minimum": min(values), "maximum": max(values),
            "repeats": len(values)}


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/bin/slipburst")
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--events", default="2e9")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    version = subprocess.run((options.program, "info", "--json"), capture_output=True, text=True, check=True).stdout
    speeds, digests = {1: [], options.ranks: []}, set()
    with tempfile.TemporaryDirectory() as folder:
        table = os.path.join(folder, "table.h5")
        subprocess.run((options.program, "table", "al-on-si", "-o", table, "--quiet"), check=True, capture_output=True)
        for _ in range(options.repeats):
            for ranks, values in speeds.items():
                value, digest = speed(options.program, ranks, table, options.events)
                values.append(value)
                digests.add(digest)
    if len(digests) != 1:
        raise SystemExit(f"counts differ: {digests}")
    one, several = (summary(values) for values in speeds.values())
    print(json.dumps({"benchmark": "scaling", "git_hash": json.loads(version)["git_hash"], "processor": processor(),
                      "cores": os.cpu_count(), "events": options.events, "ranks": options.ranks,
                      "events_per_second_of_one": one, "events_per_second_of_all": several,
                      "efficiency": several["median"] / one["median"] / options.ranks}))


if __name__ == "__main__":
    main()
