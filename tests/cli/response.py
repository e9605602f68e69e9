#!/usr/bin/python3
"""Detector response and comparison: the program's numbers against sums in this test, and bad input."""

import os
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy
from scipy.stats import chi2, norm

from program import QUICK_TABLE, InFolder, quick_table, result, run
from sealed import decoded

EXACT = ("spectrum", "al-on-si", *QUICK_TABLE, "--table", quick_table(), "--method", "quadrature")
SIGMA = 5.0
GOOD = 'time_cold = "2 weeks"\nlive_time = "1 day"\naluminium_area = "2 cm^2"\nthreshold = "30 eV"\n'


def fine_spectrum(path, parts=200):
    """Energies and probabilities of many thin slices, P(E > e) being a power law within each bin of the file."""
    with h5py.File(path) as file:
        edges, above = file["edges_eV"][:], file["crystal/integral_probability"][:]
    good = above > 0
    fine = numpy.geomspace(edges[0], edges[good][-1], parts * edges.size)
    over = numpy.exp(numpy.interp(numpy.log(fine), numpy.log(edges[good]), numpy.log(above[good])))
    return numpy.sqrt(fine[1:] * fine[:-1]), over[:-1] - over[1:]


class Response(InFolder):
    @classmethod
    def setUpClass(cls):
        """One spectrum without a response, for all tests."""
        own = tempfile.TemporaryDirectory()
        cls.addClassCleanup(own.cleanup)
        cls.file = os.path.join(own.name, "s.h5")
        cls.values = result(*EXACT, "-o", cls.file)

    def exact(self):
        """A copy of the spectrum without a response in the folder of the test."""
        return shutil.copyfile(self.file, self.path("s.h5"))

    def test_the_default_is_no_response(self):
        self.assertNotIn("response", self.values)
        with h5py.File(self.file) as file:
            self.assertNotIn("response", file)

    def test_folded_spectrum(self):
        efficiency = self.write("eff.txt", "# energy (keV), survival\n0 0.5\n0.1 0.9\n")
        keys = ("--set", f"response.resolution={SIGMA} eV", "--set", "response.threshold=30 eV", "--set",
                f"response.efficiency={efficiency}", "--set", "detector.mass=10 g", "--set",
                "response.live_time=2 days", "--set", "histogram.bins_per_decade=100")
        exact = result(*EXACT, *keys, "-o", self.path("s.h5"))
        energy, share = fine_spectrum(self.path("s.h5"), 8)
        noise = numpy.linspace(-8, 8, 801)
        weight = norm.pdf(noise) / norm.pdf(noise).sum()
        measured = energy[:, None] + SIGMA * noise[None, :]
        seen = ((measured >= 30) * numpy.interp(measured, [0, 100], [0.5, 0.9]) * weight).sum(axis=1)
        rate = exact["release_rate_Hz"]
        response = exact["response"]["crystal"]
        self.assertAlmostEqual(response["rate_above_threshold_Hz"] / ((seen * share).sum() * rate), 1, delta=2e-3)
        self.assertAlmostEqual(response["expected_counts_above_threshold"] / (response["rate_above_threshold_Hz"] * 172800), 1,
                               delta=1e-9)
        unseen, charge = (1 - seen) * share, 1.602176634e-19
        self.assertAlmostEqual(response["subthreshold_power_aW"] / ((unseen * energy).sum() * rate * charge * 1e18), 1,
                               delta=2e-3)
        noise_density = numpy.sqrt(2 * (unseen * energy**2).sum() * rate) * charge
        self.assertAlmostEqual(response["subthreshold_shot_noise_W_per_sqrt_Hz"] / noise_density, 1, delta=2e-3)
        self.assertAlmostEqual(response["emitted_power_aW"] / (exact["mean_energy_eV"] * rate * charge * 1e18), 1,
                               delta=2e-3)
        with h5py.File(self.path("s.h5")) as file:
            group = file["response/crystal"]
            edges = file["response/edges_eV"][:]
            per_eV = group["rate_Hz_per_eV"][:]
            self.assertEqual(list(file["response/efficiency/survival"][:]), [0.5, 0.9])
            self.assertAlmostEqual((per_eV * numpy.diff(edges)).sum() / response["rate_above_threshold_Hz"], 1, delta=1e-9)
            self.assertTrue(numpy.allclose(group["counts_per_keV_kg_day"][:], per_eV * 1000 * 86400 / 0.01))
            self.assertAlmostEqual(group["expected_counts"][:].sum() / response["expected_counts_above_threshold"], 1, delta=1e-9)
            self.assertEqual(per_eV[edges[1:] < 30].max(), 0)
        # Sampled counts take the same way.
        sampled = result("spectrum", "al-on-si", *QUICK_TABLE, "--table", quick_table(), "--events", "300000", *keys)
        sampled = sampled["response"]["crystal"]
        off = sampled["seen_probability"] - response["seen_probability"]
        self.assertLess(abs(off), 5 * sampled["seen_probability_sigma"])
        self.assertGreater(sampled["seen_probability_sigma"], 1e-5)

    def test_comparison(self):
        spectrum, rate_Hz_per_cm2 = self.exact(), self.values["release_rate_Hz_per_cm2"]
        self.write("events.txt", "30\n45\n60\n61\n100\n20\n")
        detector = self.write("d.toml", GOOD + f'resolution = "{SIGMA} eV"\nefficiency = 0.5\nevents = "events.txt"\n'
                              'energy_unit = "eV"\nname = "mine"\n')
        output = self.path("compare.h5")
        values = result("compare", spectrum, "--detector", detector, "--bands", "30 eV:60 eV,60 eV:100 eV,200 eV:",
                        "-o", output)
        first, second, last = values["bands"]
        self.assertEqual([band["counts"] for band in values["bands"]], [2, 3, 0])
        self.assertEqual(values["total"]["counts"], 5)
        self.assertIsNone(last["high_eV"])
        factor = 2 / 0.5 / 86400  # two weeks cold over one, efficiency, live time
        for band, low, high in ((first, 30, 60), (second, 60, 100), (last, 200, numpy.inf)):
            n = band["counts"]
            self.assertAlmostEqual(band["measured_rate_Hz"], n * factor, delta=1e-12)
            self.assertAlmostEqual(band["measured_rate_high_Hz"], chi2.ppf(0.841344746, 2 * n + 2) / 2 * factor, delta=1e-10)
            self.assertAlmostEqual(band["measured_rate_low_Hz"], chi2.ppf(0.158655254, 2 * n) / 2 * factor if n else 0,
                                   delta=1e-10)
            energy, share = fine_spectrum(spectrum)
            inside = norm.cdf((high - energy) / SIGMA) - norm.cdf((low - energy) / SIGMA)
            predicted = (inside * share).sum() * rate_Hz_per_cm2
            self.assertAlmostEqual(band["predicted_rate_Hz_per_cm2"] / predicted, 1, delta=1e-3)
            self.assertAlmostEqual(band["expected_counts"] / (predicted * 2 * 0.5 * 86400 / 2), 1, delta=1e-3)
        self.assertAlmostEqual(first["ratio"], first["measured_rate_Hz"] / 2 / first["predicted_rate_Hz_per_cm2"], delta=1e-12)
        mu = numpy.array([band["expected_counts"] for band in values["bands"]])
        n = numpy.array([2, 3, 0])
        deviance = 2 * (mu - n + n * numpy.log(numpy.maximum(n, 1) / mu)).sum()
        self.assertAlmostEqual(values["deviance"] / deviance, 1, delta=1e-9)
        self.assertAlmostEqual(values["chi_square"] / ((n - mu) ** 2 / mu).sum(), 1, delta=1e-9)
        with h5py.File(output) as file:
            self.assertEqual(decoded(file.attrs["format"]), "slipburst-compare")
            self.assertEqual(list(file["bands/counts"][:]), [2, 3, 0])
            self.assertEqual(file["bands/predicted_rate_Hz_per_cm2"][0], first["predicted_rate_Hz_per_cm2"])
        text = run("compare", spectrum, "--detector", detector, "--bands", "30 eV:60 eV").stdout
        self.assertIn("measured / predicted", text)
        doubled = result("compare", spectrum, "--detector", detector, "--bands", "30 eV:60 eV,60 eV:61 eV",
                         "--area", "4 cm^2")
        self.assertAlmostEqual(doubled["bands"][0]["ratio"] * 2 / first["ratio"], 1, delta=1e-12)

    def test_bad_keys(self):
        heading = "# energy (keV), survival\n"
        text = self.write("text.txt", heading + "0 0.5\n0.1 much\n")
        above = self.write("above.txt", heading + "0 0.5\n0.1 1.2\n")
        unsorted = self.write("unsorted.txt", heading + "0.2 0.5\n0.1 0.6\n")
        no_unit = self.write("no-unit.txt", "0.1 0.5\n0.2 0.6\n")
        for setting, words in {
            "response.resolution=-3 eV": ("response.resolution", "0 eV or more"),
            "response.resolution=3 nm": ("response.resolution", "energy"),
            "response.threshold=-1 eV": ("response.threshold",),
            "response.efficiency=1.01": ("response.efficiency", "from 0 to 1"),
            "response.efficiency=nan": ("response.efficiency",),
            f"response.efficiency={text}": ("text.txt:3", "much"),
            f"response.efficiency={above}": ("above.txt:3", "1.2"),
            f"response.efficiency={unsorted}": ("unsorted.txt:3", "falls"),
            f"response.efficiency={self.path('absent.txt')}": ("absent.txt", "no such file"),
            f"response.efficiency={no_unit}": ("no-unit.txt", "does not name the unit", "# energy (keV)"),
            "response.energy_scale=0": ("response.energy_scale",),
            "response.live_time=0 s": ("response.live_time",),
            "response.resolutoin=1 eV": ("response.resolution",),
        }.items():
            with self.subTest(setting=setting):
                self.refuse((*EXACT, "--set", setting, "-o", self.path("out.h5")), *words)

    def test_bad_comparisons(self):
        spectrum = self.exact()
        out = ("-o", self.path("out.h5"))
        self.write("e.txt", "40\n50\n")
        self.write("text.txt", "40\nfifty\n")
        self.write("nan.txt", "40\nnan\n")
        self.write("bins.txt", "# low (eV), high (eV), counts\n30 40 1\n35 60 2\n")
        self.write("rates.txt", "30 40 100\n40 60 200\n")

        def detector(lines):
            return self.write("d.toml", GOOD + 'energy_unit = "eV"\n' + lines)

        for lines, words in {
            'events = "absent.txt"\n': ("absent.txt", "no such file"),
            'events = "text.txt"\n': ("text.txt:2", "fifty"),
            'events = "nan.txt"\n': ("nan.txt:2", "nan"),
            'binned = "bins.txt"\n': ("bins.txt:3", "begins before"),
            'binned = "rates.txt"\n': ("rates.txt", "counts", "binned_unit"),
            'events = "e.txt"\nefficiency = 1.5\n': ("d.toml:7", "efficiency"),
            'events = "e.txt"\nresolution = "-2 eV"\n': ("d.toml:7", "resolution"),
            'events = "e.txt"\nefficency = 0.5\n': ("d.toml:7", "'efficiency'"),
            'events = "e.txt"\nmass = 3\n': ("d.toml:7", "mass", "unit"),
        }.items():
            with self.subTest(lines=lines):
                self.refuse(("compare", spectrum, "--detector", detector(lines), *out), *words)
        good = detector('events = "e.txt"\n')
        self.refuse(("compare", spectrum, "--detector", good, "--bands", "60 eV:30 eV", *out), "--bands", "empty")
        self.refuse(("compare", spectrum, "--detector", good, "--bands", "20 eV:30 eV", *out), "threshold")
        self.refuse(("compare", spectrum, "--detector", good, "--bands", "30:60", *out), "--bands", "unit")
        self.refuse(("compare", spectrum, "--detector", good, "--area", "-1 cm^2", *out), "--area")
        self.refuse(("compare", spectrum, "--detector", good, "--channel", "both", *out), "--channel", "film")
        self.refuse(("compare", spectrum, "--detector", good, "-o", spectrum), "s.h5", "another name")
        self.refuse(("compare", good, "--detector", good, *out), "d.toml", "slipburst spectrum")
        self.refuse(("compare", self.path("none.h5"), "--detector", good, *out), "none.h5", "no such file")
        self.refuse(("compare", spectrum, "--detector", "cdp", *out), "cdp", "cpd")
        self.refuse(("compare", spectrum, "--detector", "cpd", *out), "--data")
        self.refuse(("compare", spectrum, "--detector", "cpd", "--data", self.folder, *out), "CPD.txt")
        result("compare", spectrum, "--detector", good)
        # A unit that is wrong by a thousand, and nothing to compare or to fit.
        far = self.write("far.toml", GOOD + 'energy_unit = "keV"\nevents = "e.txt"\nbands = ["30 eV:60 eV"]\n')
        self.assertIn("no event of far lies in any band", run("compare", spectrum, "--detector", far).stderr)
        own_bands = self.write("own.toml", GOOD + 'energy_unit = "keV"\nevents = "e.txt"\n')
        said = run("compare", spectrum, "--detector", own_bands).stderr
        self.assertRegex(said, "the spectrum has nothing in .* check the unit of the energies")
        self.assertNotIn("nothing in", run("compare", spectrum, "--detector", good).stderr)
        # A bin over whose width the efficiency rises from zero.
        self.write("rising.txt", "# energy (eV), efficiency (%)\n20 0\n25 90\n")
        for name, bins in (("wide", "10 40 9000\n40 200 1700\n"), ("narrow", "30 40 9000\n40 200 1700\n")):
            self.write(name + ".txt", "# low (eV), high (eV), counts\n" + bins)
            binned = self.write(name + ".toml", GOOD.replace("threshold", "#") + f'binned = "{name}.txt"\n'
                                'efficiency = "rising.txt"\nthreshold = "10 eV"\n')
            said = run("compare", spectrum, "--detector", binned)
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertEqual("the efficiency varies from 10 to 40 eV" in said.stderr, name == "wide", said.stderr)
        self.refuse(("fit", "spectrum", "al-on-si", *QUICK_TABLE, "--detector", far, "--free", "scale", *out),
                    "nothing to fit", "no event of far lies in any band")
        self.write("keV.txt", "# energy (keV), survival\n" + "".join(f"{2 * i} {i / 20}\n" for i in range(20)))
        odd = detector('events = "e.txt"\nefficiency = "keV.txt"\nbands = ["30 eV:60 eV"]\n')
        self.assertIn("check the unit of its file", run("compare", spectrum, "--detector", odd).stderr)


if __name__ == "__main__":
    unittest.main()
