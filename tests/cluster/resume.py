#!/usr/bin/python3
"""Runs that are stopped, killed or out of room go on by --resume to the bytes of an uninterrupted one."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock

sys.path.insert(0, os.path.join(os.path.dirname(__file__), os.pardir, "cli", "support"))
import h5py

from long_tests import long_tests
from program import PROGRAM, QUICK_TABLE, InFolder, quick_table, result, run
from sealed import changed, decoded

QUICK = (*QUICK_TABLE, "--set", "detector.aluminium_area=1 cm2")
# Each run is stopped after its first checkpoints and ends much later: what is lost, repeated or taken from another state
# changes the bytes of any run. More events only add checkpoints of the same kind.
EVENTS, EXPOSURE, TABLE_TOLERANCE = (200000000, "1 day", "1e-5") if long_tests() else (100000000, "8 hours", "1e-4")


class Resume(InFolder):
    @classmethod
    def setUpClass(cls):
        cls.own = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.own.cleanup)
        cls.table = quick_table()
        cls.uninterrupted = {}

    def command(self, command, *arguments, output="out.h5"):
        """A long run of a command, with a checkpoint after every part."""
        table = () if command == "table" else ("--table", self.table)
        return (command, "al-on-si", *QUICK, *table, "--checkpoint-every", "1 ms", *arguments, "-o", self.path(output))

    LONG = {"spectrum": ("spectrum", "--events", str(EVENTS), "--threads", "1"),
            "stratified": ("spectrum", "--events", str(EVENTS), "--threads", "1", "--method", "stratified"),
            "rates": ("rates", "--events", "4e7", "--threads", "1"),
            "experiment": ("experiment", "--exposure", EXPOSURE, "--threads", "1", "--above", "1 eV")}

    def whole(self, name):
        """Report and bytes of an uninterrupted run of LONG, which runs once for all tests."""
        if name not in self.uninterrupted:
            report = result(*self.command(*self.LONG[name], output="whole.h5"))
            self.uninterrupted[name] = report, self.bytes_of("whole.h5")
            os.remove(self.path("whole.h5"))
        return self.uninterrupted[name]

    def generation(self):
        """Identity of the newest checkpoint, None if there is none."""
        try:
            return os.stat(self.path("out.h5.checkpoint")).st_ino
        except FileNotFoundError:
            return None

    def stopped(self, arguments, number=signal.SIGTERM, generations=1):
        """Stops a run after it has written `generations` checkpoints; returns its log."""
        process = subprocess.Popen([PROGRAM, *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        last, deadline = self.generation(), time.time() + 120
        while process.poll() is None and generations > 0 and time.time() < deadline:
            now = self.generation()
            if now not in (None, last):
                last, generations = now, generations - 1
            time.sleep(0.001)
        process.send_signal(number)
        out, log = process.communicate(timeout=120)
        self.assertEqual(out, "")
        self.assertFalse(os.path.exists(self.path("out.h5")), log)
        self.assertEqual(process.returncode, -9 if number == signal.SIGKILL else 75, log)
        return log

    def bytes_of(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def test_same_bytes(self):
        numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGTERM)
        for (name, arguments), number in zip(self.LONG.items(), numbers, strict=True):
            with self.subTest(command=name):
                whole, whole_bytes = self.whole(name)
                command = self.command(*arguments)
                log = self.stopped((*command, "--resume"), number)
                self.assertIn("there is no checkpoint to go on from", log)
                self.assertIn("out.h5.checkpoint holds", log)
                self.assertIn("--resume goes on from there", log)
                self.stopped((*command, "--resume"), signal.SIGKILL)
                values = result(*command, "--resume")
                self.assertEqual(self.bytes_of("out.h5"), whole_bytes)
                again = result(*command, "--resume")  # finished: its report
                for report in (values, again):
                    self.assertEqual(set(report), set(whole))
                    for key in set(whole) - {"events_per_second"}:
                        self.assertEqual(report[key], whole[key])
                self.assertEqual(os.listdir(self.folder), ["out.h5"])
                os.remove(self.path("out.h5"))

    def test_table(self):
        slow = ("table", "--set", f"table.tolerance={TABLE_TOLERANCE}")
        whole = result(*self.command(*slow, output="whole.h5"))
        command = self.command(*slow)
        for number in (signal.SIGTERM, signal.SIGKILL):
            self.stopped((*command, "--resume"), number)
        done = run(*command, "--resume", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("integrated segments", done.stderr)
        self.assertEqual(self.bytes_of("out.h5"), self.bytes_of("whole.h5"))
        self.assertEqual(result(*command, "--resume")["table_sha256"], whole["table_sha256"])

    def damage(self, how):
        path = self.path("out.h5.checkpoint")
        data = bytearray(self.bytes_of("out.h5.checkpoint"))
        if how == "truncated":
            data = data[:len(data) // 2]
        elif how == "flipped":
            data[len(data) // 2] ^= 4
        elif how == "empty":
            data = b""
        with open(path, "wb") as file:
            file.write(data)

    def test_damaged_checkpoints(self):
        for name in ("spectrum", "experiment"):
            arguments = self.LONG[name]
            whole = self.whole(name)[1]
            command = (*self.command(*arguments), "--resume")
            for how in ("truncated", "flipped", "empty"):
                with self.subTest(command=name, damage=how):
                    self.stopped(command, generations=2)
                    self.damage(how)
                    done = run(*command, "--json")
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertRegex(done.stderr, "out.h5.checkpoint: .*; it is put aside")
                    self.assertIn("out.h5.checkpoint.previous: going on with", done.stderr)
                    self.assertEqual(self.bytes_of("out.h5"), whole)
                    os.remove(self.path("out.h5"))
            with self.subTest(command=name, damage="both"):
                self.stopped(command, generations=2)
                self.damage("flipped")
                os.remove(self.path("out.h5.checkpoint.previous"))
                done = run(*command, "--json")
                self.assertIn("there is no checkpoint to go on from: beginning at the start", done.stderr)
                self.assertEqual(self.bytes_of("out.h5"), whole)
                os.remove(self.path("out.h5"))

    def test_damaged_part_of_a_list(self):
        whole = self.whole("experiment")[1]
        command = (*self.command(*self.LONG["experiment"]), "--resume")
        self.stopped(command, generations=2)
        parts = sorted((name for name in os.listdir(self.folder) if ".rows-" in name), key=lambda n: int(n.split("-")[-1]))
        with changed(self.path(parts[-1])) as file:
            file.attrs["rows_sha256"] = "0" * 64
        done = run(*command, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{parts[-1]}: is missing or has another size; its events and those after it are drawn again",
                      done.stderr)
        self.assertNotIn("put aside", done.stderr)
        self.assertEqual(self.bytes_of("out.h5"), whole)
        self.assertEqual(os.listdir(self.folder), ["out.h5"])

    def test_not_damaged_is_left_alone(self):
        """A checkpoint that is a folder, of a newer program or of another run ends the command and stays."""
        command = (*self.command(*self.LONG["spectrum"]), "--resume")
        self.stopped(command, generations=2)
        checkpoint = self.path("out.h5.checkpoint")
        good = self.bytes_of("out.h5.checkpoint")
        os.remove(checkpoint)
        os.mkdir(checkpoint)
        self.refuse(command, "out.h5.checkpoint: is a folder")
        os.rmdir(checkpoint)
        with open(checkpoint, "wb") as file:
            file.write(good)
        with changed(checkpoint) as file:
            file.attrs["format_version"] = 99
        self.refuse(command, "version 99", "out.h5.checkpoint")
        with open(checkpoint, "wb") as file:
            file.write(good)
        other = [self.other_table() if word == self.table else word for word in command]
        self.refuse(other, "out.h5.checkpoint", "table_sha256")
        self.assertEqual(result(*command)["events"], EVENTS)

    def other_table(self):
        path = os.path.join(self.own.name, "other.h5")
        result("table", "al-on-si", *QUICK, "--set", "pinning.spacing=200 nm", "-o", path)
        return path

    def test_list_that_cannot_be_put_in_place(self):
        whole = self.whole("experiment")[1]
        command = ("experiment", "al-on-si", *QUICK, "--table", self.table, *self.LONG["experiment"][1:],
                   "-o", self.path("out.h5"))
        process = subprocess.Popen([PROGRAM, *command, "--resume"], stderr=subprocess.PIPE, text=True)
        while "seed 1, all" not in process.stderr.readline():
            pass
        os.mkdir(self.path("out.h5"))
        log = process.communicate(timeout=300)[1]
        self.assertEqual(process.returncode, 1, log)
        self.assertIn("out.h5: cannot be put in its place", log)
        os.rmdir(self.path("out.h5"))
        result(*command, "--resume")
        self.assertEqual(self.bytes_of("out.h5"), whole)

    def test_two_at_a_time(self):
        command = self.command(*self.LONG["spectrum"])
        process = subprocess.Popen([PROGRAM, *command], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        while not os.path.exists(self.path("out.h5.lock")):
            self.assertIsNone(process.poll())
            time.sleep(0.001)
        other = run(*command, "--resume")
        self.assertEqual((other.returncode, other.stdout), (1, ""))
        self.assertIn("out.h5: another run is writing it", other.stderr)
        self.assertEqual(process.wait(timeout=120), 0)
        self.assertEqual(os.listdir(self.folder), ["out.h5"])

    def test_refused(self):
        command = self.command(*self.LONG["spectrum"])
        self.stopped(command)
        for changes, words in (((), ("out.h5.checkpoint: is the checkpoint of a run that was stopped", "--resume", "delete")),
                               (("--resume", "--seed", "2"), ("another run", "seed is 1, not 2", "-o", "delete")),
                               (("--resume", "--set", "pinning.spacing=60 nm"), ("pinning.spacing", "60 nm", "50 nm")),
                               (("--resume", "--shard", "1/2"), ("piece_events",)),
                               (("--resume", "--above", "2 eV"), ("above_eV",))):
            self.refuse((*command, *changes), *words)
        self.refuse(("spectrum", "al-on-si", *QUICK, "--method", "quadrature", "-o", self.path("out.h5")),
                    "out.h5: a run that was stopped is to write it")
        values = result(*command, "--resume", "--backend", "reference")
        self.assertEqual(values["events"], EVENTS)
        with h5py.File(self.path("out.h5")) as file:  # of the part before the stop, and of the rest
            self.assertEqual(decoded(file.attrs["backend"]), "kokkos+reference")
        self.refuse((*command, "--resume", "--seed", "2"), "out.h5: is the output of another run: its seed is 1, not 2")
        options = ("spectrum", "al-on-si", "--events", "10")
        self.refuse((*options, "--resume"), "--resume needs -o")
        self.refuse((*options, "--checkpoint-every", "5"), "--checkpoint-every")
        self.refuse((*options, "--checkpoint-every", "-5 s"), "--checkpoint-every")
        self.refuse((*options, "--stop-before", "3 nm"), "--stop-before")
        self.refuse(("spectrum", "al-on-si", "--method", "quadrature", "--resume", "-o", self.path("q.h5")), "--resume")

    def test_time_limit(self):
        now = int(time.time())
        limit = {"SLURM_JOB_START_TIME": str(now), "SLURM_JOB_END_TIME": str(now + 30)}
        with unittest.mock.patch.dict(os.environ, limit):
            done = run("spectrum", "al-on-si", *QUICK, "--table", self.table, "--events", "1e13",
                       "--threads", "1", "--stop-before", "26 s", "-o", self.path("out.h5"))
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertLess(time.time() - now, 25)
        self.assertIn("the job's time limit", done.stderr)
        self.assertTrue(os.path.exists(self.path("out.h5.checkpoint")))


class FullDisk(InFolder):
    """On a file system with less room than a run wants."""

    EVENTS = 300000000  # room for many checkpoints

    def setUp(self):
        super().setUp()
        self.disk = self.path("disk")
        os.mkdir(self.disk)
        self.size("256k")
        self.addCleanup(subprocess.run, ["umount", self.disk])
        self.table = quick_table()

    def size(self, size):
        options = f"remount,size={size}" if os.path.ismount(self.disk) else f"size={size}"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.disk], capture_output=True, text=True)
        if mounted.returncode != 0:
            if os.environ.get("CI"):
                self.fail(mounted.stderr)
            self.skipTest("a tmpfs cannot be mounted: " + mounted.stderr)

    def test_checkpoint_and_output(self):
        output = os.path.join(self.disk, "out.h5")
        command = ("spectrum", "al-on-si", *QUICK, "--table", self.table, "--events", str(self.EVENTS), "--backend", "kokkos",
                   "--threads", "1", "--checkpoint-every", "200 ms",
                   "-o", output, "--resume")
        process = subprocess.Popen([PROGRAM, *command], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        while process.poll() is None and not os.path.exists(output + ".checkpoint.previous"):
            time.sleep(0.01)
        with open(os.path.join(self.disk, "filler"), "wb", buffering=0) as filler:  # full from here on
            with self.assertRaises(OSError):
                while True:
                    filler.write(b"x" * 512)
        out, log = process.communicate(timeout=300)
        self.assertEqual((process.returncode, out), (1, ""), log)
        self.assertIn("no checkpoint: " + output + ".checkpoint: cannot be written: No space left on device; free some space", log)
        self.assertRegex(log, r"the last one, of \d+ events, stays; the run goes on")
        self.assertIn("out.h5: cannot be written: No space left on device", log)
        self.assertRegex(log, rf"no new checkpoint .* \d+ of {self.EVENTS} events are in .*out.h5.checkpoint: the same command with --resume goes on")
        self.assertFalse(os.path.exists(output))
        self.assertEqual([name for name in os.listdir(self.disk) if "unfinished" in name], [])
        # Stopped where nothing can be saved: no status that asks to be started again.
        process = subprocess.Popen([PROGRAM, *command], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        while "seed 1, all" not in process.stderr.readline():
            pass
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        log = process.communicate(timeout=60)[1]
        self.assertEqual(process.returncode, 1, log)
        self.assertIn("stopped; no new checkpoint could be written", log)
        os.remove(os.path.join(self.disk, "filler"))
        self.size("8m")
        done = run(*command, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, rf"going on with \d+ of {self.EVENTS} events")
        self.assertEqual(os.listdir(self.disk), ["out.h5"])
        whole = result("spectrum", "al-on-si", *QUICK, "--table", self.table, "--events", str(self.EVENTS), "-o",
                       self.path("whole.h5"))
        with h5py.File(output) as file:
            self.assertEqual(decoded(file.attrs["counts_sha256"]), whole["counts_sha256"])


if __name__ == "__main__":
    unittest.main()
