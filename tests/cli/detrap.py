#!/usr/bin/python3
"""Clusters watched from the command line: reports, files, pieces, stops, data for fits, and refusals."""

import os
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import PROGRAM, InFolder, result, run, usable_backends
from sealed import changed, decoded

CASE = "tungsten-1000kev"
FEW = ("--set", "watch.temperatures=17 K,150 K,300 K", "--set", "watch.energies=300 keV,1000 keV")


class Watching(InFolder):
    def test_report_and_file(self):
        report = result("detrap", CASE, *FEW, "--areas", "400", "-o", self.path("d.h5"))
        self.assertEqual((len(report["conditions"]), report["areas"], report["events"]), (6, 400, 2400))
        self.assertEqual(report["cluster_windows"], 6 * 400 * 150 * 10)
        with h5py.File(self.path("d.h5")) as file:
            self.assertEqual(decoded(file.attrs["format"]), "slipburst-detrap")
            moves = file["motion/supplied_moves"][:] + file["motion/direct_moves"][:]
            self.assertEqual(moves.shape, (6, 10))
            self.assertEqual(int(file["conditions/clusters"][0]), 400 * 150)
            single = file["areas/moves"][:]
            self.assertEqual(single.shape, (10, 6, 10))
            self.assertEqual(int(file["clusters/by_moves"][:].sum()), 6 * 400 * 150)
            self.assertEqual(int(file["distances/moves"][:].sum()), int(moves.sum()))
            frequency, expected = file["motion/frequency_Hz"][:], file["motion/expected_Hz"][:]
            error = numpy.sqrt(moves) / (400 * 150 * 60)
            for name in file["motion"]:
                self.assertIn("unit", file["motion"][name].attrs)
        self.assertLess(numpy.max(numpy.abs(frequency - expected) / error), 4.5)
        numpy.testing.assert_array_equal([row["moves"] for row in report["conditions"]], moves)
        row = report["conditions"][5]
        self.assertEqual((row["temperature_K"], row["energy_keV"]), (300, 1000))
        self.assertAlmostEqual(row["vacancy_rate_Hz"], 110.2, delta=0.1)
        n = row["clusters"]
        self.assertAlmostEqual(row["error_Hz"][0],
                               row["frequency_Hz"][0] * (1 / n + 1 / row["moves"][0]) ** 0.5, delta=1e-12)
        self.assertLess(abs(row["decay"]["plateau_Hz"] - 0.0093), 4 * row["decay"]["plateau_sigma_Hz"])
        # Electrons of 300 keV do not transfer 7 eV.
        self.assertEqual(report["conditions"][4]["direct_Hz"], 0)

    def test_direct_hits_beside_the_trap_path(self):
        for preset, cold, warm in (("tungsten-1000kev", 4.73, 0.093), ("tungsten-300kev", 0.230, 0.00452)):
            rows = result("detrap", preset, "--areas", "1")["conditions"]
            self.assertEqual((rows[0]["temperature_K"], rows[-1]["temperature_K"]), (17, 300))
            self.assertAlmostEqual(rows[0]["direct_over_thermal"] / cold, 1, delta=2e-3)
            self.assertAlmostEqual(rows[-1]["direct_over_thermal"] / warm, 1, delta=2e-3)
            self.assertAlmostEqual(rows[0]["direct_over_thermal"], rows[0]["direct_Hz"] / rows[0]["thermal_Hz"])

    def test_below_threshold_nothing_moves(self):
        report = result("detrap", CASE, "--areas", "3", "--set", "watch.energies=100 keV")
        self.assertTrue(all(sum(row["moves"]) == 0 and row["vacancy_rate_Hz"] == 0 for row in report["conditions"]))
        self.assertTrue(all(row["thermal_Hz"] == 0 and row["direct_over_thermal"] is None for row in report["conditions"]))

    def test_a_classical_lattice_at_rest_frees_nothing(self):
        report = result("detrap", CASE, "--areas", "3", "--set", "watch.temperatures=0 K,300 K", "--set",
                        "lattice.shaking=classical", "--set", "direct.frequency=0 Hz")
        cold, warm = report["conditions"]
        self.assertEqual((sum(cold["moves"]), cold["expected_Hz"][0]), (0, 0))
        self.assertGreater(sum(warm["moves"]), 0)

    def test_backends_and_threads_agree(self):
        ways = [("--backend", "reference"), ()]
        if "kokkos" in usable_backends():
            ways.append(("--backend", "kokkos", "--threads", "1"))
        digests = {result("detrap", CASE, *FEW, "--areas", "30", *more)["counts_sha256"] for more in ways}
        self.assertEqual(len(digests), 1)
        other = result("detrap", CASE, *FEW, "--areas", "30", "--seed", "2")["counts_sha256"]
        self.assertNotIn(other, digests)

    def test_text(self):
        done = run("detrap", CASE, *FEW, "--areas", "3")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 9)
        self.assertIn("McKinley and Feshbach", done.stderr)

    def test_cases_are_listed_and_written(self):
        names = [case["name"] for case in result("cases")["cases"]]
        self.assertIn("tungsten-300kev", names)
        done = run("init", "tungsten-300kev")
        self.write("my.toml", done.stdout)
        preset, mine = (result("detrap", case, "--areas", "5") for case in ("tungsten-300kev", self.path("my.toml")))
        self.assertEqual(mine["counts_sha256"], preset["counts_sha256"])
        self.assertEqual(run("init", self.path("my.toml")).returncode, 0)


