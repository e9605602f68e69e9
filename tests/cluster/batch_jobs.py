#!/usr/bin/python3
"""The batch scripts of scripts/slurm on a real Slurm: arrays, stops and time limits end with the single run's bytes."""

import os
import re
import resource
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "support"))
sys.path.insert(0, os.path.join(HERE, os.pardir, "cli", "support"))
import programs
from program import PROGRAM, result
from slurm import Slurm

TEMPLATES = os.path.join(os.environ["SLIPBURST_SOURCE_DIR"], "scripts", "slurm")
LONG = 12  # seconds of processor time of a long run: with two threads, a stop after its first second lands within it
FILM = 'preset = "al-on-si"\n[table]\ntolerance = 0.01\n'


class BatchJobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.slurm = cls.enterClassContext(Slurm(KillWait=10))
        with open(cls.slurm.path("film.toml"), "w", encoding="utf-8") as file:
            file.write(FILM)
        cls.table = cls.slurm.path("table.h5")
        result("table", cls.slurm.path("film.toml"), "-o", cls.table)
        some = 40000000
        cls.long_run = int(LONG * some / cls.processor_seconds(lambda: cls.spectrum(some)))  # events

    @staticmethod
    def processor_seconds(call):
        """Processor time of the programs that `call` runs, in seconds, independent of other programs."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        call()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    @classmethod
    def spectrum(cls, events, *arguments):
        return result("spectrum", cls.slurm.path("film.toml"), "--table", cls.table, "--events", str(events),
                      "--backend", "kokkos", "--threads", "2", *arguments)

    def single_run(self, events):
        path = self.slurm.path(f"single-{events}.h5")
        if not os.path.exists(path):
            self.spectrum(events, "-o", path)
        return path

    def batch(self, template, events, *arguments, more="", resources=()):
        """Submits a template as a user edits it: program, case, events, resources."""
        with open(os.path.join(TEMPLATES, template), encoding="utf-8") as file:
            text = file.read()
        edits = ((r"^slipburst=slipburst\b.*$", f"slipburst='{PROGRAM}'"),
                 (r"^case=.*$", f"case='{self.slurm.path('film.toml')}'"), (r"^events=.*$", f"events={events}"),
                 (r"--checkpoint-every \"5 min\"",
                  f'--checkpoint-every "1 s" --backend kokkos --table table.h5 {more}'))
        for pattern, by in (*edits, *resources):
            text, count = re.subn(pattern, by.replace("\\", r"\\"), text, flags=re.MULTILINE)
            self.assertEqual(count, 1, pattern)
        return self.slurm.sbatch(*arguments, script=text)

    def same_bytes(self, one, other):
        with open(one, "rb") as a, open(other, "rb") as b:
            self.assertEqual(a.read(), b.read())

    def log(self, pattern):
        return "\n".join(self.slurm.text(name) for name in sorted(os.listdir(self.slurm.folder))
                         if re.fullmatch(pattern, name))

    def test_array_merged(self):
        events = 20000003
        job = self.batch("array.sbatch", events, "--array=0-3", "--cpus-per-task=1")
        merge = self.slurm.sbatch(f"--dependency=afterok:{job}", "--output=merge.log",
                                  f"--wrap='{PROGRAM}' merge piece-*.h5 -o merged.h5")
        self.assertEqual([task["JobState"] for task in self.slurm.wait(job)], ["COMPLETED"] * 4,
                         self.log(r"slipburst-array-.*\.log"))
        self.assertEqual([task["JobState"] for task in self.slurm.wait(merge)], ["COMPLETED"], self.log("merge.log"))
        self.same_bytes(self.slurm.path("merged.h5"), self.single_run(events))

    def finished(self, job, name="slipburst"):
        done = self.slurm.wait(job, timeout=600)
        log = self.log(rf"{name}-{job}\.log")
        self.assertEqual([task["JobState"] for task in done], ["COMPLETED"], log)
        self.assertGreaterEqual(int(done[0]["Restarts"]), 1, log)
        self.assertIn("--resume goes on from there", log)
        self.assertIn("going on with", log)
        self.same_bytes(self.slurm.path("spectrum.h5"), self.single_run(self.long_run))
        os.remove(self.slurm.path("spectrum.h5"))

    def test_told_to_stop(self):
        job = self.batch("preemptible.sbatch", self.long_run, "--cpus-per-task=2")
        checkpoint = self.slurm.path("spectrum.h5.checkpoint")
        self.slurm.wait_until(lambda: os.path.exists(checkpoint), "a checkpoint")
        self.slurm.run("scancel", "--signal=TERM", f"{job}.0")
        self.finished(job)

    def test_ranks(self):
        """Two ranks of srun, told to stop in the middle."""
        job = self.batch("mpi-gpu.sbatch", self.long_run, "--nodes=1", "--ntasks-per-node=2",
                         resources=((r"^#SBATCH --gpus-per-node=4\n", ""), (r"--backend cuda", "--threads 1")))
        checkpoint = self.slurm.path("spectrum.h5.checkpoint")
        self.slurm.wait_until(lambda: os.path.exists(checkpoint), "a checkpoint")
        self.slurm.run("scancel", "--signal=TERM", f"{job}.0")
        self.finished(job, name="slipburst-mpi")
        self.assertIn("2 ranks: ", self.log(rf"slipburst-mpi-{job}\.log"))

    def test_time_limit(self):
        job = self.batch("preemptible.sbatch", self.long_run, "--cpus-per-task=1", "--time=1", "--signal=USR1@1",
                         more='--stop-before "53 s"')
        self.finished(job)

    def test_requeued_by_others(self):
        """As by a job that comes first: a kill without a word of ours."""
        job = self.batch("preemptible.sbatch", self.long_run, "--cpus-per-task=2")
        checkpoint = self.slurm.path("spectrum.h5.checkpoint.previous")
        self.slurm.wait_until(lambda: os.path.exists(checkpoint), "two checkpoints")
        self.slurm.run("scontrol", "requeue", str(job))
        done = self.slurm.wait(job, timeout=600)
        self.assertEqual([task["JobState"] for task in done], ["COMPLETED"])
        self.same_bytes(self.slurm.path("spectrum.h5"), self.single_run(self.long_run))
        os.remove(self.slurm.path("spectrum.h5"))


if __name__ == "__main__":
    programs.require()
    unittest.main()
