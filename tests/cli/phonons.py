#!/usr/bin/python3
"""`slipburst phonons`: the numbers of the manual, the same in JSON, HDF5 and text; bad input leaves no file."""

import json
import os
import pathlib
import resource
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import PROGRAM, InFolder, result, run
from sealed import decoded

LINE = ("phonons", "al-on-si", "--pin-height", "100 nm", "--stress", "60 MPa")
COLUMNS = ("energy_meV", "weight", "direction", "position_nm", "height_nm", "distance_nm", "time_ps", "channel")


def columns(file):
    """The packets as the text has them, [n, 10]."""
    return numpy.column_stack([file[f"packets/{name}"][:] for name in COLUMNS])


class Phonons(InFolder):
    def test_report_file_and_text_agree(self):
        output, text = self.path("list.h5"), self.path("list.txt")
        values = result(*LINE, "-o", output, "--text", text)
        self.assertAlmostEqual(values["line_length_nm"], 119.1667, delta=1e-3)
        self.assertAlmostEqual(values["crystal_eV"], 96.499854, delta=2e-4)
        self.assertAlmostEqual(values["film_eV"], 12.014954, delta=2e-5)
        for channel in ("crystal", "film"):
            direct = values[f"{channel}_above_gap_eV_direct"]
            self.assertAlmostEqual(values[f"{channel}_eV"] / direct, 1, delta=1e-6)
            self.assertEqual(values[f"{channel}_eV"], values[f"{channel}_above_gap_eV"])
        self.assertLess(values["relative_difference"], 1e-6)
        self.assertLessEqual(values["max_listed_phonon_meV"], values["max_phonon_meV"])
        self.assertAlmostEqual(values["max_phonon_meV"], 2.384, delta=1e-3)
        self.assertIsNone(values["radiated_eV"])
        with h5py.File(output) as file:
            self.assertEqual(decoded(file.attrs["format"]), "slipburst-phonons")
            for name in ("polarisation", "direction_law"):
                self.assertIn("assumed", decoded(file.attrs[name]))
            self.assertIn("transverse", decoded(file.attrs["polarisation"]))
            for name in ("phonons", "crystal_eV", "film_eV", "line_length_nm", "mean_phonon_meV", "seed", "positions"):
                self.assertEqual(file.attrs[name], values[name], name)
            self.assertEqual((file.attrs["pin_height_nm"], file.attrs["burst"]), (100, 0))
            for name in COLUMNS:
                self.assertIn("unit", file[f"packets/{name}"].attrs, name)
                self.assertEqual(len(file[f"packets/{name}"]), values["packets"])
            energy, weight, channel = (file[f"packets/{name}"][:] for name in ("energy_meV", "weight", "channel"))
            self.assertAlmostEqual(weight.sum() / values["phonons"], 1, delta=1e-12)
            for index, name in enumerate(("crystal", "film")):
                carried = (energy * weight)[channel == index].sum() / 1e3
                self.assertAlmostEqual(carried / values[f"{name}_eV"], 1, delta=1e-12)
            direction = file["packets/direction"][:]
            self.assertTrue(((direction[:, 2] > 0) == (channel == 0)).all())
            # |z| is uniform, x and y have mean 0: five standard deviations of the mean.
            mean = numpy.append(numpy.abs(direction[:, 2]) - 0.5, direction[:, :2])
            self.assertLess(abs(mean[: len(energy)].mean()), 5 * (1 / 12 / len(energy)) ** 0.5)
            self.assertLess(numpy.abs(direction[:, :2].mean(axis=0)).max(), 5 * (1 / 3 / len(energy)) ** 0.5)
            self.assertTrue((energy >= file.attrs["pair_breaking_energy_meV"]).all() and (energy <= values["max_phonon_meV"]).all())
            numpy.testing.assert_array_equal(numpy.loadtxt(text), columns(file))
        with open(text, encoding="utf-8") as stream:
            header = [line for line in stream if line.startswith("#")]
        self.assertEqual(header[-1].split()[1:3], ["energy_meV", "weight"])
        self.assertEqual(len(header[-1].split()) - 1, 10)
        self.assertTrue(any("transverse (assumed)" in line for line in header))

    def test_the_same_seed_gives_the_same_bytes(self):
        lists = {}
        for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
            result(*LINE, "--seed", seed, "-o", self.path(name + ".h5"), "--text", self.path(name + ".txt"))
            lists[name] = [pathlib.Path(self.path(name + ending)).read_bytes() for ending in (".h5", ".txt")]
        self.assertEqual(lists["a"], lists["b"])
        self.assertNotEqual(lists["a"], lists["c"])
        with h5py.File(self.path("a.h5")) as a, h5py.File(self.path("c.h5")) as c:
            numpy.testing.assert_array_equal(columns(a)[:, [0, 1, 5, 6, 7, 8, 9]], columns(c)[:, [0, 1, 5, 6, 7, 8, 9]])

    def test_all_frequencies(self):
        above = result(*LINE)
        values = result(*LINE, "--all", "-o", self.path("all.h5"))
        self.assertEqual(values["crystal_above_gap_eV_direct"], above["crystal_above_gap_eV_direct"])
        self.assertAlmostEqual(values["film_above_gap_eV"] / above["film_eV"], 1, delta=1e-6)
        self.assertLess(values["radiated_relative_difference"], 1e-6)
        self.assertLess(values["relative_difference"], 1e-6)
        # l / h times the integral of tau b (h - x_eq) - T0 K ln(h / x_eq), with T0 K and tau b in eV/nm
        force, barrier = 60 * 0.286 * 6.241509e-3, 1.01567 * 0.342105
        rest = barrier / force
        exact = force * (100 - rest) ** 2 / 2 - barrier * (100 * numpy.log(100 / rest) - 100 + rest)
        self.assertAlmostEqual((values["crystal_eV"] + values["film_eV"]) / (exact * 7150 / 60 / 100), 1, delta=1e-5)
        with h5py.File(self.path("all.h5")) as file:
            self.assertLess(file["packets/energy_meV"][:].min(), 0.05)
            self.assertEqual(decoded(file.attrs["listed_phonons"]), "all")

    def test_finer_lists_hold_the_same(self):
        coarse = result(*LINE, "--bins", "8", "--positions", "8")
        fine = result(*LINE, "--bins", "200", "--positions", "200")
        self.assertGreaterEqual(fine["positions"], 200)
        self.assertGreater(fine["packets"], 10 * coarse["packets"])
        self.assertAlmostEqual(fine["crystal_eV"] / coarse["crystal_eV"], 1, delta=1e-6)
        self.assertAlmostEqual(fine["phonons"] / coarse["phonons"], 1, delta=1e-5)

    def test_nothing_above_the_gap(self):
        text = self.path("empty.txt")
        for more in (("--set", "film.pair_breaking_energy=3 meV"), ("--pin-height", "4 nm")):
            arguments = ("phonons", "al-on-si", "--stress", "60 MPa", "-o", self.path("empty.h5"), "--text", text, "--overwrite", *more)
            arguments += () if "--pin-height" in more else ("--pin-height", "100 nm")
            done = run(*arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("the list is empty", done.stderr)
            with h5py.File(self.path("empty.h5")) as file:
                self.assertEqual(file["packets/direction"].shape, (0, 3))
                self.assertEqual(file.attrs["phonons"], 0)
            with open(text, encoding="utf-8") as stream:
                self.assertTrue(all(line.startswith("#") for line in stream))

    def test_far_beyond_the_sound_speed(self):
        done = run("phonons", "al-on-si", "--pin-height", "2600 nm", "--stress", "106 MPa", "--set",
                   "model.reading=consistent", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("which no packet holds", done.stderr)
        values = json.loads(done.stdout)
        negative = values["crystal_negative_eV"] + values["film_negative_eV"]
        self.assertLess(negative, -1)
        listed = values["crystal_eV"] + values["film_eV"] + negative
        direct = values["crystal_above_gap_eV_direct"] + values["film_above_gap_eV_direct"]
        self.assertAlmostEqual(listed / direct, 1, delta=1e-6)

    def refuse(self, arguments, *words, status=None):
        output = () if "-o" in arguments else ("-o", self.path("out.h5"))
        super().refuse((*arguments, *output), *words, status=status)

    def test_bad_values(self):
        line = ("phonons", "al-on-si")
        self.refuse((*line, "--pin-height", "100 nm", "--stress", "-60 MPa"), "--stress", "-60")
        self.refuse((*line, "--pin-height", "100 nm", "--stress", "0 MPa"), "--stress")
        self.refuse((*line, "--pin-height", "100 MPa", "--stress", "60 MPa"), "--pin-height", "length")
        self.refuse((*line, "--pin-height", "100", "--stress", "60 MPa"), "--pin-height", "unit")
        self.refuse((*line, "--pin-height", "nan nm", "--stress", "60 MPa"), "--pin-height")
        self.refuse((*line, "--stress", "60 MPa"), "which burst?", "--pin-height")
        self.refuse((*LINE, "--positions", "0"), "--positions", "1 to 10000")
        self.refuse((*LINE, "--positions", "1e9"), "--positions", "1 to 10000")
        self.refuse((*LINE, "--bins", "2.5"), "--bins", "whole number")
        self.refuse((*LINE, "--bins", "2000"), "--bins", "1 to 1000")
        self.refuse((*LINE, "--seed", "-1"), "--seed")
        self.refuse((*LINE, "--set", "numerics.step_budget=20"), "step_budget", "nm", "MPa")

    def test_outputs_that_cannot_be_written(self):
        self.refuse((*LINE, "-o", self.path("no/list.h5")), "no/list.h5", "create the folder")
        self.refuse((*LINE, "--text", self.path("no/list.txt")), "no/list.txt", "create the folder")
        self.refuse((*LINE, "-o", self.path("list"), "--text", self.path("./list")), "different names")
        os.mkdir(self.path("folder"))
        self.refuse((*LINE, "-o", self.path("list.h5"), "--text", self.path("folder")), "is a folder")

    def test_a_full_disk_leaves_the_older_file(self):
        for option in ("-o", "--text"):
            self.write("older", "older")
            # Writes beyond the limit fail as on a full disk.
            done = subprocess.run([PROGRAM, *LINE, "--overwrite", option, self.path("older")], capture_output=True, text=True,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10000, 10000)),
                                  restore_signals=False, timeout=600)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("File too large; free some space", done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertEqual(os.listdir(self.folder), ["older"])
            with open(self.path("older"), encoding="utf-8") as file:
                self.assertEqual(file.read(), "older")


if __name__ == "__main__":
    unittest.main()
