#!/usr/bin/python3
"""The peers that bench/peers compares slipburst with find the same answers as slipburst."""

import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from program import InFolder

PROGRAMS = os.path.dirname(os.environ["SLIPBURST"])
PEERS = os.path.join(os.environ["SLIPBURST_SOURCE_DIR"], "bench", "peers")
ALWAYS = {"scipy", "numpy", "odeint"}


def run(*arguments):
    command = (sys.executable, os.path.join(PEERS, "run.py"), "--programs", PROGRAMS, *arguments)
    return subprocess.run(command, capture_output=True, text=True)


class Peers(InFolder):
    def test_answers(self):
        output = self.path("peers.json")
        done = run("--small", "--repeats", "1", "--backends", "reference", "--peers", "scipy,odeint,lambert,numpy,cub",
                   "-o", output)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(output, encoding="utf-8") as file:
            records = [json.loads(line) for line in file]
        checked = {record["contender"] for record in records if record.get("answer")}
        self.assertLessEqual(ALWAYS, checked)
        for record in records:
            if record.get("answer"):
                self.assertTrue(record["answer"]["same"], record)
                self.assertIn(f"  {record['contender']} ", done.stdout)
            elif "skipped" in record:
                self.assertIn(f"skipped: {record['contender']} ({record['skipped']})", done.stdout)

    def test_missing_peer_is_skipped_by_name(self):
        # An interpreter without any module but its own.
        isolated = self.path("python")
        with open(isolated, "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nexec {sys.executable} -I -S -c \'import runpy, sys; sys.argv = sys.argv[1:]; '
                       'sys.path.insert(0, sys.argv[0].rpartition("/")[0]); runpy.run_path(sys.argv[0], '
                       'run_name="__main__")\' "$@"\n')
        os.chmod(isolated, 0o755)
        done = run("--small", "--repeats", "1", "--backends", "reference", "--case", "segments", "--peers", "scipy,diffrax",
                   "--python", isolated)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("skipped: scipy (module numpy is not installed)", done.stdout)
        self.assertIn("skipped: diffrax (module numpy is not installed)", done.stdout)

    def test_bad_options(self):
        for arguments, message in ((("--peers", "matlab"), "matlab is unknown; there are "),
                                   (("--repeats", "0"), "--repeats: give 1 or more"),
                                   (("--cpu", "100000"), "--cpu 100000: there are ")):
            done = run(*arguments)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(message, done.stderr)
        done = subprocess.run((sys.executable, os.path.join(PEERS, "run.py"), "--programs", "/nowhere"),
                              capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("/nowhere/slipburst", done.stderr)


class WrongAnswers(unittest.TestCase):
    """The check itself can fail."""

    @classmethod
    def setUpClass(cls):
        sys.path.insert(0, PEERS)
        import answers

        cls.answers = answers

    def test_segments(self):
        work = {"kind": "segments", "relative_tolerance": 1e-8, "units": {"energy_eV_per_nm": 0.7}}
        exact = {"steps_accepted": [300] * 4, "exact": {"crystal_above": [1.0, 2.0, 1e-9, 3.0], "film_above": [0.5, 0.25, 0.0, 0.125]}}
        found = {"every": 3, "above_gap": [[1.0, 0.5], [3.0, 0.125]]}
        self.assertTrue(self.answers.check(work, exact, found)["same"])
        for wrong in (3.0003, 2.9997, float("nan")):
            found["above_gap"][1][0] = wrong
            self.assertFalse(self.answers.check(work, exact, found)["same"], wrong)
        self.assertFalse(self.answers.check(work, exact, {"every": 3, "above_gap": [[1.0, 0.5]]})["same"])

    def test_events(self):
        slow = [4000, 100, 2000, 3000, 900, 0]
        exact = {"events": 10000, "channels": {name: {"slow": slow, "fast": [0] * 6} for name in ("crystal", "film")}}
        found = {"events": 10000, "counts": [slow, slow]}
        self.assertTrue(self.answers.check({"kind": "events"}, exact, found)["same"])
        moved = [4000, 100, 1700, 3300, 900, 0]
        self.assertFalse(self.answers.check({"kind": "events"}, exact, {**found, "counts": [slow, moved]})["same"])
        one = [4000, 100, 1999, 3001, 900, 0]
        self.assertTrue(self.answers.check({"kind": "events"}, exact, {**found, "counts": [one, slow]})["same"])
        same_words = {**found, "counts": [one, slow], "same_words": True}
        self.assertFalse(self.answers.check({"kind": "events"}, exact, same_words)["same"])
        self.assertFalse(self.answers.check({"kind": "events"}, exact, {**found, "events": 9999})["same"])


if __name__ == "__main__":
    if not os.path.exists(os.path.join(PROGRAMS, "slipburst_bench")):
        print("skipped: slipburst_bench is not built")
        sys.exit(77)
    unittest.main()
