#!/usr/bin/python3
"""Fits of rates over time: known laws come back, measured data agree with independent fits, bad input is refused."""

import json
import math
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import InFolder, result, run

DATA = os.path.join(os.environ["SLIPBURST_SOURCE_DIR"], "../shared/data/rates-over-time")
DAYS = (2, 3, 5, 8, 13, 21, 34, 55)
MEASURED = "time [day], rate [1/day], error [1/day]\n"
DAY = 86400


def models(values):
    """Fitted models by name, with their parameters by name."""
    return {row["model"]: {**row, "parameters": {p["name"]: p for p in row["parameters"]}} for row in values["models"]}


class FitRates(InFolder):
    def rates(self, name, law, unit="1/day", header=None):
        rows = "".join(f"{day}, {law(day):.9g}, {0.05 * law(day):.6g}\n" for day in DAYS)
        return self.write(name, (header or MEASURED.replace("1/day", unit)) + rows)

    def test_a_power_law_comes_back_with_its_units(self):
        output = self.path("fit.h5")
        data = self.rates("rates.csv", lambda day: 40 * day ** -0.7)
        values = result("fit", "rates", data, "-o", output)
        self.assertEqual([row["model"] for row in values["models"]],
                         ["power", "inverse", "shifted", "power-floor", "exponential-constant"])
        power = models(values)["power"]
        self.assertAlmostEqual(power["parameters"]["exponent"]["value"], -0.7, places=5)
        self.assertAlmostEqual(power["parameters"]["amplitude"]["value"] * DAY, 40, places=4)
        self.assertEqual(power["parameters"]["amplitude"]["unit"], "Hz")
        self.assertEqual(power["degrees_of_freedom"], 6)
        self.assertAlmostEqual(power["aic"], power["chi_square"] + 4)
        self.assertAlmostEqual(power["bic"], power["chi_square"] + 2 * math.log(8))
        self.assertEqual(min(row["delta_aic"] for row in values["models"]), 0)
        for m, row in enumerate(values["models"]):
            self.assertAlmostEqual(sum(point["residual"][m] ** 2 for point in values["data"]), row["chi_square"], places=6)
        with h5py.File(output) as file:
            self.assertEqual(file.attrs["format"].decode().rstrip("\0"), "slipburst-fit-rates")
            self.assertEqual(file["curve/rate_Hz"].shape, (5, 1, 512))
            self.assertEqual(file["data/residual"].shape, (8, 5))
            numpy.testing.assert_allclose(file["curve/rate_Hz"][0, 0],
                                          40 / DAY * file["curve/time_day"][()] ** -0.7, rtol=1e-6)
            self.assertEqual([file["models/model"][m].decode().rstrip("\0") for m in file["parameters/model"][:3]],
                             ["power", "power", "inverse"])

    def test_units_columns_times_apart_and_origin_mean_the_same(self):
        law = lambda day: 40 * day ** -0.7
        plain = models(result("fit", "rates", self.rates("plain.csv", law), "--model", "power"))["power"]
        hours = "".join(f"NaN;{24 * (day + 3)}\n".replace(";", ",") for day in DAYS)
        times = self.write("times.csv", "no number, hours\n" + hours)
        rates = self.write("mHz.csv", "".join(f"{law(day) / DAY * 1e3:.9g}\t{0.05 * law(day) / DAY * 1e3:.6g}\t\n" for day in DAYS))
        for other in (result("fit", "rates", rates, "--times", times, "--columns", "-,time [hour],rate [mHz],error [mHz]",
                             "--origin", "3 days", "--model", "power"),
                      result("fit", "rates", self.rates("counts.csv", law, header="# time [day], rate [counts/day], error [counts/day]\n"),
                             "--model", "power")):
            found = models(other)["power"]
            for name, parameter in plain["parameters"].items():
                for key in ("value", "sigma", "low", "high"):
                    self.assertAlmostEqual(found["parameters"][name][key] / parameter[key], 1, places=4)

    def test_counts_with_live_times(self):
        rows = "".join(f"{day} {round(4000 / day)} 0.5\n" for day in DAYS)
        data = self.write("counts.txt", "time [day] counts [1] live_time [day]\n" + rows)
        values = result("fit", "rates", data, "--model", "power", "--model", "inverse")
        self.assertEqual(values["data_kind"], "counts")
        power = models(values)["power"]["parameters"]
        self.assertAlmostEqual(power["exponent"]["value"], -1, delta=0.01)
        self.assertAlmostEqual(power["amplitude"]["value"] * DAY, 8000, delta=80)

    def test_counts_over_a_wide_range(self):
        data = self.write("wide.csv", "time [day], counts [1], live_time [day]\n1,5000,1\n2000,2,1\n")
        power = models(result("fit", "rates", data, "--model", "power"))["power"]["parameters"]
        self.assertAlmostEqual(power["exponent"]["value"], math.log(2 / 5000) / math.log(2000), places=4)
        self.assertAlmostEqual(power["amplitude"]["value"] * DAY, 5000, places=2)

    def test_sets_share_what_is_asked(self):
        first, second = self.rates("a.csv", lambda day: 4 * day ** -0.7), self.rates("b.csv", lambda day: 9 * day ** -0.7)
        joint = models(result("fit", "rates", first, second, "--model", "power"))["power"]["parameters"]
        self.assertEqual(list(joint), ["amplitude.a", "amplitude.b", "exponent"])
        apart = models(result("fit", "rates", first, second, "--model", "power", "--shared", "none"))["power"]["parameters"]
        self.assertEqual(list(apart), ["amplitude.a", "amplitude.b", "exponent.a", "exponent.b"])
        self.assertAlmostEqual(joint["exponent"]["sigma"] * math.sqrt(2), apart["exponent.a"]["sigma"], places=4)

    def test_what_data_do_not_determine_is_said(self):
        data = self.write("flat.csv", MEASURED + "".join(f"{day}, 10, 1\n" for day in DAYS))
        done = run("fit", "rates", data, "--model", "power-floor", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("do not limit", done.stderr)
        poor = self.rates("poor.csv", lambda day: 10 + 5 * (-1) ** day)
        self.assertIn("none of the laws describes the data", run("fit", "rates", poor).stderr)
        alike = self.rates("alike.csv", lambda day: 4 / day)
        self.assertIn("do not tell", run("fit", "rates", alike).stderr)

    def test_rows_without_numbers_are_left_out_and_said(self):
        rows = "".join(f"{day}, {40 / day}, {2 / day}\n" for day in DAYS)
        data = self.write("gaps.csv", MEASURED + rows + "NaN, NaN, NaN\n80,,1\n")
        values = result("fit", "rates", data, "--model", "power")
        self.assertEqual((values["points"], values["sets"][0]["left_out"]), (8, 2))
        self.assertIn("2 rows have no number", run("fit", "rates", data).stderr)

    def test_bad_input_is_refused(self):
        good = MEASURED + "1, 5, 1\n2, 4, 1\n3, 3, 1\n"
        for name, text, options, said in (
                ("unitless.csv", "Time,Counts/day,Error\n1,2,3\n", (), ("unitless.csv:1", "'Time'", "--columns")),
                ("no_unit.csv", "time, rate [1/day], error [1/day]\n1,2,3\n", (), ("no_unit.csv:1", "write \"time [day]\"")),
                ("wrong.csv", "time [day], rate [m], error [1/day]\n1,2,3\n", (), ("wrong.csv:1", "column 'rate' with 'm'")),
                ("mixed.csv", "time [day], rate [1/day], counts [1]\n1,2,3\n", (), ("mixed.csv:1", "nothing more")),
                ("bare.csv", "1,2,3\n", (), ("bare.csv:1", "--columns")),
                ("twice.csv", "time [day], time [s], rate [Hz], error [Hz]\n1,2,3,4\n", (), ("twice.csv:1", "twice")),
                ("short.csv", MEASURED + "1, 2\n", (), ("short.csv:2", "2 values", "3 columns")),
                ("long.csv", MEASURED + "1, 2, 3, 4\n", (), ("long.csv:2", "4 values")),
                ("word.csv", MEASURED + "1, 2, 3\n2, x, 3\n", (), ("word.csv:3", "'x' is not a finite number")),
                ("zero.csv", MEASURED + "1, 2, 0\n", (), ("zero.csv:2", "an error of 0")),
                ("negative.csv", MEASURED + "1, 2, -1\n", (), ("negative.csv:2", "an error of -")),
                ("early.csv", MEASURED + "1, 2, 1\n", ("--origin", "2 days"), ("early.csv:2", "-1 days after", "--origin")),
                ("half.csv", "time [day],counts [1],live_time [day]\n1, 2.5, 1\n", (), ("half.csv:2", "2.5 is not a count")),
                ("dead.csv", "time [day],counts [1],live_time [day]\n1, 2, 0\n", (), ("dead.csv:2", "live_time")),
                ("empty.csv", MEASURED, (), ("empty.csv", "no row of finite numbers")),
                ("few.csv", MEASURED + "1, 2, 1\n", ("--model", "power-floor"), ("1 points cannot tell 3 parameters",)),
                ("good.csv", good, ("--model", "powr"), ("--model", "the nearest is 'power'")),
                ("good.csv", good, ("--shared", "amplitude"), ("--shared", "amplitude")),
                ("good.csv", good, ("--columns", "time [day]", "--columns", "rate [Hz]"), ("--columns", "2 times for 1 files")),
                ("good.csv", good, ("--times", "good.csv",), ("--columns",)),
                ("good.csv", good, ("--between", "2 days"), ("--between", "two times")),
                ("good.csv", good, ("--between", "2 days:1 day"), ("--between", "rise")),
                ("good.csv", good, ("--between", "2 years:"), ("no row",)),
                ("good.csv", good, ("--origin", "2"), ("--origin", "unit"))):
            with self.subTest(name, options=options):
                path = self.write(name, text)
                options = [path if option == "good.csv" else option for option in options]
                done = run("fit", "rates", path, *options, "-o", self.path("out.h5"))
                self.assertIn(done.returncode, (1, 2), done.stderr)
                for words in said:
                    self.assertIn(words, done.stderr)
                self.assertFalse(os.path.exists(self.path("out.h5")))
        shorter = self.write("shorter.csv", "1\n2\n")
        rows = self.write("rows.csv", "5, 1\n4, 1\n3, 1\n")
        done = run("fit", "rates", rows, "--times", shorter, "--columns", "time [day],rate [Hz],error [Hz]")
        self.assertEqual(done.returncode, 1)
        self.assertIn("not as many", done.stderr)
        other = self.write("other.csv", "time [day],counts [1],live_time [day]\n1, 2, 1\n")
        done = run("fit", "rates", self.write("good.csv", good), other)
        self.assertEqual(done.returncode, 1)
        self.assertIn("use one kind", done.stderr)


@unittest.skipUnless(os.path.isdir(DATA), "../shared/data/rates-over-time is not there")
class MeasuredRates(InFolder):
    """Fits of public measurements, against independent least squares."""

    def check(self, arguments, exponent, power, inverse, shifted, origin):
        found = models(result("fit", "rates", *(os.path.join(DATA, word) if word.endswith(".csv") else word
                                                for word in arguments)))
        value, sigma = exponent
        self.assertAlmostEqual(found["power"]["parameters"]["exponent"]["value"], value, delta=6e-4)
        self.assertAlmostEqual(found["power"]["parameters"]["exponent"]["sigma"], sigma, delta=6e-4)
        self.assertEqual(found["power"]["degrees_of_freedom"] + 2, power[1])
        for model, chi_square in (("power", power[0]), ("inverse", inverse), ("shifted", shifted)):
            self.assertAlmostEqual(found[model]["chi_square"], chi_square, delta=0.51)
        value, sigma = origin
        self.assertAlmostEqual(found["shifted"]["parameters"]["time_origin"]["value"], value, delta=0.051 + 0.004 * abs(value))
        self.assertAlmostEqual(found["shifted"]["parameters"]["time_origin"]["sigma"], sigma, delta=0.051 + 0.03 * sigma)

    def test_cresst(self):
        self.check(("Sapp2.csv", "--columns", "time [day],rate [1/day],error [1/day]", "--between", ":480 days"), (-0.715, 0.042), (32, 34), 78, 30,
                   (-72, 15))

    def test_tesseract(self):
        for band, numbers in (("03_38", ((-0.604, 0.023), (95, 70), 392, 94, (-2.4, 0.2))),
                              ("38_85", ((-0.430, 0.098), (59, 70), 92, 60, (-5.2, 2.1)))):
            with self.subTest(band):
                self.check((f"TESSERACT_StressInducedSource_LowStress_Rate_{band}.csv", "--times",
                            "TESSERACT_StressInducedSource_LowStress_TimesHours.csv", "--columns",
                            "time [hour],rate [Hz],error [Hz]"), *numbers)

    def test_superconducting_island(self):
        for skipped, numbers in (("", ((-0.951, 0.009), (19, 6), 50, 21, (-2.8, 0.6))),
                                 ("-,-,-,-,-,", ((-0.914, 0.009), (10, 11), 105, 10, (-1.4, 0.2)))):
            with self.subTest(skipped):
                self.check(("Mannila_fig4.csv", "--columns", skipped + "time [day],rate [Hz],error [Hz]"), *numbers)


if __name__ == "__main__":
    unittest.main()
