#!/usr/bin/python3
"""The commands escape, beam and peierls: quoted numbers, relations between their fields, bad input refused by name."""

import math
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from program import InFolder, result, run

BOLTZMANN = 1.380649e-23 / 1.602176634e-19 * 1e3  # meV/K
QTST = ("--barrier", "55 meV", "--mass-u", "0.9192", "--width", "1 angstrom")


class Numbers(InFolder):
    def near(self, value, expected, relative):
        self.assertLessEqual(abs(value / expected - 1), relative, f"{value} is not {expected}")


class Escape(Numbers):
    def rows(self, model, *arguments, temperature="17 K,300 K"):
        values = result("escape", "--model", model, *arguments, "--temperature", temperature)
        self.assertEqual(values["model"], model)
        kelvin = model in ("classical", "quantum", "debye", "density")
        self.assertEqual(values["rate_over_prefactor_unit"], "K" if kelvin else "1")
        return values["list"]

    def test_rates_of_tungsten(self):
        for barrier, critical, ratio in (("38 meV", "103.33 K", 50.89), ("30 meV", "101 K", 30.80),
                                         ("44 meV", "101 K", 90.08)):
            low, high = self.rows("quantum", "--barrier", barrier, "--critical-temperature", critical)
            self.near(high["rate_over_prefactor"] / low["rate_over_prefactor"], ratio, 2e-4)
            self.assertEqual([low["temperature_K"], high["temperature_K"]], [17, 300])
            self.near(high["effective_temperature_K"], math.hypot(float(critical[:-2]), 300), 1e-14)
        low, high = self.rows("classical", "--barrier", "38 meV")
        self.near(high["rate_over_prefactor"] / low["rate_over_prefactor"], 7.476e11, 1e-4)
        self.near(high["rate_over_prefactor"], 300 * math.exp(-38 / (BOLTZMANN * 300)), 1e-13)
        plain = self.rows("arrhenius", "--barrier", "38 meV")
        self.near(plain[1]["rate_over_prefactor"] * 300, high["rate_over_prefactor"], 1e-14)

    def test_zero_temperature(self):
        for model in ("classical", "arrhenius"):
            self.assertEqual(self.rows(model, "--barrier", "38 meV", temperature="0 K")[0]["rate_over_prefactor"], 0)
        frozen = self.rows("quantum", "--barrier", "38 meV", "--critical-temperature", "103.33 K", temperature="0 K")[0]
        self.near(frozen["rate_over_prefactor"], 103.33 * math.exp(-38 / (BOLTZMANN * 103.33)), 1e-13)
        frozen = self.rows("debye", "--barrier", "38 meV", "--debye-temperature", "310 K", temperature="0 K")[0]
        self.assertEqual(frozen["effective_temperature_K"], 116.25)
        frozen = self.rows("qtst", *QTST, temperature="0 K")[0]
        self.assertEqual([frozen["rate_over_prefactor"], frozen["tunnelling_correction"]], [0, None])

    def test_debye_and_a_density_of_its_form(self):
        temperatures = "0 K,17 K,50 K,100 K,300 K"
        rows = self.rows("debye", "--barrier", "38 meV", "--debye-temperature", "310 K", temperature=temperatures)
        for row, expected in zip(rows, (116.25, 116.305, 119.830, 143.371, 315.817)):
            self.near(row["effective_temperature_K"], expected, 5e-6)
            shaken = row["effective_temperature_K"]
            self.near(row["rate_over_prefactor"], shaken * math.exp(-38 / (BOLTZMANN * shaken)), 1e-13)
        top = 310 * BOLTZMANN
        points = "".join(f"{top * i / 2000!r}, {i * i}\n" for i in range(2001))
        table = self.write("dos.txt", "# energy (meV), density\n" + points)
        tabulated = self.rows("density", "--barrier", "38 meV", "--phonon-density", table, temperature=temperatures)
        for row, same in zip(rows, tabulated):
            self.near(same["effective_temperature_K"], row["effective_temperature_K"], 1e-6)
            self.near(same["rate_over_prefactor"], row["rate_over_prefactor"], 1e-5)
        table = self.write("marked.txt", "\ufeff" + points.replace("\n", "\r\n"))  # as spreadsheets write it
        self.assertEqual(self.rows("density", "--barrier", "38 meV", "--phonon-density", table, "--phonon-unit", "meV",
                                   temperature=temperatures), tabulated)

    def test_units_of_a_density(self):
        """The same density in the units of phonopy, of spectroscopists, and in kelvin: h, hc and k_B of the SI."""
        h, c, e, boltzmann = 6.62607015e-34, 299792458.0, 1.602176634e-19, 1.380649e-23
        expected = None
        for unit, meV in (("meV", 1), ("eV", 1000), ("THz", h * 1e12 / e * 1e3), ("cm^-1", h * c * 100 / e * 1e3),
                          ("K", boltzmann / e * 1e3)):
            rows = "".join(f"{0.4 * i / meV!r} {i * i}\n" for i in range(101))
            bare, headed = self.write("bare.dat", "#   Sigma = 0.1\n" + rows), self.write("headed.dat", f"# E ({unit}) g\n" + rows)
            arguments = ("escape", "--model", "density", "--barrier", "38 meV", "--temperature", "17 K", "--phonon-density")
            found = result(*arguments, bare, "--phonon-unit", unit)
            self.assertEqual(result(*arguments, headed), found)
            self.assertEqual(found["phonon_unit"], unit)
            self.near(found["phonon_high_meV"], 40, 1e-12)
            expected = expected or found["list"][0]["effective_temperature_K"]
            self.near(found["list"][0]["effective_temperature_K"], expected, 1e-12)
            self.refuse((*arguments, bare), "bare.dat", "does not name the unit of its phonon energy", "THz", "--phonon-unit")
            self.refuse((*arguments, headed, "--phonon-unit", "meV" if unit != "meV" else "THz"), "headed.dat:1", "--phonon-unit")
        # Rows below zero: ignored without states, imaginary modes with states.
        head, rest = "# frequency (THz), density\n", "".join(f"{0.1 * i} {i * i}\n" for i in range(101))
        arguments = ("escape", "--model", "density", "--barrier", "38 meV", "--temperature", "17 K", "--phonon-density")
        zeros = result(*arguments, self.write("zeros.dat", head + "-0.2 0\n-0.1 0\n" + rest))
        self.assertEqual(zeros, result(*arguments, self.write("without.dat", head + rest)))
        self.refuse((*arguments, self.write("modes.dat", head + "-0.3 0\n-0.2 0.5\n-0.1 0.2\n" + rest)),
                    "modes.dat:3: 2 rows from here to line 4", "-0.2 to -0.1 THz", "imaginary modes", "delete all rows below")

    def test_tunnelling(self):
        values = result("escape", "--model", "qtst", *QTST, "--energy", "0 eV,5 meV,20 meV,40 meV,55 meV,80 meV",
                        "--temperature", "1 K,41.308 K,300 K,3000 K")
        self.near(values["barrier_energy_meV"], 22.366, 3e-6)
        self.near(values["crossover_temperature_K"], 41.308, 1e-5)
        self.assertEqual([row["energy_meV"] for row in values["transmission"]], [0, 5, 20, 40, 55, 80])
        expected = (0, 4.95884e-10, 5.51940e-6, 0.0122663, 0.539942, 0.998539)
        for row, transmission in zip(values["transmission"], expected):
            self.assertAlmostEqual(row["transmission"], transmission, delta=5e-6 * transmission)
        for row in values["list"]:
            self.near(row["rate_over_prefactor"], math.exp(-55 / (BOLTZMANN * row["effective_temperature_K"])), 1e-9)
            if row["tunnelling_correction"] is not None:
                classical = math.exp(-55 / (BOLTZMANN * row["temperature_K"]))
                self.near(row["tunnelling_correction"] * classical, row["rate_over_prefactor"], 1e-9)
                self.near(math.exp(row["log_tunnelling_correction"]), row["tunnelling_correction"], 1e-9)
        corrections = [row["log_tunnelling_correction"] for row in values["list"]]
        self.assertEqual(sorted(corrections, reverse=True), corrections)
        quantum = result("escape", "--model", "qtst", *QTST, "--well-energy", "5 meV", "--temperature", "3000 K")
        self.near(quantum["list"][0]["rate_over_prefactor"], values["list"][3]["rate_over_prefactor"], 1e-2)

    def test_films(self):
        rows = self.rows("mott", "--gamma", "900", "--eta", "0.05")
        for row in rows:
            self.near(row["rate_over_prefactor"], math.exp(-45), 1e-12)
            self.assertIsNone(row["effective_temperature_K"])
        film = ("--gamma", "900", "--eta", "0.05", "--barrier", "1 eV")
        cold, warm = self.rows("film", *film, temperature="0 K,30 K")
        self.near(cold["rate_over_prefactor"], math.exp(-45), 1e-12)
        thermal = math.exp(-1000 * 0.05**1.5 / (BOLTZMANN * 30))
        self.near(warm["rate_over_prefactor"], math.exp(-45) + thermal, 1e-11)
        shaken = self.rows("film", *film, "--critical-temperature", "40 K", "--barrier-exponent", "2", temperature="30 K")
        self.near(shaken[0]["rate_over_prefactor"], math.exp(-45) + math.exp(-2.5 / (BOLTZMANN * 50)), 1e-11)
        self.assertEqual(shaken[0]["effective_temperature_K"], 50)

    def test_text(self):
        done = run("escape", "--model", "qtst", *QTST, "--temperature", "17 K", "--energy", "5 meV")
        self.assertEqual(done.returncode, 0)
        for words in ("model: qtst", "crossover_temperature_K: 41.3", "transmission=4.95", "temperature_K=17"):
            self.assertIn(words, done.stdout)

    def test_bad_input(self):
        def refuse(model, *arguments, says, temperature="17 K"):
            self.refuse(("escape", "--model", model, "--temperature", temperature, *arguments), *says)

        barrier = ("--barrier", "38 meV")
        refuse("classical", "--barrier=-38 meV", says=["--barrier", "is negative"])
        refuse("classical", "--barrier", "38", says=["--barrier", "no unit"])
        refuse("classical", "--barrier", "38 K", says=["--barrier", "is a temperature, not an energy"])
        refuse("classical", *barrier, temperature="-1 K", says=["--temperature", "negative"])
        refuse("classical", *barrier, temperature="300 K,,17 K", says=["--temperature", "is empty"])
        refuse("classical", *barrier, temperature="300 meV", says=["--temperature", "is an energy"])
        refuse("classical", *barrier, temperature="nan K", says=["--temperature", "not finite"])
        refuse("classical", says=["--barrier is missing"])
        refuse("bohr", *barrier, says=["--model bohr is unknown"])
        refuse("classical", *barrier, "--width", "1 nm", says=["--width is no option of the model classical"])
        refuse("quantum", *barrier, says=["--critical-temperature is missing"])
        refuse("quantum", *barrier, "--critical-temperature=-1 K", says=["--critical-temperature", "is negative"])
        refuse("debye", *barrier, "--debye-temperature", "0 K", says=["--debye-temperature", "is zero"])
        refuse("qtst", *barrier, "--width", "1 nm", says=["--mass-u is missing"])
        refuse("qtst", "--barrier", "0 meV", *QTST[2:], says=["--barrier", "is zero"])
        refuse("qtst", *QTST, "--energy=-5 meV", says=["--energy", "negative"])
        refuse("qtst", *QTST, "--well-energy", "110 meV", says=["--well-energy", "trapped"])
        refuse("qtst", *QTST[:4], "--width", "1e300 nm", says=["--width", "1e+09 nm"])
        refuse("qtst", *QTST[:2], "--mass-u", "1e-300", *QTST[4:], says=["--mass-u", "1e-09"])
        refuse("classical", *barrier, temperature="1e10 K", says=["--temperature", "1e+09 K"])
        refuse("mott", "--gamma", "900", says=["--eta is missing"])
        refuse("mott", "--gamma", "900", "--eta", "1.2", says=["--eta", "more than 1"])
        refuse("mott", "--gamma=-9", "--eta", "0.5", says=["--gamma", "is negative"])
        refuse("film", "--gamma", "9", "--eta", "0.5", *barrier, "--energy", "1 eV", says=["--energy is no option"])
        refuse("film", "--gamma", "9", "--eta", "0.5", *barrier, "--barrier-exponent", "5", says=["0.5 to 4"])
        for name, text, says in (("rising.txt", "2 1\n1 1\n", ["rising.txt:2", "does not rise"]),
                                 ("twice.txt", "1 1\n1 1\n", ["twice.txt:2", "does not rise"]),
                                 ("zero.txt", "1 0\n2 0\n", ["zero.txt:2", "all densities are zero"]),
                                 ("negative.txt", "1 1\n2 -3\n", ["negative.txt:2", "below zero"]),
                                 ("below.txt", "-1 1\n2 3\n", ["below.txt:1", "below zero"]),
                                 ("short.txt", "1 1\n", ["short.txt:1", "two or more"]),
                                 ("words.txt", "1 1\n2 much\n", ["words.txt:2", "'much'"]),
                                 ("nan.txt", "1 1\n2 nan\n", ["nan.txt:2", "'nan'"]),
                                 ("wide.txt", "1 1\n2 2 2\n", ["wide.txt:2", "3 values"]),
                                 ("old.txt", "1 1\n2 2\r3 3\r", ["old.txt:2", "LF or CR LF"]),
                                 ("empty.txt", "", ["empty.txt", "no numbers"])):
            refuse("density", *barrier, "--phonon-density", self.write(name, text), "--phonon-unit", "meV", says=says)
        refuse("classical", *barrier, "--phonon-unit", "meV", says=["--phonon-unit is no option of the model classical"])
        refuse("density", *barrier, "--phonon-density", self.path("none.txt"), says=["none.txt", "no such file"])
        self.refuse(("escape", "--model", "classical", *barrier), "--temperature", status=2)
        self.refuse(("escape", "--temperature", "17 K", *barrier), "--model", status=2)


