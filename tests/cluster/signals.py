#!/usr/bin/python3
"""Every command reacts to signals within a second, at any stage, and keeps its finished work; squeue may hang."""

import os
import resource
import signal
import stat
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), os.pardir, "cli", "support"))
from program import PROGRAM, InFolder, default_table, result

LONG = os.environ.get("SLIPBURST_LONG_TESTS") == "1"
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGHUP, signal.SIGXCPU)
ONE_THREAD = ("--backend", "kokkos", "--threads", "1")
AREA = ("--set", "detector.aluminium_area=1 cm2")
SHORT = ("--set", "histogram.time_minimum=1 day", "--set", "histogram.time_maximum=10 days")
LOST, RESUMABLE = 130, 75
WALL_S = 5  # until a command has ended: a second, and what a busy machine adds
PROCESSOR_S = 1  # it may take for that


def processor_seconds(process):
    """Seconds of processor time a process and its threads have used."""
    with open(f"/proc/{process.pid}/stat", encoding="utf-8", errors="replace") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Command:
    """A running command that is to be stopped."""

    def __init__(self, test, arguments, environment=None):
        self.test = test
        self.log = test.path("log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=log,
                                            env={**os.environ, **(environment or {})})

    def text(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def wait_for(self, words):
        """Waits for words of the log, or for a number of seconds."""
        deadline = time.monotonic() + 120
        if isinstance(words, float):
            time.sleep(words)
        while isinstance(words, str) and words not in self.text():
            self.test.assertIsNone(self.process.poll(), f"ended before it said '{words}':\n{self.text()}")
            self.test.assertLess(time.monotonic(), deadline, self.text())
            time.sleep(0.002)

    def stop(self, number, status):
        """Sends a signal; checks when and how the command ends."""
        before = processor_seconds(self.process)
        self.test.assertIsNone(self.process.poll(), "ended too early:\n" + self.text())
        begin = time.monotonic()
        self.process.send_signal(number)
        used = self.ended(WALL_S + 10)
        text = self.text()
        self.test.assertEqual(self.process.returncode, status, text)
        self.test.assertLess(time.monotonic() - begin, WALL_S, text)
        self.test.assertLess(used - before, PROCESSOR_S, text)
        self.test.assertIn("interrupted; ", text)

    def ended(self, timeout):
        """Waits for the end. Returns the processor time that the command used in all."""
        deadline = time.monotonic() + timeout
        while True:
            pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if pid:
                self.process.returncode = os.waitstatus_to_exitcode(status)
                return usage.ru_utime + usage.ru_stime
            if time.monotonic() > deadline:
                self.process.kill()
                self.process.wait()
                self.test.fail("still running:\n" + self.text())
            time.sleep(0.005)


class Stopped(InFolder):
    def content(self):
        return sorted(name for name in os.listdir(self.folder) if name != "log")

    def bytes_of(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def stops(self, status, arguments, *phases, environment=None):
        """Stops a command at each phase, words of its log or seconds: by one signal after the other."""
        before = self.content()
        for i, phase in enumerate(phases):
            for number in SIGNALS if LONG else [SIGNALS[(self.turn + i) % len(SIGNALS)]]:
                with self.subTest(command=arguments[0], phase=phase, signal=number.name):
                    command = Command(self, arguments, environment)
                    command.wait_for(phase)
                    command.stop(number, status)
                    kept = [name for name in self.content() if name not in before]
                    if status == LOST:
                        self.assertEqual(kept, [])
                    self.assertEqual([name for name in kept if "unfinished" in name or name == "out.h5"], [])
        Stopped.turn += len(phases)

    turn = 0

    def goes_on(self, arguments, *phases):
        """Stops a command at each phase, going on in between: in the end its file is that of an undisturbed run."""
        whole = result(*arguments, "-o", self.path("whole.h5"))
        command = (*arguments, "-o", self.path("out.h5"), "--resume")
        self.stops(RESUMABLE, command, *phases)
        values = result(*command)
        self.assertEqual(self.bytes_of("out.h5"), self.bytes_of("whole.h5"))
        self.assertEqual(self.content(), ["out.h5", "whole.h5"])
        return whole, values


class WithoutState(Stopped):
    """Commands that cannot resume: at any stage they end and leave no file."""

    def test_quadrature(self):
        direct = ("--set", "histogram.bins_per_decade=500")
        self.stops(LOST, ("spectrum", "al-on-si", "--method", "direct", "--table", default_table(), *direct,
                          "-o", self.path("out.h5")), 1.0)

    def test_table_on_the_way(self):
        self.stops(LOST, ("spectrum", "al-on-si", "--method", "quadrature", "--set", "table.tolerance=1e-6",
                          "-o", self.path("out.h5")), 0.5)

    def test_phonons(self):
        self.stops(LOST, ("phonons", "al-on-si", "--pin-height", "3000 nm", "--stress", "60 MPa", "--positions", "10000",
                          "--bins", "1000", "-o", self.path("out.h5")), 0.5)

    def test_fit_of_rates(self):
        rows = [f"{t}, {m}" for t, m in ((17, 31), (25, 38), (50, 90), (77, 160), (105, 350), (150, 900))]
        with open(self.path("rates.csv"), "w", encoding="utf-8") as file:
            file.write("temperature [K], moves [1], clusters [1], window [s]\n" +
                       "".join(f"{row}, 1000, 600\n" for row in rows))
        self.stops(LOST, ("fit", "arrhenius", self.path("rates.csv"), "--model", "quantum", "--bootstrap", "100000",
                          "-o", self.path("out.h5")), 1.0)

    def test_points_of_a_scan(self):
        self.stops(RESUMABLE if LONG else LOST, ("scan", "al-on-si", "--over", "pinning.alpha=0.3:1:lin:20000",
                                                 "-o", self.path("out.h5")), 20.0 if LONG else 0.5)

    def test_hang_up_under_nohup(self):
        command = Command(self, ("spectrum", "al-on-si", "--table", default_table(), "--events", "3e7"))
        command.process.kill()
        command.ended(60)
        done = subprocess.Popen([PROGRAM, "spectrum", "al-on-si", "--table", default_table(), "--events", "1e8"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        time.sleep(0.2)
        done.send_signal(signal.SIGHUP)
        self.assertEqual(done.wait(timeout=120), 0)


class WithState(Stopped):
    """Commands that keep their finished work."""

    def setUp(self):
        super().setUp()
        self.drawn_list = ("experiment", "al-on-si", "--table", default_table(), *AREA, "--exposure", "20 hours", "--above", "1 eV",
                     "--checkpoint-every", "20 ms")

    def test_decay_fits(self):
        conditions = 8192 if LONG else 1024
        temperatures = ", ".join(f'"{17000 + i} mK"' for i in range(conditions))
        case = self.write("many.toml", f'preset = "tungsten-1000kev"\n[watch]\ntemperatures = [{temperatures}]\n')
        arguments = ("detrap", case, "--areas", "2", "--checkpoint-every", "1 h")
        whole = result(*arguments, "-o", self.path("whole.h5"))
        command = (*arguments, "-o", self.path("out.h5"), "--resume")
        self.stops(RESUMABLE, command, "all 2048 events" if not LONG else "all 16384 events")
        for number in SIGNALS if LONG else SIGNALS[:2]:
            stopped = Command(self, command)
            stopped.wait_for("seed 1, all")
            time.sleep(0.2)
            stopped.stop(number, RESUMABLE)
            self.assertIn("out.h5.checkpoint holds " + "{0} of {0} events".format(2 * conditions), stopped.text())
        values = result(*command)
        self.assertEqual(values["counts_sha256"], whole["counts_sha256"])
        self.assertEqual(self.bytes_of("out.h5"), self.bytes_of("whole.h5"))

    def test_counts_are_on_disk_before_the_fits(self):
        temperatures = ", ".join(f'"{17000 + i} mK"' for i in range(1024))
        case = self.write("many.toml", f'preset = "tungsten-1000kev"\n[watch]\ntemperatures = [{temperatures}]\n')
        command = Command(self, ("detrap", case, "--areas", "300", *ONE_THREAD, "--checkpoint-every", "1 h", "-o", self.path("out.h5")))
        command.wait_for("holds 307200 of 307200 events")
        command.process.kill()
        command.ended(60)
        again = Command(self, ("detrap", case, "--areas", "300", *ONE_THREAD, "-o", self.path("out.h5"), "--resume"))
        again.wait_for("going on with 307200 of 307200 events")
        again.stop(signal.SIGTERM, RESUMABLE)

    def test_spectrum(self):
        self.goes_on(("spectrum", "al-on-si", "--table", default_table(), "--events", "1e8"), "seed 1, all", "seed 1, all")

    def test_rates(self):
        times = () if LONG else SHORT
        self.goes_on(("rates", "al-on-si", "--table", default_table(), *AREA, *times, "--events", "1e7"), "seed 1, all",
                     "events in ")

    def test_scan(self):
        self.goes_on(("scan", "al-on-si", "--table", default_table(), "--over", "pinning.alpha=0.3:0.7:lin:3",
                      "--set", "histogram.bins_per_decade=200", "--checkpoint-every", "100 ms"), "backend ",
                     "holds 1 of 3 points")

    def test_list(self):
        self.goes_on(self.drawn_list, "seed 1, all", "out.h5.checkpoint: holds ")

    def test_killed_table_advances(self):
        """Progress is saved within a row of batches: each life of a table integrates more."""
        arguments = ("table", "al-on-si", "--set", f"table.tolerance={1e-6 if LONG else 1e-4}", "--checkpoint-every",
                     "100 ms")
        whole = result(*arguments, "-o", self.path("whole.h5"))
        last = 0
        for life in range(2):
            command = Command(self, (*arguments, "-o", self.path("out.h5"), "--resume"))
            command.wait_for("out.h5.checkpoint: holds ")
            command.process.kill()
            command.ended(60)
            held = int(command.text().rsplit("holds ", 1)[1].split()[0])
            self.assertGreater(held, last, f"life {life}")
            last = held
        values = result(*arguments, "-o", self.path("out.h5"), "--resume")
        self.assertEqual(values["table_sha256"], whole["table_sha256"])
        self.assertEqual(self.bytes_of("out.h5"), self.bytes_of("whole.h5"))

    def stop_after(self, part, arguments):
        """Stops a list once it has begun a part."""
        command = Command(self, (*arguments, "-o", self.path("out.h5")))
        while not os.path.exists(self.path(f"out.h5.rows-{part}")):
            self.assertIsNone(command.process.poll(), command.text())
        command.stop(signal.SIGTERM, RESUMABLE)

    def test_missing_part_is_drawn_again(self):
        """The parts before it stay, and the checkpoint is not called damaged."""
        arguments = self.drawn_list
        result(*arguments, "-o", self.path("whole.h5"))
        self.stop_after(2, arguments)
        os.remove(self.path("out.h5.rows-1"))
        again = Command(self, (*arguments, "-o", self.path("out.h5"), "--resume"))
        again.ended(120)
        self.assertEqual(again.process.returncode, 0, again.text())
        self.assertIn("out.h5.rows-1: is missing or has another size; its events and those after it are drawn again",
                      again.text())
        self.assertNotIn("put aside", again.text())
        self.assertNotIn("rows-0", again.text())
        self.assertEqual(self.bytes_of("out.h5"), self.bytes_of("whole.h5"))
        self.assertEqual(self.content(), ["out.h5", "whole.h5"])

    def test_damaged_part_is_drawn_again(self):
        """Parts of a list are read when they are joined, not each time the run goes on."""
        arguments = self.drawn_list
        result(*arguments, "-o", self.path("whole.h5"))
        self.stop_after(1, arguments)
        with open(self.path("out.h5.rows-0"), "r+b") as file:
            file.seek(os.path.getsize(self.path("out.h5.rows-0")) // 2)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 8]))
        again = Command(self, (*arguments, "-o", self.path("out.h5"), "--resume"))
        again.ended(120)
        self.assertEqual(again.process.returncode, 0, again.text())
        self.assertIn("out.h5.rows-0", again.text())
        self.assertIn("drawn again", again.text())
        self.assertEqual(self.bytes_of("out.h5"), self.bytes_of("whole.h5"))
        self.assertEqual(self.content(), ["out.h5", "whole.h5"])


class TimeLimit(Stopped):
    """squeue, which older Slurms are asked by for the time limit of a job."""

    def squeue(self, script):
        folder = self.path("bin")
        os.mkdir(folder)
        path = os.path.join(folder, "squeue")
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script)
        os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        return {"PATH": folder + os.pathsep + os.environ["PATH"], "SLURM_JOB_ID": "17", "SLURM_JOB_END_TIME": ""}

    def test_hangs(self):
        environment = self.squeue(f"echo $$ > {self.path('squeue.pid')}\nsleep 1000\n")
        command = Command(self, ("spectrum", "al-on-si", "--table", default_table(), "--events", "1e6",
                                 "-o", self.path("out.h5")), environment)
        begin = time.monotonic()
        command.ended(60)
        self.assertEqual(command.process.returncode, 0, command.text())
        self.assertLess(time.monotonic() - begin, 20)
        if os.path.exists(self.path("squeue.pid")):
            with open(self.path("squeue.pid"), encoding="utf-8") as file:
                number = file.read().strip()
            self.assertTrue(number and not os.path.exists(f"/proc/{number}"))
        os.remove(self.path("out.h5"))
        self.stops(RESUMABLE, ("spectrum", "al-on-si", "--table", default_table(), "--events", "1e13",
                               "-o", self.path("out.h5")), "seed 1, all", environment=environment)

    def test_answers(self):
        environment = self.squeue('date -d "-10 seconds" +%Y-%m-%dT%H:%M:%S | tr "\\n" " "\n'
                                  'date -d "+4 seconds" +%Y-%m-%dT%H:%M:%S\n')
        command = Command(self, ("spectrum", "al-on-si", "--table", default_table(), "--events", "1e13",
                                 "--stop-before", "3 s", "-o", self.path("out.h5")), environment)
        command.ended(60)
        self.assertEqual(command.process.returncode, RESUMABLE, command.text())
        self.assertIn("the job's time limit: stopping at ", command.text())


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # SIGXCPU would leave one
    unittest.main()
