#!/usr/bin/python3
"""Fields of results: report and file have the same names and values, and numbers of one side alone are known."""

import math
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py

from program import QUICK_TABLE, InFolder, quick_table, result
from sealed import decoded

# Names that only one side has. In reports: speeds, which differ from run to run; reasons that need no record.
REPORT_ALONE = {"events_per_second", "segments_per_second", "silent_because", "run_events", "nodes", "failed", "packets",
                "quadrature_relative_error", "bytes", "computed", "resumed", "tables_built", "silent_points", "output", "seconds"}
# In files: the origin of the file and the record of the run; texts that say how numbers are meant.
FILE_ALONE = {"backend", "format", "format_version", "program_version", "git_hash", "results_version", "case_name", "case_toml",
              "run", "report", "piece_events", "polarisation", "direction_law", "frame",
              "negative_eV_per_nm", "octave", "stress_bits", "height_cells_per_octave", "first_height_octave",
              "greatest_stress", "first_stress", "height_scale", "greatest_height", "plain_mass", "resolution_eV", "threshold_eV", "energy_scale", "computed_points",
              "first_case_toml"}
SEGMENT = ("al-on-si", "--height", "50 nm", "--stress", "45 MPa")
LINE = ("al-on-si", "--pin-height", "100 nm", "--stress", "60 MPa")


def attributes(path):
    with h5py.File(path) as file:
        return {name: decoded(value) if isinstance(value, bytes) else value for name, value in file.attrs.items()}


