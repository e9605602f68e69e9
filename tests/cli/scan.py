#!/usr/bin/python3
"""Scans: points equal to single spectra, bit for bit; interrupted and resumed, the same bytes; bad axes refused."""

import os
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import PROGRAM, QUICK_TABLE, InFolder, quick_table, result, run, status_of, usable_backends
from sealed import decoded

BACKEND = "kokkos" if "kokkos" in usable_backends() else "reference"
QUICK = (*QUICK_TABLE, "--set", "histogram.bins_per_decade=10", "--backend",
         BACKEND)
SPACING = ("--over", "pinning.spacing=30 nm:60 nm:log:3")


class Scan(InFolder):
    def scan(self, *arguments, output="scan.h5"):
        return result("scan", "al-on-si", *QUICK, *arguments, "-o", self.path(output))

    def refuse(self, arguments, *words):
        before = {name: self.bytes_of(name) for name in os.listdir(self.folder)}
        done = run("scan", "al-on-si", *QUICK, *arguments)
        self.assertEqual(done.returncode, status_of(done.stderr), done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertNotIn("cells", done.stderr)  # no table was begun
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual({name: self.bytes_of(name) for name in os.listdir(self.folder)}, before)

    def bytes_of(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def check_point(self, file, at, values, spectrum):
        """The numbers of one point against JSON and file of the single run."""
        for channel, mean in (("crystal", "mean_energy"), ("film", "mean_film_energy")):
            for i, entry in enumerate(values["above"]):
                for name in ("probability", "rate", "probability_sigma"):
                    ending = "_Hz_per_cm2" if name == "rate" else ""
                    self.assertEqual(file[f"{channel}/above_{name}{ending}"][(*at, i)], entry[f"{channel}_{name}{ending}"])
                self.assertEqual(file[f"{channel}/above_rate_Hz"][(*at, i)], entry[f"{channel}_rate_Hz"])
            self.assertEqual(file[f"{channel}/mean_energy_eV"][at], values[mean + "_eV"])
            self.assertEqual(file[f"{channel}/mean_energy_sigma_eV"][at], values[mean + "_sigma_eV"])
            for name in ("integral_probability", "integral_probability_sigma"):
                numpy.testing.assert_array_equal(file[f"{channel}/{name}"][at], spectrum[f"{channel}/{name}"][:])
            whole = spectrum[f"{channel}/probability_per_eV"][:]
            fast = spectrum[f"{channel}/supersonic_probability_per_eV"][:]
            numpy.testing.assert_allclose(file[f"{channel}/supersonic_share_per_bin"][at],
                                          numpy.divide(fast, whole, out=numpy.full(whole.size, numpy.nan),
                                                       where=whole > 0), rtol=1e-12)
        self.assertEqual(file["crystal/supersonic_share"][at], values["supersonic_share"])
        self.assertEqual(file["rejected_share"][at], values["rejected_share"])
        self.assertEqual(file["release_rate_Hz_per_cm2"][at], values["release_rate_Hz_per_cm2"])
        self.assertEqual(file["table/sha256"].asstr()[at], values["table_sha256"])
        self.assertEqual(file["table/max_relative_error"][at], values["table_max_relative_error"])

    def test_points_are_single_spectra(self):
        report = self.scan("--over", "pinning.spacing=30 nm,120 nm", "--over", "stress.sigma0=100 MPa:0.12 GPa:lin:2",
                           "--above", "0 eV,30 eV", "--set", "response.threshold=10 eV")
        self.assertEqual(report["axes"], [{"key": "pinning.spacing", "unit": "nm", "values": [30, 120]},
                                          {"key": "stress.sigma0", "unit": "MPa", "values": [100, 120]}])
        self.assertEqual((report["points"], report["computed"], report["resumed"]), (4, 4, 0))
        self.assertEqual(report["tables_built"], 2)
        with h5py.File(self.path("scan.h5")) as file:
            self.assertEqual(decoded(file.attrs["axes"]), "pinning.spacing,stress.sigma0")
            self.assertEqual(decoded(file["axes/stress.sigma0"].attrs["unit"]), "MPa")
            for i, spacing in enumerate(("30 nm", "120 nm")):
                for j, stress in enumerate(("100 MPa", "120 MPa")):
                    values = result("spectrum", "al-on-si", *QUICK, "--method", "quadrature", "--above", "0 eV,30 eV",
                                    "--set", f"pinning.spacing={spacing}", "--set", f"stress.sigma0={stress}", "--set",
                                    "response.threshold=10 eV", "--overwrite", "-o", self.path("single.h5"))
                    with h5py.File(self.path("single.h5")) as spectrum:
                        self.check_point(file, (i, j), values, spectrum)
                    self.assertEqual(file["quadrature_relative_error"][i, j], values["quadrature_relative_error"])
                    self.assertEqual(file["crystal/rate_above_threshold_Hz_per_cm2"][i, j],
                                     values["response"]["crystal"]["rate_above_threshold_Hz_per_cm2"])
                    self.assertEqual(file["film/seen_probability"][i, j], values["response"]["film"]["seen_probability"])

    def test_sampled_points(self):
        for method in ("plain", "stratified"):
            drawn = ("--method", method, "--events", "50000", "--seed", "5", "--above", "1 eV", "--table", quick_table())
            self.scan("--over", "grain.median=80 nm,200 nm", *drawn, output=f"{method}.h5")
            with h5py.File(self.path(f"{method}.h5")) as file:
                self.assertEqual((file.attrs["seed"], file.attrs["events"]), (5, 50000))
                for i, median in enumerate(("80 nm", "200 nm")):
                    values = result("spectrum", "al-on-si", *QUICK, *drawn, "--set", f"grain.median={median}", "--overwrite",
                                    "-o", self.path("single.h5"))
                    with h5py.File(self.path("single.h5")) as spectrum:
                        self.check_point(file, (i,), values, spectrum)
                self.assertGreater(file["crystal/above_rate_Hz"][1, 0], file["crystal/above_rate_Hz"][0, 0])

    def test_axis_replaces_a_key(self):
        """An axis overrides --set of the key that excludes it; an earlier name of a key is noticed."""
        done = run("scan", "al-on-si", *QUICK, "--over", "detector.time_since_cooldown=1 week,2 weeks", "--set",
                   "detector.observation=1 week,2 weeks", "--over", "film.gap=0.36 meV", "--above", "30 eV", "-o",
                   self.path("scan.h5"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("--over: film.gap is the earlier name of film.pair_breaking_energy; write that", done.stderr)
        with h5py.File(self.path("scan.h5")) as file:
            rates = file["crystal/above_rate_Hz_per_cm2"][:, 0, 0]
            self.assertAlmostEqual(rates[0] / rates[1], 2, delta=1e-6)

    def test_area_is_a_factor(self):
        self.scan("--over", "detector.aluminium_area=1 cm^2,300 mm^2", "--table", quick_table())
        with h5py.File(self.path("scan.h5")) as file:
            self.assertEqual(list(file["axes/detector.aluminium_area"]), [1, 3])
            rate = file["crystal/above_rate_Hz"][:]
            numpy.testing.assert_allclose(rate[1], 3 * rate[0], rtol=1e-14)

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, "scan", "al-on-si", *QUICK, *arguments], stderr=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True)

    def test_resumed_is_the_same(self):
        long = ("--over", "pinning.spacing=30 nm:90 nm:lin:16", "--method", "plain", "--events", "1e7", "--threads", "1",
                "--table", quick_table())
        self.scan(*long, output="whole.h5")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            with self.subTest(signal=number):
                output = self.path("scan.h5")
                checkpoint = output + ".checkpoint"
                process = self.start(*long, "-o", output, "--checkpoint-every", "1 ms")
                while process.poll() is None and not os.path.exists(checkpoint):
                    time.sleep(0.01)
                process.send_signal(number)
                out, log = process.communicate(timeout=60)
                self.assertEqual(out, "")
                if number != signal.SIGKILL:
                    self.assertEqual(process.returncode, 75)
                    self.assertIn("of 16 points; the same command with --resume goes on", log)
                self.assertFalse(os.path.exists(output))
                path = checkpoint if os.path.exists(checkpoint) else checkpoint + ".previous"
                with h5py.File(path) as file:
                    done = int(file["computed"][:].sum())
                    self.assertEqual(done, file.attrs["computed_points"])
                    self.assertEqual(int(numpy.isfinite(file["crystal/mean_energy_eV"][:]).sum()), done)
                self.assertTrue(1 <= done < 16)
                report = self.scan(*long, "--resume")
                self.assertEqual((report["resumed"], report["computed"]), (done, 16 - done))
                self.assertEqual(self.bytes_of("scan.h5"), self.bytes_of("whole.h5"))
                self.assertEqual([name for name in os.listdir(self.folder) if "checkpoint" in name], [])
                os.remove(output)

    def test_complete_is_not_computed_again(self):
        self.scan(*SPACING)
        before = os.stat(self.path("scan.h5")).st_mtime_ns
        report = self.scan(*SPACING, "--resume")
        self.assertEqual((report["computed"], report["resumed"], report["tables_built"]), (0, 3, 0))
        self.assertEqual(os.stat(self.path("scan.h5")).st_mtime_ns, before)
        table = ("--table", quick_table(), "--overwrite")
        self.assertEqual(self.scan(*SPACING, *table)["computed"], 3)
        self.assertEqual(self.scan(*SPACING, *table, "--above", "2 eV")["computed"], 3)  # another scan takes its place
        with h5py.File(self.path("scan.h5")) as file:
            self.assertEqual(list(file["above/energy_eV"]), [2])

    def test_output_of_another_scan(self):
        output = ("--resume", "-o", self.finished(*SPACING))
        remedy = ("finished.h5", "-o", "--overwrite")
        self.refuse(("--over", "pinning.spacing=30 nm,60 nm", *output), "pinning.spacing", *remedy)
        self.refuse((*SPACING, "--over", "pinning.alpha=0.8,1", *output), "pinning.alpha", *remedy)
        self.refuse((*SPACING, "--set", "film.pair_breaking_energy=0.4 meV", *output), "film.pair_breaking_energy", "0.36 meV", "0.4 meV", *remedy)
        self.refuse((*SPACING, "--method", "plain", "--events", "1000", *output), "method", "quadrature", *remedy)
        self.refuse((*SPACING, "--above", "3 eV", *output), "above_eV", *remedy)

    def finished(self, *arguments):
        self.scan(*arguments, output="finished.h5")
        return self.path("finished.h5")

    def test_tables(self):
        table = self.path("table.h5")
        result("table", "al-on-si", *QUICK, "--set", "pinning.spacing=200 nm", "-o", table)
        over = ("--over", "pinning.spacing=50 nm,200 nm")
        self.assertEqual(self.scan(*over, "--table", table)["tables_built"], 0)
        output = ("-o", self.path("other.h5"))
        self.refuse(("--over", "pinning.spacing=50 nm,300 nm", "--table", table, *output), "pinning.spacing = 300 nm",
                    "too short")
        self.refuse(("--over", "model.dynamics=newtonian,elastorelativistic", "--table", table, *output),
                    "model.dynamics = elastorelativistic", "table.h5")
        self.refuse((*over, "--table", table, "-o", table), "another name")

    def test_bad_axes(self):
        output = ("-o", self.path("scan.h5"))
        for axis, words in {
            "pinning.spaceing=30 nm": ("--over", "pinning.spacing"),
            "pinning.spacing=30 MPa,40 MPa": ("pinning.spacing", "length"),
            "pinning.spacing=30 nm:40 nm:lin:0": ("--over pinning.spacing", "'0'"),
            "pinning.spacing=0 nm:40 nm:log:3": ("--over pinning.spacing", "positive"),
            "model.dynamics=1:3:lin:3": ("--over model.dynamics", "words"),
            "substrate.shear_modulus=20 GPa:60 GPa:lin:3": ("at substrate.shear_modulus = 20 GPa", "film.shear_modulus"),
            "response.efficiency=0.5,absent.txt": ("absent.txt",),
            "pinning.spacing=20 nm:90 nm:lin:20001": ("20000",),
        }.items():
            with self.subTest(axis=axis):
                self.refuse(("--over", axis, *output), *words)
        self.refuse((*SPACING, *SPACING, *output), "two axes")
        self.refuse(("--over", "pinning.spacing=20 nm:90 nm:lin:200", "--over", "pinning.alpha=0.1:1:lin:200", *output),
                    "40000 points")
        self.refuse((*SPACING, "--method", "plain", *output), "--events")
        self.refuse((*SPACING, "-o", self.path("no/scan.h5")), "no/scan.h5")
        self.assertEqual(run("scan", "al-on-si", *output).returncode, 2)


if __name__ == "__main__":
    unittest.main()
