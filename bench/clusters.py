#!/usr/bin/python3
"""Speed of watching clusters: at least so many cluster-windows of the 1000 keV preset, in all its temperatures. Prints one
JSON object on one line.

    bench/clusters.py [--program build/bin/slipburst] [--cluster-windows 1e9] [--threads 0] [--repeats 3]
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import time

CONDITIONS, CLUSTERS, WINDOWS = 13, 150, 10  # of the preset


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/bin/slipburst")
    parser.add_argument("--cluster-windows", type=float, default=1e9)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    version = subprocess.run((options.program, "info", "--json"), capture_output=True, text=True, check=True).stdout
    areas = math.ceil(options.cluster_windows / (CONDITIONS * CLUSTERS * WINDOWS))
    command = (options.program, "detrap", "tungsten-1000kev", "--areas", str(areas), "--threads", str(options.threads),
               "--quiet", "--json")
    seconds, reports = [], []
    for _ in range(options.repeats):
        begin = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
        seconds.append(time.monotonic() - begin)
        reports.append(json.loads(done.stdout))
    digests = {report["counts_sha256"] for report in reports}
    if len(digests) != 1:
        raise SystemExit(f"counts differ: {digests}")
    speeds = [report["cluster_windows_per_second"] for report in reports]
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        processor = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    print(json.dumps({"benchmark": "clusters", "git_hash": json.loads(version)["git_hash"], "processor": processor,
                      "cores": os.cpu_count(), "backend": reports[0]["backend"], "threads": options.threads,
                      "cluster_windows": reports[0]["cluster_windows"], "counts_sha256": digests.pop(),
                      "seconds": {"median": statistics.median(seconds), "minimum": min(seconds),
                                  "maximum": max(seconds)},
                      "cluster_windows_per_second": {"median": statistics.median(speeds), "minimum": min(speeds),
                                                     "maximum": max(speeds), "repeats": len(speeds)}}))


if __name__ == "__main__":
    main()