class Beam(Numbers):
    def test_tungsten(self):
        values = result("beam", "--energy", "100 keV,150 keV,0.3 MeV,500 keV,1 MeV,2000 keV", "--flux", "2e25 m-2 s-1")
        self.near(values["threshold_keV"], 132.06, 4e-5)
        self.near(values["target"]["alpha_Z"], 0.54, 1e-3)
        self.assertIn("Mott", values["caveat"])
        barns = (0, 548.8, 3009.7, 4587.9, 6888.6, 9574)
        for row, energy, barn in zip(values["list"], (100, 150, 300, 500, 1000, 2000), barns):
            self.assertEqual(row["energy_keV"], energy)
            self.assertAlmostEqual(row["sigma_mig_barn"], barn, delta=1e-4 * barn)
            self.assertAlmostEqual(row["vacancy_rate_Hz"], 8 * 2e-3 * row["sigma_mig_barn"], delta=1e-9)
        self.assertEqual(values["list"][0]["sigma_mig_barn"], 0)
        self.near(values["list"][4]["vacancy_rate_Hz"], 110, 3e-3)
        self.near(values["list"][2]["max_transfer_eV"], 4.632, 1e-4)

    def test_other_targets_and_no_flux(self):
        arguments = ("--charge-number", "13", "--mass-u", "26.98", "--migration-energy", "0.61 eV", "--neighbours", "12")
        values = result("beam", "--energy", "10 keV,100 keV", *arguments)
        self.assertEqual([row["vacancy_rate_Hz"] for row in values["list"]], [None, None])
        self.assertGreater(values["list"][1]["sigma_mig_barn"], 0)
        self.assertEqual(values["target"]["neighbours"], 12)
        self.assertNotIn("warning", run("beam", "--energy", "100 keV", *arguments).stderr)
        heavy = run("beam", "--energy", "100 keV")
        self.assertIn("alpha Z = 0.54", heavy.stderr)
        self.assertIn("caveat: McKinley", heavy.stdout)

    def test_bad_input(self):
        for arguments, words in ((("--energy", "0 keV"), ["--energy", "not positive"]),
                                 (("--energy", "100 keV,-5 keV"), ["--energy", "not positive"]),
                                 (("--energy", "100"), ["--energy", "no unit"]),
                                 (("--energy", "100 K"), ["is a temperature, not an energy"]),
                                 (("--energy", "1e20 keV"), ["--energy", "1 TeV"]),
                                 (("--energy", "1e-20 keV"), ["--energy", "1 meV"]),
                                 (("--energy", "1 keV", "--mass-u", "1e300"), ["--mass-u", "1 to 1000"]),
                                 (("--energy", "1 keV", "--charge-number", "121"), ["--charge-number", "1 to 120"]),
                                 (("--energy", "1 keV", "--flux", "2e25 m-2"), ["--flux", "not a flux"]),
                                 (("--energy", "1 keV", "--flux=-1 m-2 s-1"), ["--flux", "negative"]),
                                 (("--energy", "1 keV", "--charge-number", "7.5"), ["--charge-number", "whole number"]),
                                 (("--energy", "1 keV", "--mass-u", "0"), ["--mass-u", "not positive"]),
                                 (("--energy", "1 keV", "--migration-energy", "1 K"), ["--migration-energy"]),
                                 (("--energy", "1 keV", "--neighbours=-8"), ["--neighbours", "not positive"])):
            self.refuse(("beam", *arguments), *words)
        self.refuse(("beam",), "--energy", status=2)


