#!/usr/bin/python3
"""`slipburst rates`: release rates as in the manual, and refused input."""

import functools
import math
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import QUICK_TABLE, InFolder, quick_table, result, run
from sealed import decoded

HOUR, DAY, WEEK, YEAR = 3600, 86400, 7 * 86400, 365 * 86400
GAMMA = 900
LINES = 1 / 50e-7**2  # of 1 cm^2
AREA = ("--set", "detector.aluminium_area=1 cm2")


def stage(kind, duration, *lines):
    return "\n".join(("[[history]]", f'kind = "{kind}"', f'duration = "{duration}"', *lines, ""))


class Rates(InFolder):
    @classmethod
    def setUpClass(cls):
        """One table for all tests: it reaches the greatest stress of their films."""
        cls.own = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.own.cleanup)
        case, cls.table = os.path.join(cls.own.name, "case.toml"), os.path.join(cls.own.name, "table.h5")
        with open(case, "w", encoding="utf-8") as file:
            file.write('preset = "al-on-si"\n' + stage("pulse", "1 s", "stress_factor = 1.06"))
        result("table", case, *QUICK_TABLE, "-o", cls.table)

    def rates(self, case, *arguments, events="300000"):
        return result("rates", case, *QUICK_TABLE, *AREA, "--table", self.table, "--events", events, *arguments)

    def film(self, *stages):
        return self.write("film.toml", 'preset = "al-on-si"\n' + "".join(stages))

    def near(self, value, expected, sigma, times=4.5):
        self.assertGreater(sigma, 0)
        self.assertLess(abs(value - expected), times * sigma)

    def test_shift_beyond_the_stress_of_a_line(self):
        """A shift down takes more stress than lines at low strength have: rates above energies stay finite."""
        film = self.write("soft.toml", 'preset = "al-on-si"\n[depinning]\ngamma = 50\n[histogram]\n'
                          'time_minimum = "1 us"\ntime_maximum = "100 days"\n'
                          + stage("hold", "1 day", 'start = "1 us"', "eta_shift = -0.02"))
        found = self.rates(film, "--at", "2 us,1 s,1 day", events="1000000")
        for rate in found["moments"]:
            self.assertTrue(0.8 < rate["stress_factor"] < 1, rate)
            self.near(rate["rate_Hz"], rate["exact_Hz"], rate["rate_sigma_Hz"])
            for above in rate["above"]:
                self.near(above["above_Hz"], above["exact_above_Hz"], above["above_sigma_Hz"] + 0.03 * above["exact_above_Hz"])

    def test_default_case(self):
        found = self.rates("al-on-si", "--window", "1 week:2 weeks, 1 year:366 days", "--at", "1 day,1 week")
        self.assertEqual(set(found), {
            "sampling", "events", "piece_events", "seed", "first_event", "backend", "releases", "counts_sha256",
            "events_per_second", "table_sha256", "table_max_relative_error", "aluminium_area_cm2", "pinned_lines",
            "windows", "moments", "stages", "fit", "silent_because", "film", "substrate", "reading", "reading_means",
            "dynamics", "pair_breaking_energy_meV", "spacing_nm", "alpha", "gamma", "sigma0_MPa"})
        self.assertEqual((found["sampling"], found["events"], found["seed"]), ("sliced", 300000, 1))
        self.assertGreater(found["releases"], 0.8 * 300000)
        self.assertAlmostEqual(found["pinned_lines"] / LINES, 1, delta=1e-12)
        self.assertEqual(len(found["counts_sha256"]), 64)
        self.assertGreater(found["events_per_second"], 0)
        self.assertEqual(found["stages"], [])
        for window, (start, end) in zip(found["windows"], ((WEEK, 2 * WEEK), (YEAR, 366 * DAY)), strict=True):
            self.assertEqual((window["start_s"], window["end_s"]), (start, end))
            self.assertAlmostEqual(window["expected_counts"] / (LINES / GAMMA * math.log(end / start)), 1, delta=1e-8)
            self.near(window["sampled_counts"], window["expected_counts"], window["sigma"])
            self.assertLess(window["sigma"], 0.02 * window["expected_counts"])
            self.assertEqual([above["energy_eV"] for above in window["above"]], [1, 30])
            # P(E > 1, 30 eV) of the crystal, known elsewhere.
            for above, share in zip(window["above"], (0.266075, 0.0364437)):
                self.near(above["above_counts"], share * window["expected_counts"], above["above_sigma"], 5)
        # An exponential with the mean of 1/t between one and two weeks, 1/ln 2.
        self.near(found["windows"][0]["exponential_s"], 1.454 * WEEK, found["windows"][0]["exponential_sigma_s"] +
                  0.002 * WEEK)
        for rate, time in zip(found["moments"], (DAY, WEEK), strict=True):
            self.assertEqual((rate["time_s"], rate["stress_factor"]), (time, 1))
            self.assertAlmostEqual(rate["exact_Hz"] / (LINES / (GAMMA * time)), 1, delta=1e-8)
            self.assertEqual(rate["undisturbed_Hz"], rate["exact_Hz"])
            self.near(rate["rate_Hz"], rate["exact_Hz"], rate["rate_sigma_Hz"])
            self.assertAlmostEqual(rate["above"][0]["exact_above_Hz"] / (0.266075 * rate["exact_Hz"]), 1, delta=5e-3)
        self.assertAlmostEqual(found["moments"][1]["exact_Hz"], 73.486, delta=5e-4)
        fit = found["fit"]
        self.near(fit["exponent"], -1, fit["exponent_sigma"])
        self.near(fit["time_origin_s"], 0, fit["time_origin_sigma_s"])
        self.assertEqual(numpy.array(fit["covariance"]).shape, (3, 3))

    def test_without_asking(self):
        found = self.rates("al-on-si")
        self.assertEqual(found["windows"], [])
        self.assertEqual([rate["time_s"] for rate in found["moments"]], [WEEK])
        observed = self.rates("al-on-si", "--set", "detector.observation=1 day,3 days")
        self.assertEqual([(w["start_s"], w["end_s"]) for w in observed["windows"]], [(DAY, 3 * DAY)])

    def test_nothing_leaves(self):
        """A film that is unloaded at cooldown: no slice of time has a release."""
        film = self.film('[[history]]\nduration = "1 day"\nstress_factor = 0\n')
        plain = self.rates(film, "--sampling", "plain", "--window", "1 hour:2 hours", "-o", self.path("plain.h5"))
        self.assertEqual((plain["releases"], plain["windows"][0]["sampled_counts"]), (0, 0))
        self.refuse(("rates", film, *QUICK_TABLE, *AREA, "--table", self.table, "--events", "1e4", "-o", self.path("sliced.h5")),
                    "no line leaves in any slice of time")

    def test_no_fit_over_more_decades_than_numbers_have(self):
        for slope in ("-1", "-2"):
            found = self.rates("al-on-si", "--set", "depinning.escape=quantum", "--set", "depinning.density=exponential",
                               "--set", "depinning.critical_temperature=101 K", "--set", f"depinning.density_slope={slope}",
                               "--window", "1e-30 s:1 year,1e-13 s:1e-12 s,1e-12 s:1 s")
            self.assertLessEqual(found["windows"][0]["expected_counts"], LINES * (1 + 1e-9))

    def test_pulse(self):
        case = self.film(stage("pulse", "1 hour", "eta_shift = 0.01"))
        found = self.rates(case, "--at", "2 hours,1 hour,8104 hours", "--fit", "2 hours:1000 hours")
        quiet, boundary, half = found["moments"]
        self.assertAlmostEqual(quiet["exact_Hz"] * GAMMA * HOUR / LINES, 1 / (1 + math.exp(9)), delta=1e-11)
        self.near(quiet["rate_Hz"], quiet["exact_Hz"], quiet["rate_sigma_Hz"])
        self.assertAlmostEqual(quiet["undisturbed_Hz"] * GAMMA * 2 * HOUR / LINES, 1, delta=1e-7)
        # At the boundary of two stages the later stage holds.
        self.assertAlmostEqual(boundary["exact_Hz"] * GAMMA * HOUR / LINES, math.exp(-9), delta=1e-11)
        self.near(boundary["rate_Hz"], boundary["exact_Hz"], boundary["rate_sigma_Hz"])
        self.assertAlmostEqual(half["exact_Hz"] * GAMMA * 8103 * HOUR / LINES, 0.5, delta=5e-5)
        (pulse,) = found["stages"]
        self.assertEqual((pulse["kind"], pulse["start_s"], pulse["end_s"]), ("pulse", 0, HOUR))
        self.assertAlmostEqual(pulse["expected_at_once"] / LINES, 0.01, delta=1e-8)
        self.near(pulse["sampled_at_once"], pulse["expected_at_once"], pulse["at_once_sigma"] + 1e-9 * LINES)
        self.near(pulse["sampled_counts"], pulse["expected_counts"], pulse["sigma"])
        # ln(exp(9)) / Gamma more than without it.
        self.assertAlmostEqual(pulse["removed_counts"] / LINES, 0.01, delta=1e-6)
        # (t' + 1 h) / (t' + 8103.08 h) = 1/2
        self.assertAlmostEqual(pulse["half_recovered_s"] / HOUR, math.exp(9) - 2, delta=1e-3)
        self.assertEqual((found["fit"]["start_s"], found["fit"]["end_s"]), (2 * HOUR, 1000 * HOUR))

    def test_a_poor_fit_is_said(self):
        """No power law holds through a pulse: every report says so, and no rate is scaled."""
        output = self.path("poor.h5")
        case = self.film(stage("hold", "1 day"), stage("pulse", "1 hour", "eta_shift = 0.01"))
        arguments = ("rates", case, *QUICK_TABLE, *AREA, "--table", self.table, "--events", "300000", "--fit")
        done = run(*arguments, "1 min:1000 days", "-o", output)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("the power law does not describe the rates: chi-square", done.stderr)
        self.assertIn('"poor_fit":true', done.stdout)
        with h5py.File(output) as file:
            fit = file["fit"].attrs
            self.assertLess(fit["p_value"], 1e-100)
            self.assertGreater(fit["chi_square"], 100 * fit["degrees_of_freedom"])
            self.assertEqual(fit["poor_fit"], 1)
        done = run(*arguments, "2 days:1000 days", "--overwrite", "-o", output)
        self.assertNotIn("does not describe", done.stderr)
        self.assertIn('"poor_fit":false', done.stdout)
        with h5py.File(output) as file:
            self.assertEqual(file["fit"].attrs["poor_fit"], 0)

    def test_response(self):
        """The seen share of releases, at moments and in windows, equals the one that `spectrum` finds by quadrature."""
        curve = self.write("eff.txt", "# energy (eV), survival\n0 0.5\n100 0.9\n")
        keys = ("--set", "response.resolution=5 eV", "--set", f"response.efficiency={curve}", "--set",
                "response.energy_scale=0.9", "--set", "histogram.bins_per_decade=50")

        @functools.cache
        def exact(threshold):
            found = result("spectrum", "al-on-si", *QUICK_TABLE, *AREA, "--table", self.table, "--method", "quadrature", *keys,
                           "--set", f"response.threshold={threshold}")
            return [found["response"][name]["seen_probability"] for name in ("crystal", "film")]

        output = self.path("seen.h5")
        arguments = ("--window", "1 week:2 weeks", "--at", "1 day,1 week", "--above", "10 eV,30 eV,60 eV")
        seen = self.rates("al-on-si", *arguments, *keys, "--set", "response.threshold=20 eV", "-o", output)
        plain = self.rates("al-on-si", *arguments, "--set", "histogram.bins_per_decade=50")
        self.assertEqual(seen["counts_sha256"], plain["counts_sha256"])
        shares = [exact(threshold) for threshold in ("20 eV", "20 eV", "30 eV", "60 eV")]  # all, above 10, 30, 60 eV
        for rows, of, value, sigma in ((seen["moments"], "exact_Hz", "_Hz", "_sigma_Hz"),
                                       (seen["windows"], "expected_counts", "_counts", "_sigma")):
            for row in rows:
                for channel, field in enumerate(("crystal", "film")):
                    response = row["response"][field]
                    entries = [(response, "seen"), *((entry, "above") for entry in response["above"])]
                    for (found, name), share in zip(entries, shares, strict=True):
                        tolerance = (2e-3 * share[channel] + 1e-9) * row[of]
                        self.near(found[name + value], share[channel] * row[of], found[name + sigma] + tolerance)
                # Film energies above the threshold are rare: few draws, and errors as large as the rate itself.
                crystal = row["response"]["crystal"]
                self.assertLess(crystal["seen" + sigma], 0.2 * crystal["seen" + value])
        counted = {channel: seen["windows"][0]["response"][channel]["seen_counts"] for channel in ("crystal", "film")}
        for with_response, without in zip(seen["moments"] + seen["windows"], plain["moments"] + plain["windows"], strict=True):
            self.assertIn("response", with_response)
            del with_response["response"]
            self.assertNotIn("response", without)
            self.assertEqual(with_response, without)
        with h5py.File(output) as file:
            edges = file["response/edges_eV"][:]
            for channel in ("crystal", "film"):
                group = file[f"response/time/{channel}"]
                rates = group["rate_Hz_per_eV"][:] * numpy.diff(edges)
                late = file["time/edges_s"][1:-1] > WEEK
                self.assertTrue(numpy.allclose(rates.sum(axis=1)[1:][late], group["seen_Hz"][1:][late], rtol=5e-3))
                self.assertEqual(rates[:, edges[1:] < 20].max(), 0)
                self.assertTrue(numpy.array_equal(group["above_Hz"][:, 0], group["seen_Hz"][:]))
                self.assertEqual(file[f"response/windows/{channel}/seen_counts"][0], counted[channel])
        self.refuse(("rates", "al-on-si", *QUICK_TABLE, *AREA, *keys, "--events", "1e5", "--above", "1e6 eV"), "--above",
                    "histogram.maximum")

    def test_rates_at_a_jump_are_those_drawn(self):
        """Lines with next to no barrier left would give nu_D times their number, for 1e-13 s."""
        film = self.film(stage("hold", "1 week"), stage("hold", "1 day", "stress_factor = 1.06"))
        for sampling in ("sliced", "plain"):
            jump, after = self.rates(film, "--at", "1 week,200 hours", "--sampling", sampling, events="1e6")["moments"]
            self.assertLess(jump["exact_Hz"], LINES)
            self.near(jump["rate_Hz"], jump["exact_Hz"], jump["rate_sigma_Hz"])
            self.near(after["rate_Hz"], after["exact_Hz"], after["rate_sigma_Hz"])
        spectrum = result("spectrum", film, *QUICK_TABLE, *AREA, "--table", self.table, "--method", "quadrature")
        self.assertAlmostEqual(spectrum["release_rate_Hz"] / jump["exact_Hz"], 1, delta=1e-9)

    def test_no_more_releases_than_lines(self):
        for slope, escape in ((0.4, "quantum"), (-2, "quantum"), (0.95, "classical"), (-5, "tunnelling")):
            found = self.rates("al-on-si", "--set", "depinning.density=exponential", "--set",
                               f"depinning.density_slope={slope}", "--set", f"depinning.escape={escape}", "--set",
                               "depinning.temperature=101 K", "--window", "1e-15 s:1e9 s", "--at", "1 week")
            window, = found["windows"]
            self.assertLess(window["expected_counts"], LINES * (1 + 1e-9))
            self.near(window["sampled_counts"], window["expected_counts"], window["sigma"] + 1e-9 * LINES)
            self.near(found["moments"][0]["rate_Hz"], found["moments"][0]["exact_Hz"], found["moments"][0]["rate_sigma_Hz"] + 1e-99)

    def test_refill_under_a_stress_a_little_off(self):
        def counts(factor):
            film = self.film(stage("hold", "30 days", f"stress_factor = {factor}"),
                             stage("warm-up", "1 day", "refill = 0.4"))
            return self.rates(film, "--window", "30.9 days:31.1 days")["windows"][0]["expected_counts"]

        self.assertAlmostEqual(counts(1) / 7.017e8, 1, delta=1e-4)
        self.assertAlmostEqual(counts(1.0001) / counts(1), 1, delta=1e-4)
        self.assertAlmostEqual(counts(1.02) / counts(1), 1, delta=5e-3)

    def test_at_once_is_said(self):
        done = run("rates", self.film(stage("pulse", "1 hour", "stress_factor = 1.05")), *QUICK_TABLE, *AREA, "--table", self.table,
                   "--events", "100000")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("at once", done.stderr)
        self.assertIn("at cooldown", done.stderr)
        quiet = run("rates", "al-on-si", *QUICK_TABLE, *AREA, "--table", self.table, "--events", "100000")
        self.assertNotIn("at once", quiet.stderr)
        film = self.film(stage("hold", "1 week"), stage("warm-up", "1 hour", "refill = 0.5"),
                         stage("hold", "1 hour", "stress_factor = 1.03"))
        hold, warm_up, step = self.rates(film, "--window", "1 day:2 weeks")["stages"]
        self.assertEqual((hold["expected_at_once"], warm_up["expected_at_once"]), (0, 0))
        self.assertAlmostEqual(step["expected_at_once"] / LINES, 0.5 * 0.03 / 1.03, delta=1e-8)
        self.near(step["sampled_at_once"], step["expected_at_once"], step["at_once_sigma"] + 1e-9 * LINES)
        self.assertIsNone(step["removed_counts"])

    def test_unloaded_film(self):
        """Vanishing rates are numbers, without a power law fitted to them."""
        found = self.rates(self.film(stage("hold", "1 hour"), stage("hold", "1 hour", "stress_factor = 0.5")),
                           "--at", "90 min", "--window", "2 hours:1 day")
        self.assertLess(found["moments"][0]["exact_Hz"], 1e-150)
        self.assertLess(found["windows"][0]["sampled_counts"], 1e-150)

    def test_exact_rates_above_energies_are_no_less_than_zero(self):
        """The emission of lines at low stress goes to zero with a kink."""
        found = self.rates(self.film(stage("ramp", "1 hour", 'start = "1 hour"\nstress_factor = 0.02')), "--at",
                           "100 min,105 min,115 min", "--set", "depinning.escape=classical", "--set",
                           "depinning.temperature=300 K", events="100000")
        for moment in found["moments"]:
            for above in moment["above"]:
                self.assertGreaterEqual(above["exact_above_Hz"], 0)
                self.near(above["above_Hz"], above["exact_above_Hz"], above["above_sigma_Hz"])

    def test_ends_of_windows_meet_those_of_stages(self):
        """0.7 s + 0.1 s is not 0.8 s to the last bit; lines that leave at once at this moment count in the later window."""
        film = self.film(stage("hold", "0.7 s"), stage("hold", "0.1 s"), stage("hold", "0.5 s", "stress_factor = 1.05"))
        before, after = self.rates(film, "--window", "0.1 s:0.8 s,0.8 s:2 s")["windows"]
        self.assertLess(before["expected_counts"], 0.004 * LINES)
        self.assertGreater(after["expected_counts"], 0.01 * LINES)

    def test_short_pulse_is_felt(self):
        pulse, = self.rates(self.film(stage("pulse", "1 us", "eta_shift = 0.003")))["stages"]
        self.assertGreater(pulse["half_recovered_s"], 1e-6)

    def test_history_none(self):
        film = self.film(stage("pulse", "1 hour", "eta_shift = 0.01"))
        plain, without = self.rates("al-on-si"), self.rates(film, "--set", "history=none")
        for key in ("counts_sha256", "windows", "moments", "stages", "fit"):
            self.assertEqual(plain[key], without[key])
        self.assertNotEqual(self.rates(film)["counts_sha256"], plain["counts_sha256"])

    def test_same_bits(self):
        film = self.film(stage("hold", "1 day"), stage("ramp", "1 hour", "stress_factor = 1.02"),
                         stage("warm-up", "1 hour", "refill = 0.5"))
        for sampling in ("sliced", "plain"):
            digests = {self.rates(film, "--sampling", sampling, "--backend", *way)["counts_sha256"]
                       for way in (("reference",), ("auto",), ("auto", "--threads", "1"), ("auto", "--threads", "2"))}
            self.assertEqual(len(digests), 1)

    def test_pieces_add_up(self):
        film = self.film(stage("hold", "1 day"), stage("warm-up", "1 hour", "refill = 0.5"))
        keys = ("draws/events", "draws/kept", "draws/crystal/counts", "draws/film/outside", "draws/film/above")

        def counts(*piece):
            output = self.path("rates.h5")
            values = self.rates(film, "--overwrite", "-o", output, *piece, events="100000")
            with h5py.File(output) as file:
                self.assertEqual(file.attrs["events"], 100000)
                self.assertEqual(decoded(file.attrs["counts_sha256"]), values["counts_sha256"])
                self.assertEqual(file["draws/kept"][:].sum(), values["releases"])
                return [file[key][:] for key in keys]

        for sampling in ("sliced", "plain"):
            whole, total = counts("--sampling", sampling), None
            self.assertEqual(whole[0].sum(), 100000)
            cuts = [0, 30001, 30100 + 9000, 100000]
            for first, last in zip(cuts, cuts[1:]):
                piece = counts("--sampling", sampling, "--first-event", str(first), "--piece-events", str(last - first))
                total = piece if total is None else [a + b for a, b in zip(total, piece)]
            for a, b in zip(whole, total):
                self.assertTrue(numpy.array_equal(a, b))

    def test_file(self):
        output = self.path("rates.h5")
        found = self.rates("al-on-si", "--window", "1 week:2 weeks", "-o", output)
        with h5py.File(output) as file:
            edges = file["time/edges_s"][:]
            rate, sigma = file["time/rate_Hz"][:], file["time/rate_sigma_Hz"][:]
            expected = file["time/expected_rate_Hz"][:]
            self.assertTrue((numpy.diff(edges) > 0).all())
            late = edges[:-1] > 0
            exact = LINES / GAMMA * numpy.log(edges[1:][late] / edges[:-1][late]) / numpy.diff(edges)[late]
            self.assertTrue(numpy.allclose(expected[late], exact, rtol=1e-7))
            pulls = (rate - expected) / sigma
            self.assertLess(abs(pulls).max(), 5)
            bins = file["edges_eV"][:]
            above = (file["time/crystal/rate_Hz_per_eV"][:] * numpy.diff(bins))[:, bins[:-1] > 0.999].sum(axis=1)
            self.assertTrue(numpy.allclose(above, file["time/crystal/above_Hz"][:, 0], rtol=0.05, atol=1e-12))
            self.assertAlmostEqual(file["windows/sampled_counts"][0], found["windows"][0]["sampled_counts"])
            for name in ("time/rate_Hz", "time/edges_s", "time/crystal/above_Hz", "windows/expected_counts"):
                self.assertIn("unit", file[name].attrs)

    def refuse_rates(self, *arguments, words, case="al-on-si", events="100000"):
        self.refuse(("rates", case, *QUICK_TABLE, *AREA, "--events", events, *arguments), *words)

    def test_bad_options(self):
        output = ("-o", self.path("out.h5"))
        for option, value, words in (
            ("--window", "2 weeks:1 week", ("--window", "2 weeks:1 week", "earlier time first")),
            ("--window", "1 week:1 week", ("--window", "earlier time first")),
            ("--window", "1 week", ("--window", "1 week", "two times")),
            ("--window", "1 week:2 weeks:3 weeks", ("--window", "two times")),
            ("--window", "1:2", ("--window", "unit")),
            ("--window", "1 nm:2 weeks", ("--window", "length")),
            ("--window", "-1 week:2 weeks", ("--window", "-1 week", "positive")),
            ("--window", ",".join(f"{i} days:{i + 1} days" for i in range(1, 66)), ("--window", "64")),
            ("--at", "0 s", ("--at", "0 s", "after cooldown")),
            ("--at", "-1 day", ("--at", "-1 day")),
            ("--at", "1 week,2", ("--at", "unit")),
            ("--at", "nan s", ("--at",)),
            ("--fit", "1 week", ("--fit", "two times")),
            ("--fit", "2 weeks:1 week", ("--fit", "earlier time first")),
            ("--at", "1e-200 s", ("--at", "not between")),
            ("--window", "1e200 s:2e200 s", ("--window", "not between")),
            ("--window", "1 week:604800.0000001 s", ("--window", "too short")),
            ("--sampling", "stratified", ("--sampling", "stratified", "sliced", "plain")),
            ("--above", "1 week", ("--above",)),
            ("--seed", "-1", ("--seed",)),
        ):
            with self.subTest(option=option, value=value):
                self.refuse_rates(f"{option}={value}", *output, words=words)

    def test_bad_input(self):
        self.refuse(("rates", "al-on-si", *QUICK_TABLE, "--set", "detector.aluminium_area=none", "--events", "1e5"),
                    "detector.aluminium_area")
        self.refuse(("rates", "cresst", *QUICK_TABLE, "--events", "1e5"), "detector.aluminium_area")
        self.refuse_rates(words=("--events", "slices"), events="100")
        self.refuse_rates("-o", self.path("no/such/folder/out.h5"), words=("no/such/folder",))
        self.refuse_rates("--set", "depinning.temperature=-1 K", words=("temperature below zero",))
        self.refuse_rates("--table", self.path("absent.h5"), words=("absent.h5",))
        for stages, words in (
            (65 * stage("pulse", "1 s", "eta_shift = 0.001"), ("stage 65", "at most 64")),
            (stage("hold", "1 hour") + stage("hold", "1 hour", 'start = "1 min"'), ("overlaps stage 1",)),
            (stage("pulse", "-1 hour", "eta_shift = 0.001"), ("not positive",)),
            (stage("warmup", "1 hour"), ("warm-up",)),
        ):
            self.refuse_rates(case=self.film(stages), words=words)

    def test_table_must_reach_the_stress(self):
        film = self.film(stage("pulse", "1 hour", "stress_factor = 1.3"))
        self.refuse_rates("--table", quick_table(), case=film, words=("table",))


if __name__ == "__main__":
    unittest.main()
