#!/usr/bin/python3
"""The file of `slipburst rates`: every dataset of the manual with its shape, numbers that belong together, the film
without its history."""

import math
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy as np

from program import QUICK_TABLE, result

QUICK = (*QUICK_TABLE, "--set", "histogram.bins_per_decade=10", "--set",
         "histogram.time_bins_per_decade=3", "--set", "histogram.time_minimum=100 s", "--backend", "reference")
HISTORY = """
preset = "al-on-si"

[[history]]
kind = "pulse"
start = "1 day"
duration = "1 hour"
stress_factor = 1.1

[[history]]
kind = "warm-up"
start = "30 days"
duration = "1 day"
refill = 0.4
"""
ASKED = ("--window", "1 week:2 weeks,40 days:50 days", "--at", "2 days,1 week,60 days")


class RatesFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        case, table = (os.path.join(folder.name, name) for name in ("case.toml", "table.h5"))
        with open(case, "w", encoding="utf-8") as file:
            file.write(HISTORY)
        result("table", case, *QUICK, "-o", table)
        cls.reports, cls.files = {}, {}
        for sampling in ("sliced", "plain"):
            path = os.path.join(folder.name, f"{sampling}.h5")
            cls.reports[sampling] = result("rates", case, *QUICK, *ASKED, "--events", "1e5", "--sampling", sampling,
                                           "--table", table, "-o", path)
            cls.files[sampling] = h5py.File(path)
            cls.addClassCleanup(cls.files[sampling].close)

    def check_shapes(self, file, plain):
        slices, every, draws = (file[name].size for name in ("time/expected_rate_Hz", "slices/mass", "draws/of"))
        energies, bins, protocol = file["above/energy_eV"].size, file["edges_eV"].size - 1, file["protocol/start_s"].size
        counted = (draws, every) if plain else (draws,)
        shapes = {"edges_eV": (bins + 1,), "above/energy_eV": (2,), "fit/parameters": (3,), "fit/covariance": (3, 3),
                  "time/edges_s": (slices + 1,), "draws/events": (draws,), "draws/of": (draws,),
                  "draws/kept": counted, "draws/rejected": counted, "pieces/first_event": (1,), "pieces/events": (1,),
                  "counters": (math.prod(counted) * (4 * (bins + 3) + 2 * energies + 1),)}
        for group, size, names in (
                ("time", slices, "rate_Hz rate_sigma_Hz expected_rate_Hz undisturbed_rate_Hz stress_factor"),
                ("moments", 3, "time_s exact_Hz undisturbed_Hz rate_Hz rate_sigma_Hz stress_factor"),
                ("windows", 2, "start_s end_s expected_counts sampled_counts sigma exponential_s exponential_sigma_s "
                               "exponential_p_value"),
                ("stages", 2, "kind start_s end_s temperature_K refill expected_counts sampled_counts sigma "
                              "expected_at_once sampled_at_once at_once_sigma removed_counts half_recovered_s"),
                ("protocol", protocol, "start_s first_stress_factor last_stress_factor first_eta_shift last_eta_shift"),
                ("slices", every, "start_s end_s at_once mass")):
            shapes |= {f"{group}/{name}": (size,) for name in names.split()}
        for channel in ("crystal", "film"):
            shapes |= {f"time/{channel}/{name}": (slices, energies)
                       for name in ("above_Hz", "above_sigma_Hz", "expected_above_Hz")}
            shapes |= {f"moments/{channel}/{name}": (3, energies) for name in ("above_Hz", "above_sigma_Hz", "exact_above_Hz")}
            shapes |= {f"windows/{channel}/{name}": (2, energies) for name in ("above_counts", "above_sigma")}
            shapes |= {f"time/{channel}/rate_Hz_per_eV": (slices, bins), f"draws/{channel}/outside": (*counted, 3),
                       f"draws/{channel}/above": (*counted, energies)}
            shapes |= {f"draws/{channel}/{name}": (*counted, bins) for name in ("counts", "supersonic_counts")}
        found = {}
        file.visititems(lambda name, item: found.update({name: item.shape}) if isinstance(item, h5py.Dataset) else None)
        fitted = {"fit/parameters", "fit/covariance"}  # where a law was found
        self.assertEqual({k: v for k, v in found.items() if k not in fitted},
                         {k: v for k, v in shapes.items() if k not in fitted})

    def test_every_dataset(self):
        for sampling, file in self.files.items():
            self.check_shapes(file, sampling == "plain")

    def test_counts_masses_and_rates(self):
        report, file = self.reports["sliced"], self.files["sliced"]
        lines, slices = file.attrs["pinned_lines"], file["time/rate_Hz"].size
        drawn = dict(zip(file["draws/of"][:], file["draws/kept"][:] / file["draws/events"][:]))
        counts = np.array([lines * file["slices/mass"][i] * drawn.get(i, 0) for i in range(slices)])
        np.testing.assert_allclose(file["time/rate_Hz"][:] * np.diff(file["time/edges_s"][:]), counts, rtol=1e-9)
        self.assertEqual(file["draws/kept"][:].sum(), report["releases"])
        self.assertEqual(file["draws/events"][:].sum(), 100000)
        binned = file["draws/film/counts"][:].sum(axis=1) + file["draws/film/outside"][:].sum(axis=1)
        np.testing.assert_array_equal(binned + file["draws/rejected"][:], file["draws/kept"][:])
        for i, window in enumerate(report["windows"]):
            self.assertEqual(file["windows/sampled_counts"][i], window["sampled_counts"])
        at_once = file["slices/at_once"][:] == 1
        lost = lines * sum(file["slices/mass"][i] * drawn.get(i, 0) for i in np.flatnonzero(at_once))
        self.assertAlmostEqual(lost / file["stages/sampled_at_once"][:].sum(), 1, places=9)
        self.assertGreater(lost, 0)

    def test_film_without_its_history(self):
        """Romani (2024), Eq. (5): N/(Gamma t), a mean over each slice."""
        file = self.files["sliced"]
        edges, rate = file["time/edges_s"][1:], file["time/undisturbed_rate_Hz"][1:]
        start, end = edges[:-1], edges[1:]
        mean = file.attrs["pinned_lines"] / file.attrs["gamma"] * np.log1p((end - start) / start) / (end - start)
        np.testing.assert_allclose(rate, mean, rtol=1e-8)
        before = end < 86400
        np.testing.assert_allclose(file["time/expected_rate_Hz"][1:][before], mean[before], rtol=1e-8)
        self.assertGreater(abs(file["time/expected_rate_Hz"][-1] / mean[-1] - 1), 1e-4)


if __name__ == "__main__":
    unittest.main()
