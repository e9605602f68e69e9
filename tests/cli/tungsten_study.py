#!/usr/bin/python3
"""bench/cases/tungsten/study: the study of tungsten leaves the pictures and the numbers of its README, and refuses bad
command lines.

With `scripts/test --long` every number is compared, else all but those of the twenty seeds.
"""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py

from long_tests import long_tests
from program import PROGRAM, InFolder

STUDY = os.path.join(os.environ["SLIPBURST_SOURCE_DIR"], "bench", "cases", "tungsten", "study")
LONG = long_tests()
PICTURES = {"arrhenius", "decay", "intensity", "sigma", "peierls", "distances", "temperature", "models"}


def study(*arguments, cwd, **changes):
    return subprocess.run([STUDY, *arguments], capture_output=True, text=True, cwd=cwd, timeout=600,
                          env=os.environ | {"SLIPBURST": PROGRAM} | changes)


def readme_numbers():
    """Lines of the table in the study's README."""
    with open(os.path.join(os.path.dirname(STUDY), "README.md"), encoding="utf-8") as file:
        return file.read().split("<!-- numbers.md -->\n")[1].split("<!-- end -->")[0].splitlines()


class TungstenStudy(InFolder):
    def test_results(self):
        seeds = ("--seeds", "20") if LONG else ()
        done = study("--bootstrap", "0", *seeds, "out", cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        out = self.path("out")
        shipped = [line for line in readme_numbers() if LONG or "seeds 1 to" not in line]
        self.assertGreater(len(shipped), 25)
        with open(os.path.join(out, "numbers.md"), encoding="utf-8") as file:
            self.assertEqual(file.read().splitlines(), shipped)
        pictures = {name[:-4] for name in os.listdir(out) if name.endswith(".png")}
        self.assertEqual(pictures, PICTURES)
        for name in pictures:
            with open(os.path.join(out, f"{name}.png"), "rb") as file:
                self.assertEqual(file.read(4), b"\x89PNG")
        # Pseudo-data say so, and the fits are of them.
        with open(os.path.join(out, "1000kev.csv"), encoding="utf-8") as file:
            first, *lines = file.read().splitlines()
            rows = [line for line in lines if not line.startswith("#")][1:]
        self.assertIn("not measured", first)
        self.assertIn("seed 1", first)
        moves = [int(row.split(",")[3]) for row in rows]
        with h5py.File(os.path.join(out, "one-quantum.h5")) as file:
            self.assertEqual(file["data/moves"][:len(moves)].tolist(), moves)
        for name in ("1000kev-once.h5", "1000kev.h5"):  # one and the same measurement
            with h5py.File(os.path.join(out, name)) as file:
                self.assertEqual(file["areas/moves"][0, :, 0].tolist(), moves)
                self.assertEqual(file.attrs["seed"], 1)
        # Ten areas find the truth and leave no room for one classical barrier.
        with h5py.File(os.path.join(out, "ten-quantum.h5")) as file:
            names = [name.decode() for name in file["parameters/name"][:]]
            for name, truth in (("barrier", 38), ("critical_temperature", 103.33)):
                i = names.index(name)
                self.assertLess(abs(file["parameters/value"][i] - truth), 4 * file["parameters/sigma"][i])
            compared = {name.decode(): i for i, name in enumerate(file["comparison/model"][:])}
            self.assertGreater(file["comparison/sigma"][compared["classical"]], 5)
            self.assertLess(file["comparison/sigma"][compared["quantum"]], 4)

    def test_refusals(self):
        for arguments, changes, words in (
            (("out",), {"SLIPBURST": self.path("none")}, ("there is no program", "scripts/build")),
            (("--areas",), {}, ("--areas needs a value",)),
            (("--bogus", "out"), {}, ("unknown option --bogus",)),
            (("a", "b"), {}, ("one folder",)),
        ):
            done = study(*arguments, cwd=self.folder, **changes)
            self.assertEqual(done.returncode, 2, arguments)
            for word in words:
                self.assertIn(word, done.stderr)
            self.assertEqual(os.listdir(self.folder), [])

    def test_failures_are_passed_on(self):
        done = study("--areas", "none", "out", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--areas", done.stderr)
        self.assertFalse(any(name.endswith(".png") for name in os.listdir(self.path("out"))))


if __name__ == "__main__":
    unittest.main()
