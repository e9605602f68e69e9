#!/usr/bin/python3
"""Logs: text and JSON, quiet, the fields that log lines state, and no progress bar without a terminal."""

import datetime
import json
import os
import pty
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from program import PROGRAM, QUICK_TABLE, InFolder, quick_table

FILM = ("paper-50nm", *QUICK_TABLE)
LONG = ("--events", "2e8", "--backend", "reference")  # more than a second on any machine
WATCHED = ("--events", "2e7", "--backend", "reference")  # more than a tenth of it


def environment(**variables):
    """Environment of the test without Slurm variables, and with more variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLURM_")}
    return {**kept, **variables}


def log(*arguments, status=0, **variables):
    """Output of the program on stderr, as bytes."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, env=environment(**variables), timeout=600)
    if done.returncode != status:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stderr}")
    return done.stderr


def entries(*arguments, **keywords):
    """The lines of a JSON log, each checked to be an object of the right form."""
    lines = log(*arguments, "--log-json", **keywords).decode("utf-8", "strict").splitlines()
    objects = [json.loads(line) for line in lines]
    for entry in objects:
        assert list(entry)[:3] == ["time", "level", "message"], entry
        assert entry["level"] in ("info", "warning", "error"), entry
        assert entry["time"].endswith("Z") and len(entry["time"]) == len("2026-01-01T00:00:00.000Z"), entry
        datetime.datetime.fromisoformat(entry["time"][:-1])
    return objects


def on_terminal(*arguments, **variables):
    """Output of the program on a terminal as its stderr."""
    leader, follower = pty.openpty()
    process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=follower,
                               env=environment(**variables))
    os.close(follower)
    text = b""
    while True:
        try:
            part = os.read(leader, 4096)
        except OSError:  # how Linux tells that the other end is closed
            break
        if not part:
            break
        text += part
    os.close(leader)
    assert process.wait(timeout=600) == 0, text
    return text.decode()


class Logging(InFolder):
    @classmethod
    def setUpClass(cls):
        cls.film = (*FILM, "--table", quick_table())
        cls.spectrum = ("spectrum", *cls.film)

    def test_the_first_line_says_what_runs_where(self):
        slurm = {"SLURM_JOB_ID": "81", "SLURM_ARRAY_JOB_ID": "80", "SLURM_ARRAY_TASK_ID": "7",
                 "SLURM_RESTART_COUNT": "2"}
        first = entries(*self.spectrum, "--events", "1e4", **slurm)[0]
        self.assertEqual(first["command"], "spectrum")
        self.assertEqual(first["host"], os.uname().nodename)
        self.assertGreater(first["process_id"], 1)
        self.assertGreaterEqual(len(first["git_hash"]), 7)
        self.assertEqual([first["slurm_job_id"], first["slurm_array_job_id"], first["slurm_array_task_id"],
                          first["slurm_restart_count"]], ["81", "80", "7", "2"])
        alone = entries(*self.spectrum, "--events", "1e4")[0]
        self.assertNotIn("slurm_job_id", alone)
        text = log("table", *FILM, "-o", self.path("t.h5"), **slurm).decode()
        first = text.splitlines()[0]
        for word in (": table on ", alone["git_hash"], "Slurm job 81", "array 80", "task 7", "restart 2"):
            self.assertIn(word, first)

    def test_long_commands_announce_themselves(self):
        for command in (("rates", *self.film, "--events", "1e4"),
                        ("experiment", *self.film, "--exposure", "1 min", "-o", self.path("e.h5")),
                        ("scan", *self.film, "--over", "pinning.spacing=40 nm,50 nm", "-o", self.path("s.h5"))):
            with self.subTest(command=command[0]):
                self.assertEqual(entries(*command)[0]["command"], command[0])
        self.assertEqual(log("cases"), b"")

    def test_the_backend(self):
        lines = entries(*self.spectrum, "--events", "1e4", "--backend", "reference")
        backend = [entry for entry in lines if "backend" in entry]
        self.assertEqual([entry["backend"] for entry in backend], ["reference"])
        self.assertNotIn("devices", backend[0])  # GPUs alone

    def test_devices_are_listed(self):
        done = subprocess.run([PROGRAM, "info", "--json"], capture_output=True, text=True)
        info = json.loads(done.stdout)
        usable = any(backend["name"] == "cuda" and backend["usable"] for backend in info["backends"])
        self.assertEqual(len(info["devices"]) > 0, usable)
        for device in info["devices"]:
            self.assertRegex(device["uuid"], "^GPU-[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")
            self.assertLessEqual(device["free_memory_bytes"], device["memory_bytes"])

    def test_progress(self):
        lines = [entry for entry in entries(*self.spectrum, *LONG) if entry.get("of") == "events"]
        self.assertGreaterEqual(len(lines), 2)
        first, last = lines[0], lines[-1]
        for line in lines:
            self.assertEqual(line["total"], 200000000)
            self.assertAlmostEqual(line["seconds_to_go"] * line["per_second"], line["total"] - line["done"], delta=1e4)
        self.assertIn("done in about", first["message"])
        self.assertLess(first["done"], first["total"])
        self.assertEqual(last["done"], last["total"])
        self.assertAlmostEqual(last["per_second"] * last["seconds"], last["total"], delta=1e4)

    def test_quiet(self):
        command = (*self.spectrum, "--events", "1e4", "--set", "detector.aluminium_area=none")  # warns: no area
        for arguments in ((*command, "--quiet"), ("--quiet", *command)):
            lines = log(*arguments).decode().splitlines()
            self.assertTrue(lines)
            for line in lines:
                self.assertIn(" warning ", line)
        self.assertEqual({entry["level"] for entry in entries(*command, "--quiet")}, {"warning"})
        self.assertEqual({entry["level"] for entry in entries(*command)}, {"info", "warning"})

    def test_nested_commands_take_the_options_too(self):
        for arguments in (("--quiet", "--log-json", "fit", "spectrum", "al-on-si", "--detector", "absent.toml"),
                          ("fit", "spectrum", "al-on-si", "--detector", "absent.toml", "--quiet", "--log-json")):
            (line,) = log(*arguments, status=1).decode().splitlines()
            self.assertEqual(json.loads(line)["level"], "error")

    def test_errors_are_json_whatever_they_hold(self):
        quoted = self.write('a "name".toml', 'preset = "al-on-si"\n[pinning]\nspacing = "50\n')
        for path, words in ((quoted, 'a "name".toml:3'), (self.path("two\nlines.toml"), "two\nlines.toml"),
                            (os.fsencode(self.folder) + b"/caf\xe9.toml", "caf\ufffd.toml")):
            with self.subTest(path=path):
                lines = entries("spectrum", path, "--events", "10", status=1)
                (error,) = [entry for entry in lines if entry["level"] == "error"]
                self.assertIn(words, error["message"])

    def test_mistakes_of_usage_stay_text_and_exit_2(self):
        self.assertIn(b"--evnts", log(*self.spectrum, "--log-json", "--evnts", "5", status=2))
        log("--quiet", status=2)
        log("spectrum", "al-on-si", "spectrum", "--quiet", status=2)

    def test_a_bar_where_a_person_watches(self):
        self.assertIn("\r\033[K[", on_terminal(*self.spectrum, *WATCHED))
        for extra, variables in (("--quiet", {}), ("--log-json", {}), (None, {"SLURM_JOB_ID": "5"})):
            with self.subTest(extra=extra):
                arguments = (*self.spectrum, *WATCHED, *([extra] if extra else []))
                self.assertNotIn("\033[K", on_terminal(*arguments, **variables))


if __name__ == "__main__":
    unittest.main()
