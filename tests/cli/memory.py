#!/usr/bin/python3
"""Memory: the need of a run is estimated and reported, and a run that needs too much is refused before it allocates."""

import json
import os
import resource
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from program import PROGRAM, QUICK_TABLE, InFolder, quick_table

FINE = ("--set", "histogram.bins_per_decade=1000", "--set", "histogram.plane_bins_per_decade=100")


def run_measured(*arguments, **variables):
    """Exit status, stderr, and peak resident memory in bytes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLURM_")}
    process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                               env={**kept, **variables})
    errors = process.stderr.read()
    process.stderr.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, errors, used.ru_maxrss * 1024


def sanitized():
    """Whether the program keeps freed memory, to find later use of it."""
    with open(PROGRAM, "rb") as program:
        return b"__asan_init" in program.read()


@unittest.skipIf(sanitized(), "sanitizers take memory of their own")
class Memory(InFolder):
    def command(self, name, *extra, threads=2):
        return (name, "paper-50nm", *QUICK_TABLE, "--threads", str(threads), "--events", "1e5", "--table", quick_table(), *extra)

    def test_estimates_hold(self):
        _, _, idle = run_measured(*self.command("spectrum", "--set", "histogram.bins_per_decade=1"))
        rates = ("--set", "histogram.bins_per_decade=1000", "--set", "histogram.time_bins_per_decade=30")
        for command in (self.command("spectrum", *FINE), self.command("spectrum", *FINE, "--method", "stratified"),
                        self.command("rates", *rates), self.command("rates", *rates, "--sampling", "plain")):
            with self.subTest(command=command):
                status, errors, peak = run_measured(*command, "--log-json", "--overwrite", "-o", self.path("out.h5"))
                self.assertEqual(status, 0, errors)
                (need,) = [entry for entry in map(json.loads, errors.splitlines()) if "needed_memory_bytes" in entry]
                self.assertGreater(need["free_memory_bytes"], 0)
                self.assertIn("needs about", need["message"])
                self.assertGreater(need["needed_memory_bytes"], peak - idle)
                self.assertLess(need["needed_memory_bytes"], 2 * (peak - idle) + 40e6)

    def test_too_little_is_refused(self):
        before = sorted(os.listdir(self.folder))
        output = ("-o", self.path("out.h5"))
        vast = ("--set", "histogram.bins_per_decade=1000", "--set", "histogram.minimum=1e-30 eV", "--set",
                "histogram.time_bins_per_decade=100", "--set", "histogram.time_minimum=1e-25 s")
        for command in (self.command("spectrum", *FINE, "--method", "stratified", *output),
                        self.command("rates", *vast, *output)):
            with self.subTest(command=command):
                status, errors, peak = run_measured(*command, SLURM_MEM_PER_NODE="200")
                self.assertEqual(status, 1, errors)
                for words in ("this needs about", "free here", "histogram.bins_per_decade", "--threads"):
                    self.assertIn(words, errors.splitlines()[-1])
                self.assertLess(peak, 100e6)
                self.assertEqual(sorted(os.listdir(self.folder)), before)
        status, _, _ = run_measured(*self.command("spectrum", *output), SLURM_MEM_PER_NODE="200")
        self.assertEqual(status, 0)

    def test_a_limit_of_address_space_is_one_of_memory(self):
        limited = 700 << 20
        done = subprocess.run([PROGRAM, *self.command("spectrum", *FINE, "--method", "stratified", threads=1)],
                              capture_output=True, text=True,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limited, limited)))
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("this needs about", done.stderr)


if __name__ == "__main__":
    unittest.main()
