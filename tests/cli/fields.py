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

# Names that only one side has. In reports: speeds, which differ from run to run; reasons that need no record; lists.
REPORT_ALONE = {"events_per_second", "segments_per_second", "silent_because", "nodes", "failed", "packets",
                "bytes", "computed", "resumed", "tables_built", "silent_points", "output", "seconds",
                "cluster_windows_per_second", "conditions"}
# In files: the origin of the file and the record of the run; texts that say how numbers are meant.
FILE_ALONE = {"backend", "format", "format_version", "program_version", "git_hash", "results_version", "case_name", "case_toml",
              "run", "report", "polarisation", "direction_law", "frame",
              "negative_eV_per_nm", "octave", "stress_bits", "height_cells_per_octave", "first_height_octave",
              "max_stress", "first_stress", "height_scale", "max_height", "plain_mass",
              "resolution_eV", "threshold_eV", "energy_scale", "computed_points", "first_case_toml"}
# Datasets of lists that the file alone has.
COLUMNS_ALONE = {"edges_s", "supplied_moves", "direct_moves", "moved_clusters", "area_squares", "scatter_Hz"}
# Fields of the motion of clusters that report and file have.
MOTION = ("frequency_Hz", "error_Hz", "expected_Hz")
SEGMENT = ("al-on-si", "--height", "50 nm", "--stress", "45 MPa")
LINE = ("al-on-si", "--pin-height", "100 nm", "--stress", "60 MPa")


def attributes(path):
    with h5py.File(path) as file:
        return {name: decoded(value) if isinstance(value, bytes) else value for name, value in file.attrs.items()}


def has_rows(value):
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