class Peierls(Numbers):
    def test_single_sine(self):
        for width, relaxed, rigid in ((0.5, 0.3087, 0.568), (0.75, 0.07496, 0.1084), (1, 0.01268, 0.01634)):
            values = result("peierls", "--width", str(width))
            self.near(values["relaxed_barrier_over_V0"], relaxed, 3e-4)
            self.near(values["rigid_barrier_over_V0"], rigid, 5e-4)
            closed = 16 * math.pi**2 * width**2 / math.sinh(math.pi**2 * width)
            self.near(values["rigid_closed_form_over_V0"], closed, 1e-13)
            self.near(values["rigid_barrier_over_V0"], closed, 2e-4)
            difference = values["saddle_energy_over_V0"] - values["minimum_energy_over_V0"]
            self.near(difference, values["relaxed_barrier_over_V0"], 1e-11)
            self.assertEqual(len(values["atoms"]), 16)

    def test_positions(self):
        values = result("peierls", "--width", "0.75", "--atoms", "21")
        atoms = {row["atom"]: row for row in values["atoms"]}
        self.assertEqual(sorted(atoms), list(range(-10, 11)))
        self.assertAlmostEqual(atoms[0]["saddle_position"], 0.5, delta=1e-12)
        for n in range(1, 11):  # mirror images: about the atom, and about the middle of two
            self.assertAlmostEqual(atoms[n]["saddle_position"] + atoms[-n]["saddle_position"], 1, delta=1e-12)
            self.assertAlmostEqual(atoms[n]["minimum_position"] + atoms[1 - n]["minimum_position"], 1, delta=1e-12)
        self.assertLess(atoms[-10]["minimum_position"], 1e-4)

    def test_two_sines(self):
        values = result("peierls", "--width", "0.75", "--second-harmonic", "2")
        self.assertIsNone(values["rigid_closed_form_over_V0"])
        self.assertGreater(values["relaxed_barrier_over_V0"], 0)
        near = result("peierls", "--width", "0.75", "--second-harmonic", "1.0000001")
        single = result("peierls", "--width", "0.75")
        for field in ("relaxed_barrier_over_V0", "rigid_barrier_over_V0"):
            self.near(near[field], single[field], 1e-5)

    def test_bad_input(self):
        for arguments, words in ((("--width", "0.1"), ["--width", "0.2 to 3"]),
                                 (("--width", "3.5"), ["--width", "0.2 to 3"]),
                                 (("--width", "1 nm"), ["--width", "after the number"]),
                                 (("--width", "nan"), ["--width", "not finite"]),
                                 (("--width", "1", "--second-harmonic", "0"), ["--second-harmonic", "0.1 to 10"]),
                                 (("--width", "1", "--second-harmonic=-1"), ["--second-harmonic", "0.1 to 10"]),
                                 (("--width", "1", "--atoms", "100000"), ["--atoms", "89"]),
                                 (("--width", "1", "--atoms", "x"), ["--atoms"])):
            self.refuse(("peierls", *arguments), *words)
        self.refuse(("peierls",), "--width", status=2)


if __name__ == "__main__":
    unittest.main()
