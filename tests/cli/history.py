#!/usr/bin/python3
"""History of the film: stages of a case and their messages, seen through the program."""

import os
import sys
import tomllib
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py

from program import QUICK_TABLE, InFolder, quick_table, result, run
from sealed import decoded

CASES = os.path.join(os.path.dirname(__file__), "..", "..", "bench", "cases")
HEAD = 'preset = "al-on-si"\n'
PULSE = '[[history]]\nkind = "pulse"\nduration = "1 hour"\neta_shift = 0.01\n'


class History(InFolder):
    def init(self, *arguments):
        done = run("init", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def stages(self, *arguments):
        return tomllib.loads(self.init(*arguments)).get("history", [])

    def test_example_cases(self):
        pulse = self.stages(os.path.join(CASES, "pulse.toml"))
        self.assertEqual(pulse, [{"kind": "pulse", "duration": "1 hour", "eta_shift": 0.01}])
        hold, warm_up = self.stages(os.path.join(CASES, "warm-up.toml"))
        self.assertEqual(hold, {"kind": "hold", "duration": "1 year"})
        self.assertEqual(warm_up, {"kind": "warm-up", "duration": "1 day", "refill": 0.5})

    def test_init_keeps_stages(self):
        case = self.write("case.toml", HEAD + PULSE + PULSE + 'start = "1 week"\ntemperature = "4 K"\n')
        first = self.init(case)
        again = self.init(self.write("again.toml", first))
        self.assertEqual(first.split("\n", 1)[1], again.split("\n", 1)[1])
        self.assertEqual(len(self.stages(case)), 2)
        self.assertEqual(self.stages(case, "--set", "history=none"), [])
        self.assertEqual(self.stages("al-on-si"), [])
        self.assertIn("# [[history]]", self.init("al-on-si"))

    def test_tables_and_files(self):
        case = self.write("case.toml", HEAD + PULSE)
        table, spectrum = self.path("table.h5"), self.path("spectrum.h5")
        result("table", case, *QUICK_TABLE, "-o", table)
        self.write("events.txt", "40\n50\n")
        detector = self.write("detector.toml", 'time_cold = "2 weeks"\nlive_time = "1 day"\nthreshold = "30 eV"\n'
                              'aluminium_area = "2 cm^2"\nenergy_unit = "eV"\nevents = "events.txt"\n')
        for name in (case, "al-on-si"):
            result("spectrum", name, *QUICK_TABLE, "--table", table, "--events", "1000", "--overwrite", "-o", spectrum)
            with h5py.File(spectrum) as file:
                stages = tomllib.loads(decoded(file.attrs["case_toml"])).get("history", [])
            self.assertEqual(len(stages), 1 if name == case else 0)
            measured = result("compare", spectrum, "--detector", detector, "--bands", "30 eV:60 eV")
            self.assertEqual(measured["bands"][0]["counts"], 2)

    def test_scans_name_the_stage_that_differs(self):
        case = self.write("case.toml", HEAD + PULSE + PULSE)
        scan = ("scan", case, *QUICK_TABLE, "--method", "plain", "--events", "1000", "--over",
                "pinning.spacing=50 nm,60 nm", "-o", self.path("scan.h5"))
        result(*scan)
        self.write("case.toml", HEAD + PULSE + PULSE.replace("0.01", "0.02"))
        self.refuse((*scan, "--resume"), "history.2.eta_shift is 0.01 there, 0.02 here")

    def test_temperatures_that_do_nothing_are_said(self):
        case = self.write("warm.toml", 'preset = "al-on-si"\n[[history]]\nkind = "warm-up"\nstart = "1 day"\n'
                          'duration = "1 hour"\nrefill = 0.5\ntemperature = "10 K"\n')
        command = ("rates", case, *QUICK_TABLE, "--table", quick_table(), "--events", "1000")
        self.assertIn("temperatures of this case do nothing", run(*command).stderr)
        self.assertNotIn("do nothing", run(*command, "--set", "depinning.escape=classical").stderr)
        self.assertIn("do nothing", run("rates", "al-on-si", *command[2:], "--set", "depinning.temperature=20 K").stderr)
        self.assertNotIn("do nothing", run("rates", "al-on-si", *command[2:]).stderr)

    def test_bad_stages(self):
        two = PULSE + '[[history]]\nkind = "pulse"\nstress_factor = 1.1\n'
        for lines, words in {
            PULSE.replace("1 hour", "-1 hour"): ("case.toml:4", "stage 1 (pulse)", '"-1 hour"', "not positive"),
            PULSE.replace("1 hour", "0 s"): ("case.toml:4", "stage 1 (pulse)", '"0 s"', "not positive"),
            PULSE.replace("1 hour", "1 nm"): ("case.toml:4", "is a length, not a time", "8 weeks"),
            PULSE.replace('"1 hour"', "3600"): ("case.toml:4", "has no unit"),
            PULSE.replace('"pulse"', '"puls"'): ("case.toml:3", "stage 1", "hold, ramp, pulse, warm-up", "'pulse'"),
            PULSE.replace("eta_shift", "eta_shft"): ("case.toml:5", "eta_shft", "the nearest is 'eta_shift'", "refill"),
            PULSE.replace("0.01", "2"): ("case.toml:5", "from -1 to 0.5"),
            PULSE + "stress_factor = 1.1\n": ("case.toml:6", "stage 1 (pulse)", "exclude each other"),
            PULSE + "refill = 0.5\n": ("case.toml:6", "warm-up"),
            PULSE + 'temperature = "-4 K"\n': ("case.toml:6", "stage 1 (pulse)", "temperature below zero",
                                                    "0 K or more"),
            PULSE + 'temperature = "4 degC"\n': ("case.toml:6", "degC", "absolute"),
            two: ("case.toml:6", "stage 2 (pulse)", "has no duration"),
            two + 'duration = "1 h"\nstart = "30 min"\n': ("case.toml:10", "stage 2 (pulse)", "overlaps stage 1",
                                                               "1 hour"),
            '[[history]]\nkind = "ramp"\nduration = "1 s"\n': ("case.toml:2", "stage 1 (ramp)", "has no stress"),
            '[[history]]\nkind = "warm-up"\n': ("case.toml:2", "stage 1 (warm-up)", "has no refill"),
            '[[history]]\nkind = "warm-up"\nrefill = -0.1\n': ("case.toml:4", "from 0 to 1"),
            '[[history]]\nduration = "1 h"\nstress_factor = 0\n[[history]]\nkind = "warm-up"\nrefill = 0.5\n':
                ("case.toml:5", "stage 2 (warm-up)", "pins lines anew", "0 times stress.sigma0", "refill = 0"),
            "[history]\n": ("case.toml:2", "[[history]]"),
            "history = [3]\n": ("case.toml:2", "stage 1", "not a table"),
            65 * PULSE: ("case.toml:258", "stage 65", "at most 64"),
        }.items():
            with self.subTest(lines=lines[:200]):
                self.refuse(("init", self.write("case.toml", HEAD + lines)), *words)
        self.write("case.toml", HEAD + 64 * PULSE)
        self.assertEqual(len(self.stages(self.path("case.toml"))), 64)

    def test_bad_keys(self):
        for option, setting, words in (
            ("--set", "history.0.duration=1 s", ("history.0.duration", "--set history=none")),
            ("--set", "history=pulse", ("history", "--set history=none")),
            ("--set", "depinning.temperature=-1 K", ("depinning.temperature", "temperature below zero")),
            ("--set", "depinning.escape=thermal", ("depinning.escape", "tunnelling, classical, quantum")),
            ("--set", "depinning.density_slope=0.4", ("depinning.density_slope", "exponential")),
            ("--set", "depinning.density=file", ("depinning.density_file",)),
            ("--set", "histogram.time_maximum=0.5 s", ("histogram.time_maximum", "histogram.time_minimum")),
        ):
            with self.subTest(setting=setting):
                self.refuse(("init", "al-on-si", option, setting), *words)
        self.refuse(("scan", "al-on-si", "--over", "history=none,all", "-o", self.path("out.h5")), "--over", "history")

    def test_bad_density_files(self):
        rising, negative = self.write("rising.txt", "0.1 1\n0.1 2\n"), self.write("negative.txt", "0 1\n1 -2\n")
        for path, words in {
            rising: ("rising.txt:2", "does not rise"),
            negative: ("negative.txt:2", "below zero"),
            self.path("absent.txt"): ("absent.txt", "no such file"),
        }.items():
            settings = ("--set", "depinning.density=file", "--set", f"depinning.density_file={path}")
            self.refuse(("segment", "al-on-si", "--height", "50 nm", "--stress", "45 MPa", *settings),
                        "depinning.density_file", *words)
            self.refuse(("scan", "al-on-si", *QUICK_TABLE, "--method", "quadrature", *settings, "--over",
                         "pinning.spacing=50 nm,60 nm", "-o", self.path("out.h5")), *words)


if __name__ == "__main__":
    unittest.main()
