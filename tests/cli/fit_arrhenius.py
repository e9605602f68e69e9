#!/usr/bin/python3
"""Fits of escape frequencies: known parameters come back, the file agrees with the report, bad input is refused."""

import math
import os
import random
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import InFolder, result, run
from sealed import decoded

BOLTZMANN = 0.08617333262145179  # meV/K
TEMPERATURES = (17, 25, 35, 50, 75, 100, 130, 165, 200, 235, 270, 300)
MEASURED = "temperature [K], frequency [Hz], error [Hz]\n"
COUNTED = "temperature [K], clusters [1], moves [1], window [s]\n"


def rate(temperature, barrier=38, critical=103.33):
    """Hz: one move per cluster and minute at 300 K."""
    def shape(t):
        shaken = math.hypot(critical, t)
        return shaken * math.exp(-barrier / BOLTZMANN / shaken)
    return shape(temperature) / shape(300) / 60


class FitArrhenius(InFolder):
    def counts(self, name, ratio=1, critical=103.33):
        """A file of moves of 200 clusters in five minutes, rounded expectations without noise."""
        rows = (f"{t}, 200, {round(rate(t, critical=critical) / ratio * 200 * 300)}, 300\n" for t in TEMPERATURES)
        return self.write(name, "# made up\n" + COUNTED + "".join(rows))

    def test_both_beams_share_barrier_and_critical_temperature(self):
        output = self.path("fit.h5")
        high, low = self.counts("1000keV.csv"), self.counts("300keV.csv", 4.52)
        values = result("fit", "arrhenius", high, low, "--model", "quantum", "--ratio", "--bootstrap", "40", "--seed",
                        "3", "--profile", "30 meV,0.038 eV", "-o", output)
        found = {parameter["name"]: parameter for parameter in values["parameters"]}
        truths = {"barrier": (38, "meV"), "critical_temperature": (103.33, "K"), "ratio.300keV": (4.52, "1")}
        for name, (truth, unit) in truths.items():
            with self.subTest(name):
                parameter = found[name]
                self.assertEqual(parameter["unit"], unit)
                self.assertAlmostEqual(parameter["value"] / truth, 1, delta=0.02)
                self.assertLess(parameter["low"], truth)
                self.assertLess(truth, parameter["high"])
                self.assertFalse(parameter["low_is_bound"] or parameter["high_is_bound"])
        self.assertEqual(found["prefactor"]["unit"], "Hz/K")
        self.assertEqual([row["name"] for row in values["sets"]], ["1000keV", "300keV"])
        self.assertEqual(values["degrees_of_freedom"], 20)
        self.assertLess(values["chi_square"], 1)
        self.assertAlmostEqual(sum(point["residual"] ** 2 for point in values["data"]), values["chi_square"])
        self.assertAlmostEqual(values["aic"], values["chi_square"] + 8)
        self.assertAlmostEqual(values["bic"], values["chi_square"] + 4 * math.log(24))
        for i, parameter in enumerate(values["parameters"]):
            self.assertAlmostEqual(values["covariance"][i][i] / parameter["sigma"] ** 2, 1)
        # All models; the classical one fails.
        compared = {row["model"]: row for row in values["comparison"]}
        self.assertEqual(sorted(compared), ["arrhenius", "classical", "classical-3", "qtst", "quantum"])
        self.assertGreater(compared["classical"]["sigma"], 5)
        self.assertLess(compared["classical"]["p_value"], 1e-6)
        self.assertEqual(compared["quantum"]["delta_bic"], 0)
        self.assertEqual(values["not_compared"], [])
        self.assertEqual([row["barrier_meV"] for row in values["profile"]], [30, 38])
        self.assertAlmostEqual(values["profile"][1]["critical_temperature_K"], 103.33, delta=2)
        drawn = values["bootstrap"]
        self.assertEqual((drawn["replicas"], drawn["errors"], drawn["seed"]), (40, "negative-binomial", 3))
        self.assertEqual(drawn["failed"], 0)
        self.assertAlmostEqual(drawn["parameters"][1]["deviation"] / found["barrier"]["sigma"], 1, delta=0.5)
        with h5py.File(output) as file:
            self.assertEqual(decoded(file.attrs["format"]), "slipburst-fit-arrhenius")
            self.assertEqual(decoded(file.attrs["model"]), "quantum")
            self.assertEqual(file.attrs["chi_square"], values["chi_square"])
            names = [name.decode() for name in file["parameters/name"][:]]
            self.assertEqual(names, [parameter["name"] for parameter in values["parameters"]])
            self.assertEqual(file["parameters/value"][:].tolist(), [p["value"] for p in values["parameters"]])
            self.assertEqual(file["parameters/high"][:].tolist(), [p["high"] for p in values["parameters"]])
            self.assertEqual(file["covariance"][:].tolist(), values["covariance"])
            self.assertEqual(file["data/expected_Hz"][:].tolist(), [p["expected_Hz"] for p in values["data"]])
            self.assertEqual(file["data/set"][:].tolist(), [0] * 12 + [1] * 12)
            self.assertEqual(file["data/window_s"][0], 300)
            temperatures, curve = file["curve/temperature_K"][:], file["curve/frequency_Hz"][:]
            self.assertEqual(curve.shape, (2, len(temperatures)))
            self.assertEqual((temperatures[0], temperatures[-1]), (17, 300))
            self.assertAlmostEqual(curve[0][-1] / values["data"][11]["expected_Hz"], 1)
            self.assertTrue(numpy.allclose(curve[0] / curve[1], found["ratio.300keV"]["value"]))
            self.assertEqual(decoded(file["profile/critical_temperature_K"].attrs["unit"]), "K")
            self.assertEqual(file["comparison/chi_square"].shape, (5,))
            self.assertEqual(file["bootstrap"].attrs["replicas"], 40)

    def test_frequencies_with_a_column_of_sets(self):
        random.seed(1)
        rows = []
        for name, ratio in (("fast", 1), ("slow", 4.52)):
            for t in TEMPERATURES:
                frequency = 60e3 * rate(t) / ratio * random.lognormvariate(0, 0.1)
                rows.append(f"{name}, {t / 1000}, {frequency}, {0.1 * frequency}, 0\n")
        file = self.write("both.csv", "set, temperature [kK], frequency [mHz], error [mHz], direct [1/min]\n" +
                          "".join(rows))
        values = result("fit", "arrhenius", file, "--ratio")
        found = {parameter["name"]: parameter for parameter in values["parameters"]}
        self.assertEqual(values["model"], "quantum")
        self.assertEqual(values["data_kind"], "frequencies")
        self.assertAlmostEqual(values["data"][11]["temperature_K"], 300)
        # 60 000 mHz stand for 1/60 Hz times 60: 1 Hz at 300 K.
        self.assertAlmostEqual(values["data"][11]["expected_Hz"], 1, delta=0.2)
        for name, truth in (("barrier", 38), ("critical_temperature", 103.33), ("ratio.slow", 4.52)):
            self.assertLess(abs(found[name]["value"] - truth), 4 * found[name]["sigma"], name)
        self.assertGreater(values["p_value"], 1e-3)
        self.assertEqual([row["barrier_meV"] for row in values["profile"]], list(range(10, 100, 10)))

    def test_other_models_say_that_they_fail(self):
        high = self.counts("high.csv")
        done = run("fit", "arrhenius", high, "--model", "classical")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("does not describe the data", done.stderr)
        self.assertIn("all models:", done.stdout)
        values = result("fit", "arrhenius", high, "--model", "classical-3")
        self.assertEqual([row["barriers"] for row in values["sums"]], [1, 2, 3])
        self.assertIn(values["best_barriers"], (1, 2, 3))
        self.assertEqual(len(values["parameters"]), 6)
        self.assertGreaterEqual(values["sums"][0]["chi_square"], values["sums"][1]["chi_square"])
        self.assertNotIn("profile", values)
        values = result("fit", "arrhenius", high, "--model", "qtst")
        self.assertEqual(values["parameters"][2]["name"], "curvature_energy")

    def test_a_poor_fit_is_said(self):
        output = self.path("poor.h5")
        data = self.write("poor.csv", "# temperature (K), frequency (Hz), error (Hz)\n"
                          "17, 1, 0.1\n100, 2, 0.2\n200, 30, 0.3\n300, 4, 0.4\n")
        done = run("fit", "arrhenius", data, "--model", "classical", "-o", output)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("the model classical does not describe the data", done.stderr)
        self.assertIn(": the model does not describe the data", done.stdout)
        self.assertIs(result("fit", "arrhenius", data, "--model", "classical")["poor_fit"], True)
        with h5py.File(output) as file:
            self.assertEqual(file.attrs["poor_fit"], 1)
        good = result("fit", "arrhenius", self.counts("good.csv"), "--overwrite", "-o", output)
        self.assertIs(good["poor_fit"], False)
        with h5py.File(output) as file:
            self.assertEqual(file.attrs["poor_fit"], 0)

    def test_classical_data_are_told_from_nothing(self):
        rows = (f"{t}, 200, {round(rate(t, critical=0) * 6e4)}, 300\n" for t in TEMPERATURES)
        done = run("fit", "arrhenius", self.write("classical.csv", COUNTED + "".join(rows)))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("do not tell the quantum model from the classical one", done.stderr)
        self.assertIn("critical_temperature: the data do not limit it from below", done.stderr)

    def test_absolute_zero(self):
        still = COUNTED + "0, 150, {}, 60\n100, 150, 5, 60\n200, 150, 90, 60\n300, 150, 200, 60\n"
        values = result("fit", "arrhenius", self.write("still.csv", still.format(0)), "--model", "classical")
        self.assertEqual(values["data"][0]["expected_Hz"], 0)
        self.assertEqual(values["data"][0]["residual"], 0)
        moving = self.write("moving.csv", still.format(2))
        self.refuse("moving.csv", "--model", "classical", says="has exactly no rate at 0 K")
        values = result("fit", "arrhenius", moving)
        self.assertIn("classical", [row["model"] for row in values["not_compared"]])

    def refuse(self, *arguments, says):
        arguments = [self.path(word) if word.endswith((".csv", ".h5")) else word for word in arguments]
        super().refuse(("fit", "arrhenius", *arguments), says)

    def refuse_text(self, text, *arguments, says):
        self.write("bad.csv", text)
        self.refuse("bad.csv", *arguments, "-o", "out.h5", says=says)

    def test_bad_data(self):
        good = MEASURED + "17, 1, 0.1\n100, 2, 0.2\n200, 3, 0.3\n300, 4, 0.4\n"
        self.refuse_text(good.replace(" [K]", ""), says="bad.csv:1: column 'temperature' has no unit")
        self.refuse_text(good.replace("[Hz]", "[nm]"), says="is a length, not a frequency")
        self.refuse_text(good.replace("error", "errors"), says="the nearest is 'error'")
        self.refuse_text(good.replace("2, 0.2", "nan, 0.2"), says="bad.csv:3: column 'frequency': 'nan'")
        self.refuse_text(good.replace("200", "100"), says="bad.csv:4: 100 K is there twice")
        self.refuse_text(good.replace("200", "20"), says="bad.csv:4: 20 K after 100 K")
        self.refuse_text(good.replace("3, 0.3", "0, 0.3"), says="give what was counted")
        self.refuse_text(good.replace("3, 0.3", "3"), says="bad.csv:4: has 2 values")
        self.refuse_text("", says="is empty")
        self.refuse_text(MEASURED, says="has a header and no rows")
        self.refuse_text(COUNTED + "17, 150, 1.5, 60\n", says="not a whole number")
        self.refuse_text(MEASURED + "17, 1, 0.1\n300, 4, 0.4\n", says="2 points cannot tell the 3 parameters")
        self.refuse_text(COUNTED + "17, 150, 0, 60\n100, 150, 0, 60\n300, 150, 0, 60\n",
                         says="nothing moved at any temperature")
        self.refuse_text("set, " + MEASURED + '"high, low", 17, 1, 0.1\n', says="labels without commas")
        self.refuse("absent.csv", says="there is no such file")

    def test_replicas_of_very_many_clusters(self):
        rows = ("17, 1e12, 60, 1e-5", "100, 1e12, 90, 1e-5", "200, 1e12, 200, 1e-5")
        drawn = result("fit", "arrhenius", self.write("many.csv", COUNTED + "\n".join(rows)), "--bootstrap", "20")
        self.assertEqual(drawn["bootstrap"]["replicas"], 20)
        self.assertLess(drawn["bootstrap"]["failed"], 20)
        self.refuse_text(COUNTED + "17, 1e15, 60, 1e-5\n", "--bootstrap", "20", says="give at most 1e+12")

    def test_too_many(self):
        self.refuse_text(COUNTED + "".join(f"{i + 1}, 9, 1, 60\n" for i in range(100000)),
                         says="bad.csv:10002: one row too many")
        self.refuse_text("set, " + COUNTED + "".join(f"s{i}, {t}, 9, 1, 60\n" for i in range(65) for t in (17, 300)),
                         "--ratio", says="--ratio of 65 data sets: at most 64")

    def test_text_of_spreadsheets(self):
        rows = "17, 150, 3, 60\r\n100, 150, 20, 60\r\n200, 150, 50, 60\r\n300, 150, 90, 60"
        label = "\u03bc"
        text = "\ufeffset, " + COUNTED[:-1] + "\r\n" + "\r\n".join(f"{label}, {row}" for row in rows.split("\r\n"))
        values = result("fit", "arrhenius", self.write("marked.csv", text))
        self.assertEqual([row["name"] for row in values["sets"]], [label])
        self.assertEqual(values["sets"][0]["points"], 4)
        with open(self.path("latin.csv"), "w", encoding="latin-1") as file:
            file.write(text[1:].replace(label, "M\xfcnchen"))
        self.refuse("latin.csv", "--json", "-o", "out.h5", says="latin.csv:2: has bytes that are not UTF-8 text")

    def test_bad_options(self):
        self.write("good.csv", MEASURED + "17, 1, 0.1\n100, 2, 0.2\n200, 3, 0.3\n300, 4, 0.4\n")
        self.write("counts.csv", COUNTED + "17, 150, 1, 60\n100, 150, 2, 60\n300, 150, 9, 60\n")
        self.refuse("good.csv", "--model", "quantun", says="the nearest is 'quantum'")
        self.refuse("good.csv", "--ratio", says="there is only one")
        self.refuse("good.csv", "good.csv", says="give each its own name")
        self.refuse("good.csv", "counts.csv", says="use one kind in all files")
        self.refuse("good.csv", "--profile", "10 K", says="is a temperature, not an energy")
        for barrier in ("0 meV", "1e-6 meV", "38 meV,1e300 meV", "-38 meV", "0.11 keV"):
            self.refuse("good.csv", f"--profile={barrier}", "-o", "out.h5", says="give 0.001 to 100000 meV")
        self.assertEqual(len(result("fit", "arrhenius", self.path("good.csv"), "--profile",
                                    "0.001 meV,100 eV")["profile"]), 2)
        self.refuse("good.csv", "--model", "classical", "--profile", "10 meV", says="use it with --model quantum")
        self.refuse("good.csv", "--bootstrap", "ten", says="--bootstrap")
        self.refuse("good.csv", "--bootstrap", "1e9", says="at most 1000000 replicas")
        self.refuse("good.csv", "--bootstrap-errors", "poisson", says="give their number")
        self.refuse("good.csv", "--bootstrap", "5", "--bootstrap-errors", "poisson", says="is for counts")
        self.refuse("counts.csv", "--bootstrap", "5", "--bootstrap-errors", "gauss", says="use negative-binomial or")
        self.refuse("good.csv", "--seed", "-1", says="--seed")
        self.refuse("good.csv", "-o", "no/where.h5", says="no/where.h5")
        self.refuse("good.csv", "-o", "good.csv", says="is a file that this command reads")


if __name__ == "__main__":
    unittest.main()
