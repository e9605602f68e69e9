#!/usr/bin/python3
"""Ranks of a real mpirun give the bits of one process, one report and one file, and end together."""

import filecmp
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../cli/support"))
from long_tests import long_tests
from program import PROGRAM, QUICK_TABLE, InFolder, quick_table, result

MODULE = os.path.join(os.path.dirname(PROGRAM), "../lib/slipburst/slipburst-mpi.so")
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_rmaps_base_oversubscribe": "1"}
ENDLESS = ("spectrum", "paper-50nm", *QUICK_TABLE, "--table", quick_table(), "--events", "1e14",
           "--threads", "1")


def command(ranks, *arguments):
    return ["mpirun", "-n", str(ranks), PROGRAM, *arguments]


def mpirun(ranks, *arguments, **variables):
    return subprocess.run(command(ranks, *arguments), capture_output=True, text=True, timeout=600,
                          env={**ENVIRONMENT, **variables})


def mpi_result(ranks, *arguments):
    done = mpirun(ranks, *arguments, "--json")
    if done.returncode != 0 or done.stdout.count("\n") != 1:
        raise AssertionError(f"{ranks} ranks, {arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return json.loads(done.stdout)


def messages(done):
    """Lines of the program's own log that are errors."""
    return [line for line in done.stderr.splitlines() if " error " in line]


def variable(process, name):
    with open(f"/proc/{process}/environ", "rb") as file:
        values = dict(pair.split(b"=", 1) for pair in file.read().split(b"\0") if b"=" in pair)
    return values[name.encode()].decode()


def runs(process):
    """Whether a process is there and no zombie."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Launched:
    """A run under way, ended whatever becomes of the test."""

    def __init__(self, ranks, *arguments):
        self._arguments = (ranks, *arguments)

    def __enter__(self):
        self.process = subprocess.Popen(command(*self._arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, env=ENVIRONMENT)
        return self

    def __exit__(self, *unused):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def ranks(self):
        """Process of each rank."""
        found = {}
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/stat", encoding="ascii") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
                if parent == self.process.pid and os.path.samefile(f"/proc/{entry}/exe", PROGRAM):
                    found[int(variable(entry, "OMPI_COMM_WORLD_RANK"))] = int(entry)
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has ended meanwhile
        return found

    def wait_for(self, ranks):
        """Waits until that many run and have begun to count."""
        for line in self.process.stderr:
            if "seed 1, " in line:
                break
        while len(found := self.ranks()) < ranks:
            time.sleep(0.05)
        return found


class SameBits(InFolder):
    def compare(self, keys, arguments):
        """Alone and with 1, 2 and 4 ranks."""
        expected = result(*arguments, "-o", self.path("alone.h5"))
        for ranks in (1, 2, 4):
            with self.subTest(ranks=ranks):
                found = mpi_result(ranks, *arguments, "-o", self.path("ranks.h5"))
                for key in keys:
                    self.assertEqual(found[key], expected[key])
                self.assertEqual(sorted(os.listdir(self.folder)), ["alone.h5", "ranks.h5"])
                self.assertTrue(filecmp.cmp(self.path("alone.h5"), self.path("ranks.h5"), shallow=False))
                os.remove(self.path("ranks.h5"))

    def test_table(self):
        # A segment that is lost, done twice or put in another's place changes a table of any size.
        size = () if long_tests() else QUICK_TABLE
        self.compare(["table_sha256", "segments", "max_relative_error"], ("table", "paper-50nm", *size))

    def test_spectrum(self):
        self.compare(["counts_sha256", "table_sha256", "above", "backend"],
                     ("spectrum", "paper-50nm", *QUICK_TABLE, "--table", quick_table(), "--events",
                      "30000001"))

    def test_stratified_spectrum_of_a_divided_table(self):
        film = ("al-on-si", "--set", "detector.subgap_efficiency=0.1", "--set", "pinning.spacing=150 nm", "--set",
                "film.thickness=200 nm", "--set", "grain.median=250 nm", *QUICK_TABLE)
        with tempfile.TemporaryDirectory() as folder:
            table = os.path.join(folder, "table.h5")
            result("table", *film, "-o", table)
            self.compare(["counts_sha256", "table_sha256"],
                         ("spectrum", *film, "--table", table, "--events", "5000001", "--method", "stratified"))

    def test_rates(self):
        for sampling in ("sliced", "plain"):
            self.compare(["counts_sha256", "table_sha256", "windows"],
                         ("rates", "al-on-si", *QUICK_TABLE, "--table", quick_table(), "--events",
                          "3000001", "--window", "1 week:2 weeks", "--sampling", sampling))
            os.remove(self.path("alone.h5"))

    def test_scan(self):
        self.compare([], ("scan", "paper-50nm", *QUICK_TABLE, "--over",
                          "pinning.spacing=30 nm,50 nm", "--method", "plain", "--events", "2000001"))

    def test_clusters(self):
        self.compare(["counts_sha256", "conditions"], ("detrap", "tungsten-1000kev", "--set", "traps.next=drawn", "--set",
                                                 "traps.spread=4 meV", "--areas", "301"))


class Endings(InFolder):
    def test_one_message_of_what_is_wrong(self):
        done = mpirun(2, "spectrum", "no-such-case", "--events", "10", "-o", self.path("out.h5"))
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(messages(done)), 1, done.stderr)
        self.assertIn("no-such-case", messages(done)[0])
        self.assertEqual(os.listdir(self.folder), [])

    def test_status_of_the_root(self):
        self.assertEqual(mpirun(2, "spectrum", "--no-such-option").returncode, 2)
        done = mpirun(2, "cases")
        self.assertEqual((done.returncode, done.stdout.count("paper-50nm ")), (0, 1))

    def test_a_lost_rank_ends_all(self):
        for lost in (0, 1):
            with self.subTest(lost=lost), Launched(2, *ENDLESS, "-o", self.path("out.h5")) as run:
                processes = run.wait_for(2)
                os.kill(processes[lost], signal.SIGKILL)
                run.process.communicate(timeout=60)
                self.assertNotEqual(run.process.returncode, 0)
                deadline = time.monotonic() + 30  # the launcher ends before those it has killed are gone
                while any(runs(process) for process in processes.values()) and time.monotonic() < deadline:
                    time.sleep(0.1)
                self.assertFalse(any(runs(process) for process in processes.values()))
                self.assertFalse(os.path.exists(self.path("out.h5")))

    def test_the_root_decides_what_a_signal_means(self):
        with Launched(2, *ENDLESS) as run:
            processes = run.wait_for(2)
            for _ in range(3):
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1):
                    os.kill(processes[1], number)
                time.sleep(0.2)
            self.assertIsNone(run.process.poll())
            os.kill(processes[0], signal.SIGTERM)
            run.process.communicate(timeout=60)
            self.assertIn(run.process.returncode, (75, 130))  # the root's own, not that of a killed process
            self.assertFalse(any(runs(process) for process in processes.values()))

    def test_copies_that_cannot_be_joined_are_refused(self):
        """As of srun without MPI: one message, and no rank does the whole run."""
        for rank in (0, 1):  # of this node
            step = {"SLURM_STEP_NUM_TASKS": "2", "SLURM_STEP_ID": "0", "SLURM_LOCALID": str(rank)}
            environment = {name: value for name, value in os.environ.items() if not name.startswith(("PMI", "OMPI"))}
            done = subprocess.run([PROGRAM, "cases"], capture_output=True, text=True, env={**environment, **step})
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertEqual("srun --mpi=pmix" in done.stderr, rank == 0)

    def test_copies_without_the_module_are_refused(self):
        os.mkdir(self.path("bin"))
        program = shutil.copy(PROGRAM, self.path("bin"))
        done = subprocess.run(["mpirun", "-n", "2", program, "cases"], capture_output=True, text=True, env=ENVIRONMENT)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("built without MPI", done.stderr)
        self.assertEqual(len(messages(done)), 1)
        done = subprocess.run(["mpirun", "-n", "2", program, "cases"], capture_output=True, text=True,
                              env={**ENVIRONMENT, "SLIPBURST_MPI": "off"})
        self.assertEqual((done.returncode, done.stdout.count("paper-50nm ")), (0, 2))


if __name__ == "__main__":
    missing = [what for what, there in (("mpirun", shutil.which("mpirun")), (MODULE, os.path.exists(MODULE))) if not there]
    if missing:
        print(f"skipped: no {' and no '.join(missing)}")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    unittest.main()
