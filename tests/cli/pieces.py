#!/usr/bin/python3
"""Pieces of a run, merged in any order, are the file of the whole run, byte for byte; pieces that do not fit are refused."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import PROGRAM, QUICK_TABLE, InFolder, quick_table, result, run
from sealed import changed, decoded

QUICK = (*QUICK_TABLE, "--set", "detector.aluminium_area=1 cm2")
PULSE = """preset = "al-on-si"
[[history]]
kind = "pulse"
start = "1 week"
duration = "1 hour"
stress_factor = 1.05
"""


class Pieces(InFolder):
    @classmethod
    def setUpClass(cls):
        cls.own = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.own.cleanup)
        cls.film = os.path.join(cls.own.name, "film.toml")
        with open(cls.film, "w", encoding="utf-8") as file:
            file.write(PULSE)
        cls.table = os.path.join(cls.own.name, "table.h5")
        result("table", cls.film, *QUICK, "-o", cls.table)

    def draw(self, command, name, *arguments, case="al-on-si"):
        return result(command, case, *QUICK, "--table", self.table, *arguments, "--overwrite", "-o", self.path(name))

    def merge(self, *names, output="merged.h5", more=()):
        return result("merge", *(self.path(name) for name in names), "--overwrite", "-o", self.path(output), *more)

    def same_bytes(self, a, b):
        with open(self.path(a), "rb") as one, open(self.path(b), "rb") as other:
            self.assertEqual(one.read(), other.read(), f"{a} and {b}")

    def cut_and_merged(self, command, *arguments, case="al-on-si", more=()):
        whole = self.draw(command, "whole.h5", *arguments, case=case)
        n = 5
        for i in range(1, n + 1):
            self.draw(command, f"{i}.h5", *arguments, "--shard", f"{i}/{n}", case=case)
        merged = self.merge("4.h5", "1.h5", "5.h5", "3.h5", "2.h5", more=more)
        self.assertEqual((merged["merged_files"], merged["missing"]), (5, []))
        self.same_bytes("merged.h5", "whole.h5")
        for key in set(merged) - {"merged_files", "missing", "events_per_second"}:
            self.assertEqual(merged[key], whole[key], key)
        # Merged pieces are pieces, too.
        self.merge("5.h5", "4.h5", output="end.h5", more=("--partial", *more))
        self.merge("end.h5", "2.h5", "1.h5", "3.h5", output="again.h5", more=more)
        self.same_bytes("again.h5", "whole.h5")

    def test_spectrum(self):
        self.cut_and_merged("spectrum", "--events", "200003", "--seed", "7")

    def test_stratified_spectrum(self):
        self.cut_and_merged("spectrum", "--events", "200003", "--method", "stratified", "--set",
                            "histogram.plane_bins_per_decade=4", "--set", "response.threshold=10 eV")

    def test_rates(self):
        for sampling in ("sliced", "plain"):
            self.cut_and_merged("rates", "--events", "200003", "--sampling", sampling, "--window", "1 week:2 weeks",
                                "--fit", "1 hour:6 days", case=self.film, more=("--table", self.table))

    def test_experiment(self):
        self.cut_and_merged("experiment", "--exposure", "1 hour", "--seed", "3", "--above", "1 eV")

    def test_uneven_cuts(self):
        self.draw("spectrum", "whole.h5", "--events", "100000")
        cuts = [0, 1, 65, 777, 99999, 100000]
        names = []
        for first, last in zip(cuts, cuts[1:]):
            names.append(f"from-{first}.h5")
            self.draw("spectrum", names[-1], "--events", "100000", "--first-event", str(first), "--piece-events",
                      str(last - first))
        self.merge(*reversed(names))
        self.same_bytes("merged.h5", "whole.h5")

    def test_partial(self):
        for i in (1, 2, 4):
            self.draw("spectrum", f"{i}.h5", "--events", "1000", "--shard", f"{i}/5")
        output = ("-o", self.path("merged.h5"))
        pieces = [self.path(name) for name in ("1.h5", "2.h5", "4.h5")]
        self.refuse(("merge", *pieces, *output), "400 to 599, 800 to 999", "--partial")
        merged = self.merge("1.h5", "2.h5", "4.h5", more=("--partial",))
        self.assertEqual(merged["missing"], [{"first_event": 400, "events": 200}, {"first_event": 800, "events": 200}])
        self.assertEqual((merged["piece_events"], merged["events"]), (600, 1000))
        with h5py.File(self.path("merged.h5")) as file:
            self.assertEqual(list(file["pieces/first_event"]), [0, 600])
            self.assertEqual(list(file["pieces/events"]), [400, 200])
        self.refuse(("merge", self.path("2.h5"), self.path("4.h5"), *output), "0 to 199")

    def checkpoint(self, *command):
        """A checkpoint of out.h5, of a run that was killed."""
        path = self.path("out.h5.checkpoint")
        with subprocess.Popen([PROGRAM, *command, "--checkpoint-every", "1 ms", "-o", self.path("out.h5")],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and not os.path.exists(path):
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
        os.remove(self.path("out.h5.lock"))
        return path

    def test_checkpoints_are_pieces(self):
        film = ("al-on-si", *QUICK, "--table", self.table)
        for command, case, more in (("spectrum", (*film, "--events", "1e7"), ()),
                                    ("spectrum", (*film, "--events", "1e7", "--method", "stratified"), ()),
                                    ("rates", (*film, "--events", "1e7"), ("--table", self.table)),
                                    ("detrap", ("tungsten-1000kev", "--areas", "2000"), ())):
            with self.subTest(command=command, case=case):
                first, second = ((command, *case, "--shard", f"{i}/2") for i in (1, 2))
                result(*first, "--overwrite", "-o", self.path("1.h5"))
                path = self.checkpoint(*second)
                with h5py.File(path) as file:
                    done = int(file["pieces/events"][0])
                    self.assertEqual(list(file["pieces/first_event"]), [file.attrs["first_event"]])
                    total, first_event = int(file.attrs["total"]), int(file.attrs["first_event"])
                    self.assertEqual((int(file.attrs["done"]), int(file.attrs["piece_events"])), (done, done))
                merged = self.merge("1.h5", "out.h5.checkpoint", output="part.h5", more=("--partial", *more))
                drawn = result(command, *case, "--first-event", str(first_event), "--piece-events", str(done), "--overwrite",
                               "-o", self.path("2.h5"))
                self.merge("1.h5", "2.h5", output="same.h5", more=("--partial", *more))
                self.same_bytes("part.h5", "same.h5")
                self.assertEqual(drawn["piece_events"], done)
                self.assertEqual(sum(gap["events"] for gap in merged["missing"]), total - done)
                result(*second, "--resume", "-o", self.path("out.h5"))
                result(command, *case, "--overwrite", "-o", self.path("whole.h5"))
                self.merge("1.h5", "out.h5", more=more)
                self.same_bytes("merged.h5", "whole.h5")
                os.remove(self.path("out.h5"))

    def test_checkpoints_that_are_no_pieces(self):
        path = self.checkpoint("spectrum", "al-on-si", *QUICK, "--table", self.table, "--events", "1e8")
        resume = ("spectrum", "al-on-si", *QUICK, "--table", self.table, "--events", "1e8", "--resume", "-o",
                  self.path("out.h5"))
        merge = ("merge", path, "-o", self.path("m.h5"), "--partial")
        with changed(path) as file:
            file["pieces/events"][0] += 10**8
        self.refuse(merge, "out.h5.checkpoint", "do not fit in the run")
        with changed(path) as file:
            file["pieces/events"][0] = 2000
            file["pieces/first_event"][0] = 1000
        self.refuse(resume, "out.h5.checkpoint: does not hold the first events of this run")
        with changed(path) as file:
            del file["pieces"]  # as before checkpoints were pieces
        for command in (resume, merge):
            self.refuse(command, "out.h5.checkpoint: is a checkpoint of an earlier version", "delete it")
        with changed(path) as file:
            run = json.loads(decoded(file.attrs["run"]))
            file.attrs["run"] = numpy.bytes_(json.dumps(run | {"command": "experiment"}))
        self.refuse(merge, "out.h5.checkpoint: is a checkpoint of 'experiment'", "go on by the same command with --resume")

    def test_refused(self):
        piece = ("--events", "1000", "--shard")
        self.draw("spectrum", "a.h5", *piece, "1/2")
        a, output = self.path("a.h5"), ("-o", self.path("merged.h5"))
        for changes, words in ((("--seed", "2"), ("seed is 2, not 1",)),
                               (("--set", "pinning.spacing=51 nm"), ("pinning.spacing", "51 nm", "50 nm")),
                               (("--method", "stratified"), ("method", "stratified")),
                               (("--above", "3 eV"), ("above_eV",))):
            self.draw("spectrum", "b.h5", *piece, "2/2", *changes)
            self.refuse(("merge", a, self.path("b.h5"), *output), "b.h5: is not of the same run as", "a.h5", *words)
        self.draw("spectrum", "b.h5", "--events", "1002", "--shard", "2/2")
        self.refuse(("merge", a, self.path("b.h5"), *output), "events is 1002, not 1000")
        result("spectrum", "al-on-si", *QUICK, "--table", quick_table(), *piece, "2/2", "--overwrite", "-o",
               self.path("b.h5"))
        self.refuse(("merge", a, self.path("b.h5"), *output), "its table is")
        self.draw("spectrum", "b.h5", "--events", "1000", "--first-event", "499")
        self.draw("rates", "r.h5", "--events", "100000", "--shard", "2/2")
        self.refuse(("merge", a, a, *output), "both hold event 0")
        self.refuse(("merge", a, "--table", self.table, "--partial", *output), "--table is for pieces of rates")
        self.refuse(("merge", a, self.path("r.h5"), *output), "'rates', not 'spectrum'")
        self.refuse(("merge", a, self.path("nothing.h5"), *output), "nothing.h5: there is no such file")
        self.refuse(("merge", a, self.film, *output), "film.toml: is not an HDF5 file")
        self.refuse(("merge", a, self.table, *output), "slipburst-table")
        self.refuse(("merge", a, "-o", a), "a.h5 is a file that this command reads")
        self.draw("spectrum", "exact.h5", "--method", "quadrature")
        self.refuse(("merge", a, self.path("exact.h5"), *output), "exact.h5: holds no events to add up")
        self.draw("spectrum", "c.h5", *piece, "2/2")
        with open(self.path("c.h5"), "r+b") as file:
            file.seek(-1000, os.SEEK_END)
            byte = file.read(1)[0]
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte ^ 1]))
        self.refuse(("merge", a, self.path("c.h5"), *output), "c.h5: is damaged or was changed")
        self.draw("spectrum", "c.h5", *piece, "2/2")
        with changed(self.path("c.h5")) as file:
            file["counters"][7] += 1
        self.refuse(("merge", a, self.path("c.h5"), *output), "draw them again")
        with changed(self.path("c.h5")) as file:
            del file["counters"]
            file["counters"] = numpy.array([1, 2, 3], dtype="u8")
        self.refuse(("merge", a, self.path("c.h5"), *output), "c.h5", "counters")
        with changed(self.path("c.h5")) as file:
            run = re.sub('"results_version":[0-9]+', '"results_version":0', decoded(file.attrs["run"]))
            file.attrs["run"] = numpy.bytes_(run)
        self.refuse(("merge", a, self.path("c.h5"), *output), "version of slipburst that gives other results")

    def test_shard_options(self):
        def refused(*arguments, words, environment=None):
            with unittest.mock.patch.dict(os.environ, environment or {}):
                self.refuse(("spectrum", "al-on-si", *QUICK, "--events", "1000", *arguments), *words)

        refused("--shard", "0/4", words=("numbered from 1 to 4",))
        refused("--shard", "5/4", words=("numbered from 1 to 4",))
        refused("--shard", "2", words=("i/n",))
        refused("--shard", "1/1001", words=("cannot be cut",))
        refused("--shard", "x/4", words=("--shard",))
        refused("--shard", "1/4", "--first-event", "3", words=("--first-event",))
        refused("--shard", "slurm", words=("SLURM_ARRAY_TASK_ID", "--array"))
        for task, count, least, greatest in (("7", "3", "1", "7"), ("5", "1", "5", "5"), ("0", "1", "0", "0"),
                                             ("3", "2", "3", "4")):
            array = {"SLURM_ARRAY_TASK_ID": task, "SLURM_ARRAY_TASK_COUNT": count, "SLURM_ARRAY_TASK_MIN": least,
                     "SLURM_ARRAY_TASK_MAX": greatest, "SLURM_ARRAY_TASK_STEP": "1"}
            refused("--shard", "slurm", words=("whole array", "--shard i/n"), environment=array)

    def test_shard_of_an_array(self):
        for step, ids in (("1", ("0", "1", "2")), ("4", ("1", "5", "9"))):
            firsts = []
            for task in ids:
                array = {"SLURM_ARRAY_TASK_ID": task, "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": ids[0],
                         "SLURM_ARRAY_TASK_MAX": ids[-1], "SLURM_ARRAY_TASK_STEP": step}
                with unittest.mock.patch.dict(os.environ, array):
                    values = self.draw("spectrum", "a.h5", "--events", "1000", "--shard", "slurm")
                firsts.append((values["first_event"], values["piece_events"]))
            self.assertEqual(firsts, [(0, 333), (333, 333), (666, 334)])


if __name__ == "__main__":
    unittest.main()