class Fields(InFolder):
    def compare(self, *arguments):
        """Runs a command, and compares the single values of its report with the root attributes of its file. Returns
        both."""
        path = self.path("result.h5")
        report = result(*arguments, "-o", path, "--overwrite")
        file = attributes(path)
        for name, value in report.items():
            if isinstance(value, (list, dict)):
                continue
            with self.subTest(command=arguments[0], field=name):
                if name in REPORT_ALONE:
                    self.assertNotIn(name, file)
                elif value is None:
                    self.assertTrue(name not in file or not math.isfinite(file[name]))
                else:
                    self.assertIn(name, file)
                    self.assertEqual(file[name], value)
        self.assertEqual(set(file) - set(report) - FILE_ALONE, set())
        return report, path

    def compare_all(self, *arguments):
        """Compares lists and objects of the report too, with datasets and groups of their names."""
        report, path = self.compare(*arguments)
        with h5py.File(path) as content:
            for name, value in report.items():
                if isinstance(value, (list, dict)):
                    self.compare_lists(name, value, content)
        return report, path

    def compare_lists(self, name, value, content):
        """Compares a list or an object of a report with the dataset or group of this name in a file or group."""
        if isinstance(value, dict):
            for part, inner in value.items():
                if isinstance(inner, list):
                    self.compare_lists(part, inner, content[name])
                else:
                    self.assertEqual(decoded(content[name].attrs[part]), inner)
        elif not value:
            self.assertNotIn(name, content)
        elif isinstance(value[0], dict):
            self.compare_rows(value, content[name])
        else:
            self.same(value, content[name][()].tolist())

    def compare_rows(self, rows, group):
        """Compares a list of objects in a report with a group of a file, which has one dataset for each field."""
        names = {name for name in rows[0] if any(row[name] is not None and not has_rows(row[name]) for row in rows)}
        columns = {name for name in group if isinstance(group[name], h5py.Dataset)} - COLUMNS_ALONE
        self.assertLessEqual(names, columns)
        for name in columns - names:  # null in every row
            self.assertFalse(any(map(math.isfinite, group[name][()].flat)), name)
        for name in names:
            with self.subTest(group=group.name, field=name):
                self.assertTrue(group[name].attrs["unit"] and group[name].attrs["description"])
                self.same([row[name] for row in rows], group[name][()].tolist())

    def same(self, reported, stored):
        """Values are equal; null in a report is not finite in a file."""
        if isinstance(reported, list):
            self.assertEqual(len(stored), len(reported))
            for one, other in zip(reported, stored):
                self.same(one, other)
        elif reported is None:
            self.assertFalse(math.isfinite(stored))
        else:
            self.assertEqual(decoded(stored), reported)

    def same_field(self, stored, value, name):
        """Compares a number or text of a file with that of a report, where null is NaN or absent."""
        with self.subTest(field=name):
            if value is None:
                self.assertFalse(stored is not None and math.isfinite(stored))
            else:
                self.assertEqual(decoded(stored) if isinstance(stored, bytes) else stored, value)

    def compare_attributes(self, group, report, alone=()):
        """Compares an object of a report with the attributes of a group."""
        for name in set(report) - set(alone):
            self.same_field(group.attrs.get(name), report[name], f"{group.name}/{name}")
        self.assertEqual(set(group.attrs) - set(report), set())

    def compare_columns(self, group, rows, alone=()):
        """Compares a list of a report with the columns of a group."""
        names = {name for name in group if isinstance(group[name], h5py.Dataset)}
        for index, row in enumerate(rows):
            self.assertEqual(names, set(row) - set(alone))
            for name in names:
                self.same_field(group[name][index], row[name], f"{group[name].name}[{index}]")

    def compare_above(self, group, index, entries):
        """Compares the energies of a row with the columns of a group of a channel."""
        for t, entry in enumerate(entries):
            for name in set(entry) - {"energy_eV"}:
                self.same_field(group[name][index, t], entry[name], f"{group[name].name}[{index}, {t}]")

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
            self.compare_columns(file["above"], report["above"])

    def test_detrap(self):
        report, path = self.compare("detrap", "tungsten-1000kev", "--areas", "400",
                                    "--set", "watch.temperatures=17 K,150 K,300 K")
        rows = report["conditions"]
        decays = [row.pop("decay") for row in rows]
        motion = [{name: row.pop(name) for name in MOTION} for row in rows]
        with h5py.File(path) as file:
            self.assertEqual([row.pop("moves") for row in rows],
                             (file["motion/supplied_moves"][()] + file["motion/direct_moves"][()]).tolist())
            self.compare_rows(rows, file["conditions"])
            self.compare_rows(motion, file["motion"])
            self.assertTrue(any(decays))
            none = dict.fromkeys(file["decay"]) | {"poor_fit": False}
            self.compare_rows([row or none for row in decays], file["decay"])

    def test_fit_spectrum(self):
        self.write("bins.txt", "# low (eV), high (eV), counts\n5 10 3000\n10 20 1500\n20 40 500\n40 80 100\n80 160 9\n")
        detector = self.write("detector.toml", 'name = "mine"\ntime_cold = "1 week"\nlive_time = "10 days"\n'
                              'aluminium_area = "1 cm^2"\nbinned = "bins.txt"\nenergy_unit = "eV"\n')
        report, path = self.compare_all("fit", "spectrum", "al-on-si", *QUICK_TABLE, "--table", quick_table(), "--detector",
                                    detector, "--free", "pinning.spacing=40 nm:60 nm,scale")
        self.assertEqual([row["name"] for row in report["parameters"]], ["pinning.spacing", "scale"])
        self.assertEqual(attributes(path)["case_name"], report["case_name"])

    def test_fit_arrhenius(self):
        counts = "".join(f"{t}, 200, {moves}, 300\n" for t, moves in
                         ((17, 20), (50, 25), (100, 60), (150, 120), (200, 300), (250, 600), (300, 1000)))
        counted = self.write("counted.csv", "temperature [K], clusters [1], moves [1], window [s]\n" + counts)
        measured = self.write("measured.csv", "temperature [K], frequency [Hz], error [Hz]\n"
                              "17, 1, 0.1\n100, 2, 0.2\n200, 3, 0.3\n300, 4, 0.4\n")
        report, path = self.compare_all("fit", "arrhenius", counted, "--bootstrap", "5")
        self.assertEqual(len(report["covariance"]), len(report["parameters"]))
        with h5py.File(path) as file:
            self.assertEqual(file["curve/frequency_Hz"].shape, (1, 512))
        for model in ("classical-3", "qtst"):
            report, _ = self.compare_all("fit", "arrhenius", counted, "--model", model)
            self.assertEqual("sums" in report, model == "classical-3")
        report, _ = self.compare_all("fit", "arrhenius", measured, "--model", "classical")
        self.assertTrue(all(point["clusters"] is None for point in report["data"]))

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
                            self.same_field(group[field][index], seen[field], f"{group.name}/{field}[{index}]")
            self.compare_columns(file["stages"], report["stages"])
            self.assertEqual(len(report["stages"]), 2)
            self.compare_attributes(file["fit"], report["fit"], {"covariance", "covariance_of"})
            self.assertEqual(file["fit/covariance"][:].tolist(), report["fit"]["covariance"])
            self.assertEqual(list(file["fit/parameters"]), [report["fit"][name] for name in report["fit"]["covariance_of"]])


if __name__ == "__main__":
    unittest.main()
