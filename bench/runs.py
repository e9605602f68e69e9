"""Timed runs of the program slipburst: wall time, peak memory, report and log."""

import datetime
import json
import os
import statistics
import subprocess
import tempfile
import time


class Run:
    """One finished run: `wall_s`, `processor_s` of all its threads, `peak_MB`, `report` (JSON), `log` (JSON lines)."""

    def __init__(self, command):
        command = [str(word) for word in command]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as log:
            self.began = time.time()
            begin = time.monotonic()
            process = subprocess.Popen(command, stdout=out, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall_s = time.monotonic() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            log.seek(0)
            # Long texts are left out: the next program would inherit the memory as its peak.
            output = out.read() if out.read(1) == b"{" else b""
            lines = log.read().decode().splitlines()
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n" + "\n".join(lines))
        self.processor_s = usage.ru_utime + usage.ru_stime
        self.peak_MB = usage.ru_maxrss * 1024 / 1e6
        self.report = json.loads(b"{" + output) if output else None
        self.log = [json.loads(line) for line in lines if line.startswith("{")]

    def seconds_at(self, entry):
        """Seconds from the start of the process to a line of its log."""
        moment = datetime.datetime.fromisoformat(entry["time"].replace("Z", "+00:00")).timestamp()
        return moment - self.began


def summary(values):
    """Median, minimum, maximum and spread, as slipburst_bench gives them."""
    median = statistics.median(values)
    return {"median": median, "minimum": min(values), "maximum": max(values),
            "spread": (max(values) - min(values)) / median}


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")


def context(program):
    """Context of a measurement, part of every line: program, processor, CPUs and time."""
    info = json.loads(subprocess.run((program, "info", "--json"), capture_output=True, text=True, check=True).stdout)
    return {"git_hash": info["git_hash"], "processor": processor(), "cpus": len(os.sched_getaffinity(0)),
            "time": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")}
