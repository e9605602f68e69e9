#!/usr/bin/python3
"""Killed at 20 random moments, checkpoint writes among them, a run ends with the right bytes by --resume; and 1,000
pieces are merged."""

import concurrent.futures
import os
import random
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), os.pardir, "cli", "support"))
from program import PROGRAM, InFolder, result

QUICK = ("--set", "table.tolerance=0.01")


class Killed(InFolder):
    def setUp(self):
        super().setUp()
        self.table = self.path("table.h5")
        result("table", "al-on-si", *QUICK, "-o", self.table)

    def command(self, *arguments, output):
        return ("spectrum", "al-on-si", *QUICK, "--table", self.table, *arguments, "-o", self.path(output))

    def same_bytes(self, one, other):
        with open(self.path(one), "rb") as a, open(self.path(other), "rb") as b:
            self.assertEqual(a.read(), b.read())

    def wait_for_writing(self, process):
        """Waits until a file is being written, or the process has ended."""
        while process.poll() is None and not any("unfinished" in name for name in os.listdir(self.folder)):
            pass

    def test_twenty_kills(self):
        # A plane makes the state large, and each part of a run is saved: much of the time goes to writing.
        run = ("--method", "stratified", "--events", "1.5e8", "--set", "histogram.plane_bins_per_decade=6")
        begin = time.monotonic()
        result(*self.command(*run, output="whole.h5"))
        duration = time.monotonic() - begin
        command = (*self.command(*run, output="out.h5"), "--checkpoint-every", "1 ms", "--resume")
        draw = random.Random(5)
        resumed = writing = 0
        for trial in range(20):
            with self.subTest(trial=trial):
                process = subprocess.Popen([PROGRAM, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(draw.uniform(0.05, duration))
                if trial % 2:
                    self.wait_for_writing(process)
                process.send_signal(signal.SIGKILL)
                process.wait()
                left = os.listdir(self.folder)
                writing += any("unfinished" in name for name in left)
                resumed += any("checkpoint" in name for name in left)
                result(*command)
                self.same_bytes("out.h5", "whole.h5")
                self.assertEqual(sorted(os.listdir(self.folder)), ["out.h5", "table.h5", "whole.h5"])
                os.remove(self.path("out.h5"))
        print(f"{resumed} of 20 went on from a checkpoint, {writing} were killed while a file was written")
        self.assertGreaterEqual(resumed, 5)
        self.assertGreaterEqual(writing, 3)

    def test_thousand_pieces(self):
        events = ("--events", "1000000", "--backend", "reference")

        def draw(i):
            result(*self.command(*events, "--shard", f"{i}/1000", output=f"{i}.h5"))
            return self.path(f"{i}.h5")

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            pieces = list(pool.map(draw, range(1, 1001)))
        random.Random(1).shuffle(pieces)
        begin = time.monotonic()
        merged = result("merge", *pieces, "-o", self.path("merged.h5"))
        seconds = time.monotonic() - begin
        print(f"1,000 pieces merged in {seconds:.2f} s")
        self.assertEqual(merged["merged_files"], 1000)
        self.assertLess(seconds, 10)
        result(*self.command(*events, output="whole.h5"))
        self.same_bytes("merged.h5", "whole.h5")


if __name__ == "__main__":
    unittest.main()
