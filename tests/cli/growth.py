#!/usr/bin/python3
"""bench/growth.py gives a line for each point of its series, with next to no work."""

import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from program import PROGRAM, usable_backends

GROWTH = os.path.join(os.environ["SLIPBURST_SOURCE_DIR"], "bench", "growth.py")
SMALL = ("--few", "1e5", "--fixed", "1e5", "--exposure", "1 second", "--threads", "1", "--repeats", "1")


def growth(*arguments):
    return subprocess.run((sys.executable, GROWTH, "--program", PROGRAM, *arguments), capture_output=True, text=True)


class Growth(unittest.TestCase):
    def test_lines(self):
        done = growth("--only", "events,stages,conditions,threads", "--events", "1e4,1e5", "--stages", "0,2", "--conditions", "1,3", *SMALL)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(
            [(line["series"], line["of"], line["value"]) for line in lines],
            [("events", of, events) for of in ("spectrum", "rates") for events in (1e4, 1e5)]
            + [("events", of, 1e12) for of in ("spectrum", "rates")]
            + [("stages", of, count) for of in ("pulse", "ramp", "warm-up") for count in (0, 2)]
            + [("conditions", "detrap", 1), ("conditions", "detrap", 3)]
            + [("threads", of, 1) for of in ("spectrum", "rates", "detrap", "experiment")])
        for line in lines:
            self.assertEqual(line["extrapolated"], line["value"] == 1e12, line)
            if not line["extrapolated"]:
                quantities = ("wall_seconds", "peak_MB") + (("per_second",) if line["series"] != "conditions" else ())
                for quantity in quantities:
                    self.assertGreater(line[quantity]["median"], 0, line)

    def test_bad_options(self):
        for arguments, message in ((("--only", "events,years"), "years is unknown; there are events, "),
                                   (("--repeats", "0"), "--repeats 0: give 1 or more")):
            done = growth(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn(message, done.stderr)


if __name__ == "__main__":
    if "kokkos" not in usable_backends():
        print("skipped: growth.py measures the backend kokkos, which is not in this build")
        sys.exit(77)
    unittest.main()
