#!/usr/bin/python3
"""Killed at random moments, checkpoint writes among them, a run ends with the right bytes by --resume; and pieces in
random order are merged: 20 kills and 1,000 pieces, or fewer where tests are short."""

import concurrent.futures
import os
import random
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), os.pardir, "cli", "support"))
from long_tests import long_tests
from program import PROGRAM, QUICK_TABLE, InFolder, quick_table, result

# A state that is put in place half-written or lost, and events that are drawn twice or never, spoil the first resumed run.
# Only windows between two steps of a write need many kills.
KILLS = 20 if long_tests() else 6
# Wrong sums, gaps and orders show with any number of pieces; the thousand shows merging that takes time by their square.
PIECES = 1000 if long_tests() else 100


class Killed(InFolder):
    def command(self, *arguments, output):
        return ("spectrum", "al-on-si", *QUICK_TABLE, "--table", quick_table(), *arguments, "-o", self.path(output))

    def same_bytes(self, one, other):
        with open(self.path(one), "rb") as a, open(self.path(other), "rb") as b:
            self.assertEqual(a.read(), b.read())

    def wait_for_writing(self, process):
        """Waits until a file is being written, or the process has ended."""
        while process.poll() is None and not any("unfinished" in name for name in os.listdir(self.folder)):
            pass

    def test_kills(self):
        # A plane makes the state large, and each part of a run is saved: much of the time goes to writing.
        run = ("--method", "stratified", "--events", "1.5e8", "--set", "histogram.plane_bins_per_decade=6")
        begin = time.monotonic()
        result(*self.command(*run, output="whole.h5"))
        duration = time.monotonic() - begin
        command = (*self.command(*run, output="out.h5"), "--checkpoint-every", "1 ms", "--resume")
        draw = random.Random(5)
        moments = [0.05 + (duration - 0.05) * (i + draw.random()) / KILLS for i in range(KILLS)]  # from all of the run
        draw.shuffle(moments)
        resumed = writing = 0
        for trial in range(KILLS):
            with self.subTest(trial=trial):
                process = subprocess.Popen([PROGRAM, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(moments[trial])
                if trial % 2:
                    self.wait_for_writing(process)
                process.send_signal(signal.SIGKILL)
                process.wait()
                left = os.listdir(self.folder)
                writing += any("unfinished" in name for name in left)
                resumed += any("checkpoint" in name for name in left)
                result(*command)
                self.same_bytes("out.h5", "whole.h5")
                self.assertEqual(sorted(os.listdir(self.folder)), ["out.h5", "whole.h5"])
                os.remove(self.path("out.h5"))
        print(f"{resumed} of {KILLS} went on from a checkpoint, {writing} were killed while a file was written")
        self.assertGreaterEqual(resumed, KILLS // 4)
        self.assertGreaterEqual(writing, max(1, 3 * KILLS // 20))

    def test_pieces(self):
        events = ("--events", "1000000", "--backend", "reference")

        def draw(i):
            result(*self.command(*events, "--shard", f"{i}/{PIECES}", output=f"{i}.h5"))
            return self.path(f"{i}.h5")

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            pieces = list(pool.map(draw, range(1, PIECES + 1)))
        random.Random(1).shuffle(pieces)
        begin = time.monotonic()
        merged = result("merge", *pieces, "-o", self.path("merged.h5"))
        seconds = time.monotonic() - begin
        print(f"{PIECES} pieces merged in {seconds:.2f} s")
        self.assertEqual(merged["merged_files"], PIECES)
        self.assertLess(seconds, 10)
        result(*self.command(*events, output="whole.h5"))
        self.same_bytes("merged.h5", "whole.h5")


if __name__ == "__main__":
    unittest.main()
