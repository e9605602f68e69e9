#!/usr/bin/python3
"""Bad input: a message with what, where and what would be right; a non-zero exit; nothing half-written."""

import os
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py

from program import PROGRAM, QUICK_TABLE, InFolder, quick_table, result
from sealed import changed



class BadInput(InFolder):
    def spectrum(self, *arguments):
        return ("spectrum", "al-on-si", *QUICK_TABLE, "--events", "1000", *arguments)

    def test_keys_and_values(self):
        for setting, words in {
            "film.burger=0.3 nm": ("film.burger", "film.burgers"),
            "stress.sigma0=120": ("stress.sigma0", "unit", "MPa"),
            "stress.sigma0=120 nm": ("stress.sigma0", "nm"),
            "stress.sigma0=-120 MPa": ("stress.sigma0", "-120"),
            "stress.sigma0=nan MPa": ("stress.sigma0",),
            "stress.sigma0=inf MPa": ("stress.sigma0",),
            "pinning.spacing=0 nm": ("pinning.spacing",),
            "pinning.alpha=-1": ("pinning.alpha",),
            "substrate.shear_modulus=20 GPa": ("substrate", "film"),
            "model.reading=appendx": ("model.reading", "appendix"),
            "detector.time_since_cooldown=5": ("detector.time_since_cooldown", "unit"),
            "histogram.maximum=1e-5 eV": ("histogram.maximum",),
            "model.dynamics=einstein": ("model.dynamics", "elastorelativistic"),
            "pinning.shape=round": ("pinning.shape", "arched"),
            "pinning.offset=1.5": ("pinning.offset", "1.5"),
            "grain.median=-3 nm": ("grain.median", "-3"),
            "grain.sigma=-0.1": ("grain.sigma",),
            "grain.sigma=1e-4": ("grain.sigma", "0.01"),
            "detector.subgap_efficiency=1.01": ("detector.subgap_efficiency", "1.01"),
            "histogram.plane_bins_per_decade=2.5": ("histogram.plane_bins_per_decade", "whole"),
            "nonsense": ("nonsense", "="),
        }.items():
            with self.subTest(setting=setting):
                self.refuse(self.spectrum("--set", setting, "-o", self.path("out.h5")), *words)

    def test_an_offset_belongs_to_a_linear_line(self):
        self.refuse(self.spectrum("--set", "pinning.shape=arched", "--set", "pinning.offset=0.1"), "pinning.offset",
                    "linear")

    def test_case_files(self):
        self.refuse(("spectrum", "al-on-sy", "--events", "10"), "al-on-sy", "al-on-si")
        self.refuse(("spectrum", self.path("absent.toml"), "--events", "10"), "absent.toml")
        broken = self.write("broken.toml", 'preset = "al-on-si"\n[pinning]\nspacing = "50 nm\n')
        self.refuse(("spectrum", broken, "--events", "10"), "broken.toml:3")
        unknown = self.write("unknown.toml", 'preset = "al-on-si"\n[pinning]\nspaceing = "50 nm"\n')
        self.refuse(("spectrum", unknown, "--events", "10"), "unknown.toml:3", "pinning.spacing")

    def test_command_line(self):
        self.refuse((), "subcommand", status=2)
        self.refuse(("spectrum", "al-on-si"), "--events")
        self.refuse(("spectrum", "al-on-si", "--method", "quadrature", "--events", "10"), "--events")
        self.refuse(("spectrum", "al-on-si", "--method", "exact"), "exact", "quadrature")
        self.refuse(("spectrum", "al-on-si", "--method", "stratified", "--events", "64"), "65 strata")
        self.refuse(("spectrum", "al-on-si", "--evnts", "5"), status=2)
        self.refuse(("spectrum", "al-on-si", *QUICK_TABLE, "--events", "0"), "--events", "at least 1")
        self.refuse(("spectrum", "al-on-si", *QUICK_TABLE, "--events", "-5"), "--events")
        self.refuse(("spectrum", "al-on-si", *QUICK_TABLE, "--events", "1.5"), "--events", "whole number")
        self.refuse(self.spectrum("--seed", "x"), "--seed")
        self.refuse(self.spectrum("--above", "5"), "--above", "unit")
        self.refuse(self.spectrum("--above", "-5 eV"), "--above", "negative")
        self.refuse(self.spectrum("--above", ",".join(["1 eV"] * 17)), "at most 16")
        self.refuse(self.spectrum("--first-event", "990", "--piece-events", "11"), "shorten --piece-events")
        self.refuse(self.spectrum("--first-event", "1000"), "begin earlier")
        self.refuse(self.spectrum("--threads", "-1"), "--threads")
        self.refuse(self.spectrum("--threads", "600"), "--threads", "512")
        self.refuse(self.spectrum("--backend", "gpu"), "gpu", "cuda")
        self.refuse(self.spectrum("--devices", "0", "--backend", "kokkos"), "--devices", "--backend kokkos")
        self.refuse(self.spectrum("--kokkos-space", "gpu"), "--kokkos-space gpu", "host or device")
        self.refuse(self.spectrum("--kokkos-space", "device", "--backend", "reference"), "--kokkos-space device",
                    "--backend reference")
        self.refuse(("segment", "al-on-si", "--height", "50", "--stress", "45 MPa"), "--height", "unit")
        self.refuse(("segment", "al-on-si", "--height", "50 nm", "--stress", "45 K"), "--stress")
        self.refuse(("segment", "al-on-si", "--height", "-1 nm", "--stress", "45 MPa"), "--height")

    def test_absent_gpu(self):
        cuda = next(backend for backend in result("info")["backends"] if backend["name"] == "cuda")
        if cuda["usable"]:
            self.skipTest("there is a GPU")
        self.refuse(self.spectrum("--backend", "cuda", "-o", self.path("out.h5")), "cuda", "--backend auto",
                    status=1)

    def test_tables(self):
        good = self.path("good.h5")
        shutil.copyfile(quick_table(), good)
        with open(good, "rb") as file:
            content = file.read()
        for name, damaged in {"empty.h5": b"", "short.h5": content[: len(content) // 2], "text.h5": b"hello" * 100}.items():
            with open(self.path(name), "wb") as file:
                file.write(damaged)
            self.refuse(self.spectrum("--table", self.path(name)), name)
        with h5py.File(self.path("foreign.h5"), "w") as file:
            file["x"] = [1.0]
        self.refuse(self.spectrum("--table", self.path("foreign.h5")), "foreign.h5")
        self.refuse(self.spectrum("--table", self.path("absent.h5")), "absent.h5")
        spectrum = self.path("spectrum.h5")
        result(*self.spectrum("--table", good, "-o", spectrum))
        self.refuse(self.spectrum("--table", spectrum), "spectrum.h5", "slipburst-table")
        with open(self.path("flipped.h5"), "wb") as file:
            file.write(content)
        with changed(self.path("flipped.h5")) as file:
            file["interpolant/cells"][3, 30, 1, 1, 0] += 1e-3
        self.refuse(self.spectrum("--table", self.path("flipped.h5")), "flipped.h5", "damaged: its digest")
        with open(self.path("flipped.h5"), "wb") as file:
            file.write(content[:-1000] + bytes([content[-1000] ^ 1]) + content[-999:])
        self.refuse(self.spectrum("--table", self.path("flipped.h5")), "flipped.h5: is damaged or was changed")
        self.refuse(self.spectrum("--table", good, "--set", "film.pair_breaking_energy=0.4 meV"), "good.h5", "film.pair_breaking_energy")
        self.refuse(self.spectrum("--table", good, "--set", "substrate.material=Ge"), "substrate.shear_modulus")
        self.refuse(self.spectrum("--table", good, "--set", "stress.sigma0=200 MPa"), "too short", "stress.sigma0")
        self.refuse(self.spectrum("--table", good, "--set", "pinning.spacing=300 nm"), "too short", "pinning.spacing")
        self.refuse(self.spectrum("--table", good, "-o", good), "good.h5", "another name")
        # A table serves all settings that it does not depend on.
        result(*self.spectrum("--table", good, "--set", "pinning.spacing=100 nm", "--set", "pinning.alpha=0.8", "--set",
                              "depinning.gamma=1000", "--set", "detector.aluminium_area=3 cm2"))

    def test_unwritable_output(self):
        self.refuse(self.spectrum("-o", self.path("no/such/folder/out.h5")), "no/such/folder")
        os.mkdir(self.path("folder"))
        self.refuse(self.spectrum("-o", self.path("folder")), "folder")

    def test_failing_segments(self):
        self.refuse(self.spectrum("--set", "numerics.step_budget=20", "-o", self.path("out.h5")), "step_budget", "MPa")
        self.refuse(("segment", "al-on-si", "--height", "50 nm", "--stress", "45 MPa", "--set",
                     "numerics.step_budget=20"), "step_budget")

    def test_unreachable_tolerance(self):
        # With a large gap there is less to cover, and the noise of the integration is found sooner.
        self.refuse(("table", "al-on-si", "--set", "film.pair_breaking_energy=2.2 meV", "--set", "table.tolerance=1e-6", "--set",
                     "numerics.relative_tolerance=1e-4", "--checkpoint-every", "1 s", "-o", self.path("out.h5")),
                    "table.tolerance", "nm", "MPa")

    def test_interrupt(self):
        """Drawn events are kept for --resume; a run that cannot resume leaves no file."""
        cases = ((signal.SIGINT, ("--events", "1e13", "--table", quick_table()), "seed 1, all", 75, ["out.h5.checkpoint"]),
                 (signal.SIGTERM, ("--method", "direct", "--set", "histogram.bins_per_decade=1000"), "table of", 130, []))
        for number, method, begun, status, left in cases:
            process = subprocess.Popen([PROGRAM, "spectrum", "al-on-si", *QUICK_TABLE, *method, "-o",
                                        self.path("out.h5")], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            log = ""
            while begun not in log:
                log += process.stderr.readline()
            time.sleep(0.2)
            process.send_signal(number)
            out, log = process.communicate(timeout=60)
            self.assertEqual(process.returncode, status, log)
            self.assertIn("interrupted", log)
            self.assertEqual((out, os.listdir(self.folder)), ("", left))
            for name in left:
                os.remove(self.path(name))

    def test_interrupt_before_the_first_event(self):
        process = subprocess.Popen([PROGRAM, "spectrum", "al-on-si", "--set", "table.tolerance=1e-5", "--events", "1e13",
                                    "-o", self.path("out.h5")], stderr=subprocess.PIPE, text=True)
        while "backend" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGTERM)
        log = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 75, log)
        self.assertRegex(log, "the same command with --resume (begins again|goes on from there)")
        self.assertIn(os.listdir(self.folder), ([], ["out.h5.table.checkpoint"]))



if __name__ == "__main__":
    unittest.main()
