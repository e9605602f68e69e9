#!/usr/bin/python3
"""Each command agrees with the manual, and its file with its JSON."""

import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import QUICK_TABLE, InFolder, default_table, quick_table, result, run
from sealed import decoded



class Commands(InFolder):
    def test_cases_and_info(self):
        names = [case["name"] for case in result("cases")["cases"]]
        for name in ("al-on-si", "paper-30nm", "paper-50nm", "paper-100nm", "cpd", "cresst", "al-on-ge",
                     "al-on-sapphire", "cu-on-si", "au-on-si", "nb-on-si"):
            self.assertIn(name, names)
        backends = {backend["name"]: backend for backend in result("info")["backends"]}
        self.assertTrue(backends["reference"]["usable"])

    def test_init_round_trip(self):
        text = run("init", "cpd").stdout
        case = self.write("my.toml", text)
        self.assertEqual(run("init", case).stdout.splitlines()[2:], text.splitlines()[2:])
        arguments = ("--events", "20000", *QUICK_TABLE, "--table", quick_table())
        self.assertEqual(result("spectrum", case, *arguments)["counts_sha256"],
                         result("spectrum", "cpd", *arguments)["counts_sha256"])

    def test_segment(self):
        output = self.path("segment.h5")
        values = result("segment", "al-on-si", "--height", "50 nm", "--stress", "45 MPa", "-o", output)
        self.assertAlmostEqual(values["crystal_above_gap_eV_per_nm"], 0.3337156, delta=3.4e-7)
        self.assertAlmostEqual(values["film_above_gap_eV_per_nm"], 0.0855676, delta=1e-7)
        self.assertAlmostEqual(values["crystal_eV_per_nm"], 2.685364, delta=1e-5)
        self.assertAlmostEqual(values["turning_point_nm"], 1.5125905, delta=2e-7)
        self.assertEqual(values["status"], "ok")
        with h5py.File(output) as file:
            edges = file["phonons/edges_meV"][:]
            above = edges[:-1] > file.attrs["pair_breaking_energy_meV"] - 1e-9
            for channel in ("crystal", "film"):
                energy = file[f"phonons/{channel}_eV_per_nm"][:]
                self.assertTrue((energy >= 0).all())
                self.assertAlmostEqual(energy[above].sum() / values[f"{channel}_above_gap_eV_per_nm"], 1, delta=1e-4)
                self.assertAlmostEqual(energy.sum() / values[f"{channel}_eV_per_nm"], 1, delta=1e-4)
            self.assertLessEqual(edges[-1], 2.385)
            time = file["trajectory/time_ps"][:]
            self.assertTrue((numpy.diff(time) > 0).all())
            power = file["trajectory/power_eV_per_nm_per_ps"][:]
            radiated = numpy.sum(0.5 * (power[1:] + power[:-1]) * numpy.diff(time))
            total = values["crystal_eV_per_nm"] + values["film_eV_per_nm"]
            self.assertAlmostEqual(radiated / total, 1, delta=5e-3)

    def test_energy_balance(self):
        """Work against radiation, the mass term's part of it, and the emission within five Burgers vectors."""
        values = result("segment", "al-on-si", "--height", "50 nm", "--stress", "45 MPa")
        for name, known in (("crystal_radiation_force", 0.2510), ("crystal_mass_term", 0.0827),
                            ("film_radiation_force", 0.0965), ("film_mass_term", -0.0109), ("work", 2.8185)):
            self.assertAlmostEqual(values[f"{name}_eV_per_nm"], known, delta=6e-5)
        for channel in ("crystal", "film"):
            parts = values[f"{channel}_radiation_force_eV_per_nm"] + values[f"{channel}_mass_term_eV_per_nm"]
            self.assertAlmostEqual(parts, values[f"{channel}_above_gap_eV_per_nm"], delta=1e-8)
        self.assertLess(abs(values["residual_eV_per_nm"]), 1e-7)
        line = ("burst", "al-on-si", "--table", default_table(), "--pin-height")
        burst = result(*line, "65 nm", "--stress", "45 MPa")
        self.assertAlmostEqual(burst["work_eV"], 263.363, delta=1e-3)
        self.assertLess(abs(burst["residual_eV"]), 1e-5)
        burst = result(*line, "100 nm", "--stress", "60 MPa")
        self.assertAlmostEqual(burst["crystal_below_5b_share"], 0.162, delta=5e-4)
        self.assertAlmostEqual(burst["film_below_5b_share"], 0.271, delta=5e-4)
        self.assertFalse(burst["inside_core"])

    def test_turning_inside_the_core(self):
        done = run("segment", "al-on-si", "--height", "1 um", "--stress", "60 MPa")
        self.assertIn("inside_core: true", done.stdout)
        self.assertIn("inside the core of the dislocation", done.stderr)

    def test_a_case_is_named_in_every_output(self):
        known = {"film": "AlMn", "substrate": "GaAs", "reading": "consistent", "dynamics": "elastorelativistic",
                 "sigma0_MPa": 110, "alpha": 0.8, "gamma": 850, "spacing_nm": 40}
        case = self.write("own.toml", """preset = "al-on-si"
[film]
name = "AlMn"
[substrate]
name = "GaAs"
[model]
reading = "consistent"
dynamics = "elastorelativistic"
[stress]
sigma0 = "110 MPa"
[pinning]
alpha = 0.8
spacing = "40 nm"
[depinning]
gamma = 850
""")
        table, spectrum = self.path("t.h5"), self.path("s.h5")
        reports = [result("table", case, *QUICK_TABLE, "-o", table),
                   result("spectrum", case, *QUICK_TABLE, "--table", table, "--events", "1e4", "-o", spectrum),
                   result("segment", case, "--height", "50 nm", "--stress", "45 MPa", "-o", self.path("g.h5")),
                   result("burst", case, *QUICK_TABLE, "--table", table, "--pin-height", "50 nm", "--stress", "45 MPa"),
                   result("rates", case, *QUICK_TABLE, "--table", table, "--events", "1e4", "-o", self.path("r.h5")),
                   result("experiment", case, *QUICK_TABLE, "--table", table, "--exposure", "1 s", "-o", self.path("l.h5")),
                   result("phonons", case, "--pin-height", "50 nm", "--stress", "45 MPa", "-o", self.path("p.h5")),
                   result("scan", case, *QUICK_TABLE, "--table", table, "--over", "pinning.alpha=0.8,0.9", "--method",
                          "quadrature", "-o", self.path("c.h5"))]
        *same, scan = reports
        for report in same:
            self.assertEqual({name: report[name] for name in known}, known)
        self.assertNotIn("alpha", scan)  # an axis
        for name in ("t", "s", "g", "r", "l", "p", "c"):
            with h5py.File(self.path(f"{name}.h5")) as file:
                for fact, value in known.items():
                    if name == "c" and fact == "alpha":
                        continue
                    found = file.attrs[fact]
                    self.assertEqual(decoded(found) if isinstance(value, str) else found, value, (name, fact))
        said = run("spectrum", case, *QUICK_TABLE, "--table", table, "--events", "1e4").stdout
        for line in ("film: AlMn", "substrate: GaAs", "reading: consistent", "dynamics: elastorelativistic",
                     "sigma0_MPa: 110", "alpha: 0.8", "gamma: 850"):
            self.assertIn(line + "\n", said)
        refused = run("segment", "al-on-si", "--height", "50 nm", "--stress", "45 MPa", "--set", "film.name=" + 50 * "x")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("film.name", refused.stderr)

    def test_segment_at_rest(self):
        values = result("segment", "al-on-si", "--height", "1 nm", "--stress", "45 MPa")
        self.assertEqual(values["status"], "inside_equilibrium")
        self.assertEqual(values["crystal_eV_per_nm"], 0)

    def test_faint_stresses_are_doubted(self):
        """mPa for MPa, in an option, a key, and a stage of a history."""
        case = self.write("pulse.toml", 'preset = "al-on-si"\n[[history]]\nkind = "pulse"\nduration = "1 s"\n'
                          'stress = "132 mPa"\n')
        segment = ("segment", case, "--height", "1 nm", "--stress")
        for arguments, words in (((*segment, "45 mPa"), "--stress = 0.045 Pa"),
                                 ((*segment, "45 MPa"), "history stage 1: stress = 0.132 Pa"),
                                 ((*segment, "45 MPa", "--set", "stress.sigma0=120 Pa"), "stress.sigma0 = 120 Pa")):
            done = run(*arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"{words} is hardly a stress of films", done.stderr)
        self.assertNotIn("hardly", run("segment", "al-on-si", "--height", "1 nm", "--stress", "1 kPa").stderr)

    def test_burst(self):
        values = result("burst", "al-on-si", "--pin-height", "100 nm", "--stress", "60 MPa")
        self.assertAlmostEqual(values["line_length_nm"], 119.1667, delta=1e-3)
        self.assertAlmostEqual(values["crystal_above_gap_eV"], 96.500, delta=1e-3)
        self.assertAlmostEqual(values["film_above_gap_eV"], 12.015, delta=1e-3)
        for channel in ("crystal", "film"):
            direct = values[f"{channel}_above_gap_eV"]
            self.assertAlmostEqual(values[f"{channel}_above_gap_eV_table"] / direct, 1, delta=1e-4)

    def test_table_and_spectrum(self):
        table, output = self.path("table.h5"), self.path("spectrum.h5")
        built = result("table", "al-on-si", "-o", table)
        self.assertLessEqual(built["max_relative_error"], 5e-5)
        self.assertEqual(built["failed"], 0)
        self.assertEqual(len(built["table_sha256"]), 64)
        values = result("spectrum", "paper-30nm", "--events", "1e6", "--seed", "3", "--table", table, "--above",
                        "1 eV,30 eV", "-o", output)
        self.assertEqual(values["table_sha256"], built["table_sha256"])
        self.assertAlmostEqual(values["release_rate_Hz"], 204.128 * 0.0294, delta=1e-4)
        self.assertEqual([entry["energy_eV"] for entry in values["above"]], [1, 30])
        with h5py.File(output) as file:
            self.assertEqual(file.attrs["events"], 1000000)
            self.assertEqual(file.attrs["seed"], 3)
            for channel in ("crystal", "film"):
                counts = file[f"{channel}/counts"][:]
                self.assertEqual(counts.dtype, numpy.uint64)
                self.assertEqual(counts.sum() + file[f"{channel}/outside"][:].sum(), 1000000)
                self.assertTrue((file[f"{channel}/supersonic_counts"][:] <= counts).all())
                for name, dataset in file[channel].items():
                    self.assertIn("unit", dataset.attrs, name)
            above = numpy.searchsorted(file["edges_eV"][:], 1 - 1e-9)
            self.assertAlmostEqual(file["edges_eV"][above], 1, delta=1e-9)
            self.assertAlmostEqual(file["crystal/integral_probability"][above], values["above"][0]["crystal_probability"],
                                   delta=2e-5)

    def test_exact_spectrum(self):
        table, output = default_table(), self.path("exact.h5")
        values = result("spectrum", "paper-30nm", "--method", "quadrature", "--table", table, "-o", output)
        self.assertLess(values["quadrature_relative_error"], 1e-6)
        expected = [0.199386, 0.0753318, 4.69444e-4]
        for entry, probability in zip(values["above"], expected):
            self.assertAlmostEqual(entry["crystal_probability"] / probability, 1, delta=1e-5)
        self.assertAlmostEqual(values["mean_energy_eV"], 0.398603, delta=2e-6)
        with h5py.File(output) as file:
            self.assertEqual(decoded(file.attrs["method"]), "quadrature")
            above = file["crystal/integral_probability"][:]
            density = file["crystal/probability_per_eV"][:] * numpy.diff(file["edges_eV"][:])
            self.assertAlmostEqual(density.sum(), above[0] - above[-1], delta=1e-12)
            self.assertLess(above[above > 0].min(), 1e-15)
        self.assertIsNone(values["silent_because"])

    def test_cases_without_emission(self):
        for override, word in (("film.pair_breaking_energy=3 meV", "greatest phonon energy"), ("film.thickness=4 nm", "film.thickness")):
            with self.subTest(override):
                case = ("al-on-si", "--set", override)
                silent = result("spectrum", *case, "--method", "quadrature")
                self.assertEqual([entry["crystal_probability"] for entry in silent["above"]], [0, 0, 0])
                self.assertIn(word, silent["silent_because"])
                self.assertIn("every energy above the gap is 0; ", silent["silent_because"])
                drawn = run("spectrum", *case, "--events", "1000", "--json")
                self.assertEqual(drawn.stderr.count(silent["silent_because"]), 1)
                self.assertEqual(json.loads(drawn.stdout)["silent_because"], silent["silent_because"])
                rates = result("rates", *case, "--events", "1000")
                self.assertEqual(rates["silent_because"], silent["silent_because"])
        table = result("table", "al-on-si", "--set", "film.pair_breaking_energy=3 meV", "-o", self.path("silent.h5"))
        self.assertTrue(table["silent"])
        self.assertIn("film.pair_breaking_energy = 3 meV", table["silent_because"])
        scan = result("scan", "al-on-si", "--over", "film.pair_breaking_energy=0.36 meV,3 meV", *QUICK_TABLE,
                      "--method", "quadrature", "-o", self.path("scan.h5"))
        self.assertEqual(scan["silent_points"], 1)
        self.assertIn("at film.pair_breaking_energy = 3 meV: film.pair_breaking_energy = 3 meV", scan["silent_because"])

    def test_burst_beyond_the_usual(self):
        """The table is built for the burst: of more stress, more height and a thicker film than the case's."""
        for line in (("--pin-height", "500 nm", "--stress", "200 MPa"), ("--pin-height", "3 um", "--stress", "20 MPa"),
                     ("--pin-height", "900 nm", "--stress", "60 MPa", "--set", "film.thickness=600 nm")):
            with self.subTest(line):
                values = result("burst", "al-on-si", "--set", "table.tolerance=1e-3", *line)
                self.assertAlmostEqual(values["crystal_above_gap_eV_table"] / values["crystal_above_gap_eV"], 1, delta=1e-3)

    def test_stratified_spectrum(self):
        table, output, exact = default_table(), self.path("s.h5"), self.path("exact.h5")
        common = ("spectrum", "paper-50nm", "--table", table, "--set", "histogram.plane_bins_per_decade=4")
        values = result(*common, "--method", "stratified", "--events", "3e6", "-o", output)
        reference = result(*common, "--method", "quadrature", "-o", exact)
        self.assertEqual(values["method"], "stratified")
        for ours, theirs in zip(values["above"], reference["above"]):
            self.assertLess(abs(ours["crystal_probability"] - theirs["crystal_probability"]), 5 * ours["crystal_probability_sigma"])
            self.assertLess(ours["crystal_probability_low"], ours["crystal_probability"])
            self.assertGreater(ours["crystal_probability_high"], ours["crystal_probability"])
        with h5py.File(output) as ours, h5py.File(exact) as theirs:
            self.assertIn("equal", decoded(ours["strata"].attrs["allocation"]))
            self.assertEqual(ours["strata/mass"][:].sum(), 1)
            self.assertEqual(ours["strata/events"][:].sum(), 3000000)
            for group in ("crystal", "film"):
                with self.subTest(group):
                    counts = ours[group]["counts"][:]
                    outside = ours[group]["outside"][:]
                    self.assertTrue(numpy.array_equal(counts.sum(axis=1) + outside.sum(axis=1), ours["strata/events"][:]))
                    weights = ours["strata/mass"][:] / ours["strata/events"][:]
                    self.assertTrue(numpy.allclose(weights @ counts,
                                                   ours[group]["probability_per_eV"][:] * numpy.diff(ours["edges_eV"][:]),
                                                   rtol=1e-12))
                    found, known = (file[group]["integral_probability"][:] for file in (ours, theirs))
                    deep = known > 1e-15
                    self.assertLess(numpy.abs(found[deep] / known[deep] - 1).max(), 0.05)
                    self.assertLess(known[deep].min(), 1e-12)
            plane = ours["plane/probability"][:]
            self.assertEqual(plane.shape, theirs["plane/probability"].shape)
            self.assertLess(abs(plane.sum() - theirs["plane/probability"][:].sum()), 1e-3)

    def test_variants(self):
        quick = (*QUICK_TABLE, "--set", "histogram.bins_per_decade=5", "--method", "quadrature", "--above", "30 eV")

        def above_30_eV(*keys):
            return result("spectrum", "al-on-si", *quick, *keys)["above"][0]["crystal_probability"]

        table = ("--table", quick_table())
        usual = above_30_eV(*table)
        self.assertLess(above_30_eV("--set", "pinning.shape=quadratic"), usual)
        self.assertGreater(above_30_eV("--set", "pinning.shape=arched"), usual)
        self.assertGreater(above_30_eV("--set", "pinning.offset=0.3"), usual)
        self.assertGreater(above_30_eV("--set", "model.dynamics=elastorelativistic"), usual)
        self.assertGreater(above_30_eV("--set", "detector.subgap_efficiency=1"), usual)
        self.assertLess(above_30_eV(*table, "--set", "grain.median=150 nm"), usual)
        self.assertEqual(above_30_eV(*table, "--set", "grain.median=100 nm", "--set", "grain.sigma=0"), 0)

    def test_rates_in_hz_need_an_area(self):
        table = self.path("table.h5")
        result("table", "cresst", *QUICK_TABLE, "-o", table)
        drawn = ("spectrum", "cresst", "--table", table, "--events", "1000", *QUICK_TABLE)
        values = result(*drawn)
        self.assertIsNone(values["release_rate_Hz"])
        self.assertGreater(values["release_rate_Hz_per_cm2"], 0)
        values = result(*drawn, "--set", "detector.aluminium_area=2 cm2")
        self.assertAlmostEqual(values["release_rate_Hz"], 2 * values["release_rate_Hz_per_cm2"])

    def test_nothing_above_the_gap(self):
        output = self.path("silent.h5")
        values = result("spectrum", "al-on-si", "--set", "film.pair_breaking_energy=3 meV", "--events", "1000", "-o", output)
        self.assertEqual([entry["crystal_probability"] for entry in values["above"]], [0, 0, 0])
        with h5py.File(output) as file:
            self.assertEqual(list(file["crystal/outside"][:]), [1000, 0, 0])

    def test_film_thickness_rejects(self):
        arguments = ("spectrum", "al-on-si", "--events", "1e6", "--table", default_table())
        thin = result(*arguments, "--set", "film.thickness=20 nm")
        thick = result(*arguments)
        self.assertEqual(thick["rejected_share"], 0)
        # Heights are exponential with mean (1 - w^2) 20.98 nm: the mass beyond 20 nm is the integral over w.
        w = (numpy.arange(100000) + 0.5) / 100000
        mean = 2500 / 7.15e0 * 0.06 * (1 - w**2)
        self.assertAlmostEqual(thin["rejected_share"], numpy.exp(-20 / mean).mean(), delta=2e-3)

    def test_all_frequencies(self):
        table = self.path("all.h5")
        result("table", "al-on-si", "-o", table, "--set", "table.phonons=all", *QUICK_TABLE)
        with h5py.File(table) as file:
            above = file["nodes/crystal_line_eV"][:] + file["nodes/film_line_eV"][:]
            every = file["nodes/crystal_line_all_frequencies_eV"][:] + file["nodes/film_line_all_frequencies_eV"][:]
            height, stress = file["nodes/pin_height_nm"][:], file["nodes/stress_MPa"][:][:, None]
        there = numpy.isfinite(height)
        self.assertTrue((every[there] > above[there]).all())
        # The mean over the line of tau b (h - x_eq) - T0 K ln(h / x_eq), from x_eq up; T0 K and tau b in eV/nm.
        force, barrier = stress * 0.286 * 6.241509e-3, 1.01567 * 0.342105
        rest = barrier / force
        ratio = height / rest
        exact = force * (height - rest) ** 2 / 2 - barrier * (height * numpy.log(ratio) - height + rest)
        exact *= 7150 / stress / height
        moderate = there & (height < 300) & (exact > 1)
        self.assertLess(numpy.abs(every[moderate] / exact[moderate] - 1).max(), 1e-4)


if __name__ == "__main__":
    unittest.main()