class Fields(InFolder):
    def compare(self, *arguments):
        """Runs a command, and compares its report, but for lists and objects in it, with the root attributes of its file.
        Returns both."""
        path = self.path("result.h5")
        report = result(*arguments, "-o", path, "--overwrite")
        file = attributes(path)
        for name, value in report.items():
            with self.subTest(command=arguments[0], field=name):
                if isinstance(value, (list, dict)):
                    continue
                if name in REPORT_ALONE:
                    self.assertNotIn(name, file)
                elif value is None:
                    self.assertTrue(name not in file or not math.isfinite(file[name]))
                else:
                    self.assertIn(name, file)
                    self.assertEqual(file[name], value)
        self.assertEqual(set(file) - set(report) - FILE_ALONE, set())
        return report, path

    def same(self, stored, value, name):
        """Compares a number or text of a file with that of a report, where null is NaN or absent."""
        with self.subTest(field=name):
            if value is None:
                self.assertFalse(stored is not None and math.isfinite(stored))
            else:
                self.assertEqual(decoded(stored) if isinstance(stored, bytes) else stored, value)

    def compare_attributes(self, group, report, alone=()):
        """Compares an object of a report with the attributes of a group."""
        for name in set(report) - set(alone):
            self.same(group.attrs.get(name), report[name], f"{group.name}/{name}")
        self.assertEqual(set(group.attrs) - set(report), set())

    def compare_columns(self, group, rows, alone=()):
        """Compares a list of a report with the columns of a group."""
        names = {name for name in group if isinstance(group[name], h5py.Dataset)}
        for index, row in enumerate(rows):
            self.assertEqual(names, set(row) - set(alone))
            for name in names:
                self.same(group[name][index], row[name], f"{group[name].name}[{index}]")

    def compare_above(self, group, index, entries):
        """Compares the energies of a row with the columns of a group of a channel."""
        for t, entry in enumerate(entries):
            for name in set(entry) - {"energy_eV"}:
                self.same(group[name][index, t], entry[name], f"{group[name].name}[{index}, {t}]")

    def test_segment(self):
        report, path = self.compare("segment", *SEGMENT)
        with h5py.File(path) as file:
            trajectory = [len(values) for values in file["trajectory"].values()]
            self.assertEqual(len(set(trajectory)), 1)
            self.assertGreater(trajectory[0], report["steps_accepted"])
            for array in ("trajectory/time_ps", "phonons/film_eV_per_nm"):
                self.assertTrue(file[array].attrs["unit"] and file[array].attrs["description"])

    def test_phonons(self):
        self.compare("phonons", *LINE)
        report, _ = self.compare("phonons", *LINE, "--all")
        self.assertLess(report["radiated_relative_difference"], 1e-5)

    def test_table(self):
        self.compare("table", "al-on-si", *QUICK_TABLE)

    def test_spectrum(self):
        for case in ("al-on-si", "cresst"):  # with an area, and without
            with self.subTest(case=case):
                table = () if case != "al-on-si" else ("--table", quick_table())
                self.compare("spectrum", case, *QUICK_TABLE, *table, "--events", "1e5")
        report, path = self.compare("spectrum", "al-on-si", *QUICK_TABLE, "--table", quick_table(),
                                    "--method", "quadrature")
        with h5py.File(path) as file:
            for index, entry in enumerate(report["integral"]):
                self.assertEqual(file["above/energy_eV"][index], entry["energy_eV"])
                self.assertEqual(file["above/crystal_probability"][index], entry["probability"])
                self.assertEqual(file["above/crystal_probability_sigma"][index], entry["probability_sigma"])
            for index, entry in enumerate(report["integral_film"]):
                self.assertEqual(file["above/film_probability"][index], entry["probability"])

    def test_response(self):
        for case, settings in (("al-on-si", ()), ("al-on-si", ("detector.mass=10 g", "response.live_time=2 days")),
                               ("cresst", ("response.live_time=2 days",))):
            table = ("--table", quick_table()) if case == "al-on-si" else ()
            keys = [word for key in ("response.threshold=30 eV", *settings) for word in ("--set", key)]
            with self.subTest(case=case, settings=settings):
                report, path = self.compare("spectrum", case, *QUICK_TABLE, *table, *keys, "--method", "quadrature")
                with h5py.File(path) as file:
                    self.assertEqual(set(report["response"]), {"crystal", "film"})
                    for channel, values in report["response"].items():
                        self.compare_attributes(file["response"][channel], values)

    def test_experiment(self):
        arguments = ("experiment", "al-on-si", *QUICK_TABLE, "--table", quick_table(), "--exposure", "1 hour", "--set",
                     "detector.aluminium_area=0.01 cm2")
        report, path = self.compare(*arguments)
        self.assertIsNone(report["film_seen"])
        report, path = self.compare(*arguments, "--set", "response.threshold=1 eV")
        with h5py.File(path) as file:
            columns = [name for name, item in file.items() if isinstance(item, h5py.Dataset)]
            self.assertEqual({file[name].size for name in columns}, {report["bursts"]})
            self.assertEqual(file["crystal_seen"][:].sum(), report["crystal_seen"])

    def test_scan(self):
        axes = ("--over", "pinning.spacing=30 nm,50 nm", "--over", "detector.time_since_cooldown=1 week,2 weeks")
        for method in (("--method", "quadrature"), ("--method", "plain", "--events", "1e4", "--seed", "3")):
            report, path = self.compare("scan", "al-on-si", *axes, *QUICK_TABLE, "--table", quick_table(), *method, "--above",
                                        "1 eV")
            with h5py.File(path) as file:
                self.assertEqual(attributes(path)["axes"].split(","), [axis["key"] for axis in report["axes"]])
                for axis in report["axes"]:
                    self.assertEqual(list(file["axes"][axis["key"]]), axis["values"])

    def test_compare(self):
        spectrum = self.path("spectrum.h5")
        result("spectrum", "al-on-si", *QUICK_TABLE, "--table", quick_table(), "--method", "quadrature", "-o", spectrum)
        self.write("events.txt", "30\n45\n60\n61\n100\n20\n")
        for area in ("", 'aluminium_area = "2 cm^2"\nmass = "1 g"\n'):
            detector = self.write("detector.toml", 'name = "mine"\nlive_time = "1 day"\ntime_cold = "2 weeks"\n'
                                  'events = "events.txt"\nenergy_unit = "eV"\nthreshold = "20 eV"\nresolution = "3 eV"\n' + area)
            report, path = self.compare("compare", spectrum, "--detector", detector, "--bands", "30 eV:60 eV,60 eV:")
            with h5py.File(path) as file:
                self.compare_columns(file["bands"], report["bands"])
                self.assertEqual(set(report["total"]), set(file["bands"]))
                self.assertEqual(report["total"]["counts"], file["bands/counts"][:].sum())

    def test_rates(self):
        case = self.write("case.toml", 'preset = "al-on-si"\n[[history]]\nkind = "pulse"\nstart = "1 day"\n'
                          'duration = "1 hour"\nstress_factor = 1.1\n[[history]]\nkind = "warm-up"\nstart = "30 days"\n'
                          'duration = "1 day"\nrefill = 0.4\n')
        keys = ("--set", "response.threshold=20 eV", "--set", "histogram.time_bins_per_decade=3")
        report, path = self.compare("rates", case, *QUICK_TABLE, *keys, "--window", "1 week:2 weeks,1 day:2 days",
                                    "--at", "1 day,1 week", "--events", "1e5")
        with h5py.File(path) as file:
            for name in ("windows", "moments"):
                self.compare_columns(file[name], report[name], {"above", "response"})
                self.assertEqual(set(report[name][0]["response"]), {"crystal", "film"})
                for index, row in enumerate(report[name]):
                    self.compare_above(file[name]["crystal"], index, row["above"])
                    self.assertEqual([entry["energy_eV"] for entry in row["above"]], list(file["above/energy_eV"]))
                    for channel, seen in row["response"].items():
                        group = file["response"][name][channel]
                        self.compare_above(group, index, seen["above"])
                        for field in set(seen) - {"above"}:
                            self.same(group[field][index], seen[field], f"{group.name}/{field}[{index}]")
            self.compare_columns(file["stages"], report["stages"])
            self.assertEqual(len(report["stages"]), 2)
            self.compare_attributes(file["fit"], report["fit"], {"covariance", "covariance_of"})
            self.assertEqual(file["fit/covariance"][:].tolist(), report["fit"]["covariance"])
            self.assertEqual(list(file["fit/parameters"]), [report["fit"][name] for name in report["fit"]["covariance_of"]])


if __name__ == "__main__":
    unittest.main()
