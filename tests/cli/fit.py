#!/usr/bin/python3
"""Fits of spectra: known parameters come back from made-up data, bad input is refused by name."""

import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import QUICK_TABLE, InFolder, quick_table, result, run
from sealed import decoded

HEADING = "# low (eV), high (eV), counts\n"
BOUNDS = "pinning.spacing=30 nm:80 nm,stress.sigma0=60 MPa:120 MPa,scale"
EXPERIMENT = ('name = "mine"\ntime_cold = "1 week"\nlive_time = "10 days"\naluminium_area = "1 cm^2"\n'
              'binned = "bins.txt"\nenergy_unit = "eV"\n')


class Fit(InFolder):
    def bins_of(self, *case, preset="al-on-si"):
        """Writes the rounded expected counts of a case, without noise, as data; returns the detector file."""
        path = self.path("truth.h5")
        table = ("--table", quick_table()) if preset == "al-on-si" else ()
        values = result("spectrum", preset, *QUICK_TABLE, *table, *case, "--method", "quadrature", "-o", path)
        with h5py.File(path) as file:
            edges, above = file["edges_eV"][:], file["crystal/integral_probability"][:]
        kept = (edges > 5) & (edges < 300)
        edges, above = edges[kept][::4], above[kept][::4]
        counts = numpy.rint((above[:-1] - above[1:]) * values["release_rate_Hz"] * 10 * 86400).astype(int)
        self.write("bins.txt", HEADING + "".join(f"{a!r} {b!r} {n}\n" for a, b, n in zip(edges[:-1].tolist(), edges[1:].tolist(),
                                                                             counts)))
        return self.write("detector.toml", EXPERIMENT)

    def test_parameters_come_back(self):
        detector = self.bins_of("--set", "pinning.spacing=42 nm", "--set", "stress.sigma0=105 MPa")
        output = self.path("fit.h5")
        values = result("fit", "spectrum", "al-on-si", *QUICK_TABLE, "--detector", detector, "--free", BOUNDS, "-o", output)
        found = {parameter["name"]: parameter for parameter in values["parameters"]}
        for name, truth in (("pinning.spacing", 42), ("stress.sigma0", 105), ("scale", 1)):
            with self.subTest(name):
                parameter = found[name]
                self.assertAlmostEqual(parameter["value"] / truth, 1, delta=2e-3)
                self.assertLessEqual(parameter["low"], parameter["value"])
                self.assertLessEqual(parameter["value"], parameter["high"])
                self.assertFalse(parameter["low_is_bound"] or parameter["high_is_bound"])
        # Expectations rounded to counts fit better than counts that fluctuate.
        self.assertLess(values["deviance"], values["degrees_of_freedom"])
        self.assertGreater(values["p_value"], 0.5)
        with h5py.File(output) as file:
            self.assertEqual(decoded(file.attrs["format"]), "slipburst-fit")
            names = [name.decode() for name in file["parameters/name"][:]]
            spacing, sigma0 = names.index("pinning.spacing"), names.index("stress.sigma0")
            self.assertEqual(file["parameters/value"][spacing], found["pinning.spacing"]["value"])
            self.assertEqual(file["parameters/unit"][sigma0].decode(), "MPa")
            self.assertEqual(file["bands/counts"][:].tolist(), [band["counts"] for band in values["bands"]])
            self.assertEqual(file["covariance"].shape, (3, 3))
            # The file's case is the fitted one.
            self.assertAlmostEqual(file.attrs["spacing_nm"], found["pinning.spacing"]["value"])
        text = run("fit", "spectrum", "al-on-si", *QUICK_TABLE, "--detector", detector, "--free", "scale")
        self.assertEqual(text.returncode, 0)
        self.assertIn("degrees of freedom", text.stdout)

    def check_within_default_bounds(self, values, names):
        bounds = {"pinning.spacing": (15, 150), "stress.sigma0": (40, 240), "pinning.alpha": (0.4, 2.5),
                  "scale": (1e-6, 1e6)}
        self.assertEqual([parameter["name"] for parameter in values["parameters"]], names)
        for parameter in values["parameters"]:
            with self.subTest(parameter["name"]):
                low, high = bounds[parameter["name"]]
                self.assertLessEqual(low * (1 - 1e-9), parameter["low"])
                self.assertLessEqual(parameter["low"], parameter["high"])
                self.assertLessEqual(parameter["high"], high * (1 + 1e-9))

    def test_defaults(self):
        """The soft substrate of the preset lets lines fall the fastest."""
        detector = self.bins_of("--set", "pinning.spacing=42 nm", "--set", "stress.sigma0=105 MPa", "--set",
                                "detector.aluminium_area=1 cm^2", preset="cresst")
        done = run("fit", "spectrum", "cresst", *QUICK_TABLE, "--detector", detector, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("narrowed", done.stderr)
        values = json.loads(done.stdout)
        self.check_within_default_bounds(values, ["pinning.spacing", "stress.sigma0", "scale"])
        self.assertGreater(values["p_value"], 0.1)
        spacing, sigma0 = (parameter["value"] for parameter in values["parameters"][:2])
        self.assertAlmostEqual(spacing / 42, 1, delta=0.03)
        self.assertAlmostEqual(sigma0 / 105, 1, delta=0.03)

    def test_alpha_free_as_well(self):
        detector = self.bins_of("--set", "pinning.alpha=1.3")
        values = result("fit", "spectrum", "al-on-si", *QUICK_TABLE, "--detector", detector, "--free",
                        "pinning.spacing,stress.sigma0,pinning.alpha,scale")
        self.check_within_default_bounds(values, ["pinning.spacing", "stress.sigma0", "pinning.alpha", "scale"])
        self.assertGreater(values["p_value"], 0.1)

    def test_bounds_that_no_table_reaches(self):
        """Bounds that no table reaches are narrowed with a warning; if that does not help, the message says what does."""
        detector = self.bins_of()
        budget = ("--set", "numerics.step_budget=2000")
        done = run("fit", "spectrum", "al-on-si", *QUICK_TABLE, *budget, "--detector", detector, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("step_budget", done.stderr)
        self.assertIn('they are narrowed to --free "pinning.spacing=15 nm:', done.stderr)
        self.check_within_default_bounds(json.loads(done.stdout), ["pinning.spacing", "stress.sigma0", "scale"])
        self.refuse("--detector", detector, "--set", "numerics.step_budget=20", says="raise numerics.step_budget")

    def test_measured_data(self):
        data = os.path.join(os.environ["SLIPBURST_SOURCE_DIR"], "../shared/data/excess")
        if not os.path.isdir(data):
            self.skipTest("../shared/data/excess is not there")
        done = run("fit", "spectrum", "cresst", *QUICK_TABLE, "--detector", "cresst", "--data", data, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        values = json.loads(done.stdout)
        self.assertEqual(sum(band["counts"] for band in values["bands"]), 801)
        self.check_within_default_bounds(values, ["pinning.spacing", "stress.sigma0", "scale"])

    def test_intervals_hold_what_other_intervals_allow(self):
        """Degenerate valley of the fit: a point within one parameter's interval is within the others' intervals."""
        data = os.path.join(os.environ["SLIPBURST_SOURCE_DIR"], "../shared/data/excess")
        if not os.path.isdir(data):
            self.skipTest("../shared/data/excess is not there")
        stress = "stress.sigma0=1 MPa:500 MPa,scale"
        command = ("fit", "spectrum", "cresst", *QUICK_TABLE, "--detector", "cresst", "--data", data)
        whole = result(*command, "--free", "pinning.spacing=15 nm:400 nm," + stress)
        spacing, sigma0, scale = whole["parameters"]
        self.assertLess(spacing["low"], 160)
        part = result(*command, "--set", "pinning.spacing=170 nm", "--free", stress)
        self.assertLess(part["deviance"], whole["deviance"] + 1)
        for outer, inner in zip((sigma0, scale), part["parameters"]):
            self.assertLess(outer["low"], inner["value"])
            self.assertLess(inner["value"], outer["high"])
        # The area is not known, and the case of the report is the fitted one.
        self.assertIn("scale is that area in cm^2", run(*command, "--free", "scale").stderr)
        self.assertEqual(part["spacing_nm"], 170)
        self.assertAlmostEqual(part["sigma0_MPa"], part["parameters"][0]["value"])

    def test_nothing_left_to_test(self):
        self.write("bins.txt", HEADING + "30 40 100\n40 60 50\n")
        command = ("fit", "spectrum", "al-on-si", *QUICK_TABLE, "--table", quick_table(), "--detector",
                   self.write("d.toml", EXPERIMENT), "--free", "pinning.spacing=40 nm:60 nm,scale")
        self.assertIsNone(result(*command)["p_value"])
        self.assertIn("nothing tests the model", run(*command).stdout)

    def test_bounds_of_very_many_counts(self):
        self.write("bins.txt", HEADING + "10 30 10000000000\n30 60 8000000000\n60 100 7000000000\n100 200 5000000000\n")
        values = result("fit", "spectrum", "al-on-si", *QUICK_TABLE, "--table", quick_table(), "--detector",
                        self.write("d.toml", EXPERIMENT), "--free", "scale=0.01:1e6,pinning.spacing=40 nm:60 nm")
        spacing = values["parameters"][1]
        self.assertTrue(spacing["high_is_bound"])
        self.assertEqual(spacing["high"], 60)
        self.assertLessEqual(spacing["value"], spacing["high"])

    def test_a_band_from_nothing_on(self):
        self.write("bins.txt", HEADING + "0 40 10000000\n40 60 500000\n")
        values = result("fit", "spectrum", "al-on-si", *QUICK_TABLE, "--detector", self.write("d.toml", EXPERIMENT), "--free",
                        "scale")
        self.assertGreater(values["bands"][0]["expected_counts"], 0)

    def refuse(self, *arguments, says):
        super().refuse(("fit", "spectrum", "al-on-si", *QUICK_TABLE, *arguments), says)

    def test_bad_input(self):
        self.write("bins.txt", HEADING + "30 40 10\n40 60 5\n")
        detector = self.write("d.toml", EXPERIMENT)
        nowhere = self.write("area.toml", EXPERIMENT.replace('aluminium_area = "1 cm^2"\n', ""))
        mine = ("--detector", detector)
        self.refuse(*mine, "--free", "pinning.space", says="the nearest is 'pinning.spacing'")
        self.refuse(*mine, "--free", "scale,scale", says="twice")
        self.refuse(*mine, "--free", "pinning.spacing=1 MPa:2 MPa", says="is a stress, not a length")
        self.refuse(*mine, "--free", "pinning.spacing=60 nm:20 nm", says="lower bound first")
        self.refuse(*mine, "--free", "pinning.spacing=60 nm:90 nm", says="is not between")
        self.refuse(*mine, "--free", "pinning.alpha=-1:2", says="--free pinning.alpha")
        self.refuse(*mine, "--free", "pinning.spacing=60 nm", says="two bounds")
        self.refuse(*mine, "--free", "pinning.spacing,stress.sigma0,scale", says="2 bands cannot tell 3 parameters")
        self.refuse(*mine, "--channel", "both", says="use crystal or film")
        self.refuse("--detector", nowhere, "--free", "pinning.spacing", says="give --area")
        self.refuse("--detector", self.path("absent.toml"), says="absent.toml")
        self.refuse(*mine, "--free", "scale", "-o", self.path("no/where.h5"), says="no/where.h5")
        self.write("bins.txt", HEADING + "30 40 10\n4000 6000 5\n")
        self.refuse(*mine, "--set", "pinning.spacing=20 nm", "--free", "scale",
                    says="expects nothing from 4000 to 6000 eV, where 5 events are: raise stress.sigma0")
        self.refuse(*mine, "--set", "film.pair_breaking_energy=3 meV", "--free", "scale",
                    says="there is nothing to fit: film.pair_breaking_energy = 3 meV is above the greatest phonon energy")
        self.write("bins.txt", HEADING + "30 40 ten\n")
        self.refuse(*mine, "--free", "scale", says="bins.txt:2")
        self.write("bins.txt", HEADING + "30 40 0\n40 60 0\n")
        self.refuse(*mine, "--free", "scale", says="there is nothing to fit")
        self.write("bins.txt", "30 40 10\n40 60 5\n")
        self.refuse(*mine, "--free", "scale", says="binned_unit")


if __name__ == "__main__":
    unittest.main()