class Pieces(InFolder):
    def same_bytes(self, a, b):
        with open(self.path(a), "rb") as one, open(self.path(b), "rb") as other:
            self.assertEqual(one.read(), other.read(), f"{a} and {b}")

    def test_merge(self):
        common = ("detrap", CASE, *FEW, "--areas", "101", "--seed", "5")
        whole = result(*common, "-o", self.path("whole.h5"))
        for i in (1, 2, 3):
            result(*common, "--shard", f"{i}/3", "-o", self.path(f"{i}.h5"))
        merged = result("merge", *(self.path(f"{i}.h5") for i in (3, 1, 2)), "-o", self.path("merged.h5"))
        self.same_bytes("merged.h5", "whole.h5")
        self.assertEqual(merged["counts_sha256"], whole["counts_sha256"])
        self.refuse(("merge", self.path("1.h5"), self.path("2.h5"), "-o", self.path("part.h5")), "in no piece")
        result("detrap", CASE, *FEW, "--areas", "101", "--seed", "6", "--shard", "2/3", "-o", self.path("other.h5"))
        self.refuse(("merge", self.path("1.h5"), self.path("other.h5"), "-o", self.path("m.h5")), "its seed is 6, not 5")

    def test_counts_that_are_not_those_of_the_events(self):
        common = ("detrap", CASE, *FEW, "--areas", "10")
        for i in (1, 2):
            result(*common, "--shard", f"{i}/2", "-o", self.path(f"{i}.h5"))
        with changed(self.path("1.h5")) as file:
            file["counters"][-1] += 1  # an area more in the last condition
        self.refuse(("merge", self.path("1.h5"), self.path("2.h5"), "-o", self.path("m.h5")), "draw them again")

    def test_stopped_and_gone_on_with(self):
        command = ("detrap", CASE, "--areas", "4000", "--seed", "5", "--checkpoint-every", "1 ms")
        whole = result(*command, "-o", self.path("whole.h5"))
        stopped = 0
        for number in (signal.SIGTERM, signal.SIGKILL):
            process = subprocess.Popen([PROGRAM, *command, "--resume", "-o", self.path("out.h5")],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            checkpoint, deadline = self.path("out.h5.checkpoint"), time.time() + 60
            before = os.stat(checkpoint).st_ino if os.path.exists(checkpoint) else None
            while process.poll() is None and time.time() < deadline:
                if os.path.exists(checkpoint) and os.stat(checkpoint).st_ino != before:
                    break
                time.sleep(0.001)
            process.send_signal(number)
            _, log = process.communicate(timeout=60)
            self.assertFalse(os.path.exists(self.path("out.h5")), log)
            self.assertEqual(process.returncode, 75 if number == signal.SIGTERM else -9, log)
            stopped += 1
        self.assertEqual(stopped, 2)
        report = result(*command, "--resume", "-o", self.path("out.h5"))
        self.same_bytes("out.h5", "whole.h5")
        self.assertEqual(report["counts_sha256"], whole["counts_sha256"])
        self.assertEqual(sorted(os.listdir(self.folder)), ["out.h5", "whole.h5"])
        self.refuse(("detrap", CASE, "--areas", "4001", "--seed", "5", "--resume", "-o", self.path("out.h5")), "another")


class Measurements(InFolder):
    def test_fit_finds_what_was_drawn(self):
        for case, name in (("tungsten-1000kev", "high.csv"), ("tungsten-300kev", "low.csv")):
            result("detrap", case, "--areas", "20", "--data-areas", "20", "--data", self.path(name))
        fit = result("fit", "arrhenius", self.path("high.csv"), self.path("low.csv"), "--model", "quantum", "--ratio")
        values = {parameter["name"]: parameter for parameter in fit["parameters"]}
        for name, truth in (("barrier", 38), ("critical_temperature", 103.33)):
            parameter = values[name]
            self.assertLess(abs(parameter["value"] - truth), 4 * parameter["sigma"], parameter)
        self.assertGreater(fit["p_value"], 1e-4)

    def test_data_of_a_finished_run(self):
        command = ("detrap", CASE, *FEW, "--areas", "3", "-o", self.path("d.h5"))
        result(*command)
        result(*command, "--resume", "--data", self.path("late.csv"))
        result("detrap", CASE, *FEW, "--areas", "3", "--data", self.path("early.csv"))
        with open(self.path("late.csv"), "rb") as late, open(self.path("early.csv"), "rb") as early:
            self.assertEqual(late.read(), early.read())

    def test_data_are_those_of_the_file(self):
        result("detrap", CASE, *FEW, "--areas", "9", "--data-areas", "4", "--data", self.path("p.csv"), "-o",
               self.path("d.h5"))
        with open(self.path("p.csv"), encoding="utf-8") as file:
            rows = [line.strip().split(",") for line in file if not line.startswith("#")][1:]
        with h5py.File(self.path("d.h5")) as file:
            moves = file["areas/moves"][:4, :, 0].sum(axis=0)
        # Conditions go by temperature, then energy; the table by beam.
        self.assertEqual([int(row[3]) for row in rows], [int(moves[i]) for i in (0, 2, 4, 1, 3, 5)])
        self.assertEqual([row[2] for row in rows], ["600"] * 6)


class Refusals(InFolder):
    def refused(self, *words, more=(), case=CASE):
        self.refuse(("detrap", case, *more, "-o", self.path("d.h5")), *words)

    def test_bad_input(self):
        def setting(text):
            return ("--set", text)

        self.refused("--areas", more=("--areas", "0"))
        self.refused("--areas", more=("--areas", "many"))
        self.refused("2^64", more=("--areas", "18446744073709551615"))
        self.refused("--data-areas", more=("--areas", "3", "--data-areas", "4"))
        self.refused("no file", case="nowhere.toml")
        self.refused("traps.barriers", "not positive", more=setting("traps.barriers=-38 meV"))
        self.refused("traps.barriers", "unit", more=setting("traps.barriers=38"))
        self.refused("watch.temperatures", more=setting("watch.temperatures=300 keV"))
        self.refused("watch.temperatures", more=setting("watch.temperatures=nan K"))
        self.refused("nothing moves at the reference", more=setting("reference.energy=100 keV"))
        self.refused("can be followed", more=setting("vacancies.frequency=1 GHz"))
        self.refused("unknown key", "watch.window", more=setting("watch.window_count=3"))
        self.refused("create the folder first", more=("--data", self.path("no/such/folder.csv")))
        self.refused("the file of -o", more=("--data", self.path("d.h5")))
        self.refused("--data too", more=("--data-areas", "2"))
        self.refused("fit in 64 bits", more=("--areas", "1e14"))
        self.refused("too short", more=("--set", "watch.start=1000 s", "--set", "watch.window=1e-14 s"))
        self.refused("a case of a film", case="al-on-si")
        self.refuse(("spectrum", CASE, "--events", "10"), "which slipburst detrap takes")

    def test_files_of_cases(self):
        case = self.write("c.toml", f'preset = "{CASE}"\n')
        self.refuse(("detrap", case, "--data", case), "--data", "is a file that this command reads")
        self.refuse(("detrap", case, "-o", case), "is a file that this command reads")
        self.refuse(("spectrum", case, "--events", "10"), "which slipburst detrap takes")
        empty = self.write("empty.toml", "preset = []\n")
        self.refuse(("detrap", empty), "empty.toml:1")
        self.refuse(("init", empty), "empty.toml")


if __name__ == "__main__":
    unittest.main()
