"""Runs the program under test."""

import atexit
import fcntl
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["SLIPBURST"]
QUICK_SETTINGS = ("table.tolerance=0.01", "numerics.relative_tolerance=1e-6")
QUICK_TABLE = tuple(word for setting in QUICK_SETTINGS for word in ("--set", setting))  # a table in half a second


def run(*arguments, cwd=None):
    """The finished process of `slipburst ARGUMENTS`."""
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, cwd=cwd, timeout=600)


def result(*arguments):
    """The one JSON object that `slipburst ARGUMENTS --json` prints."""
    done = run(*arguments, "--json")
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stderr}")
    if done.stdout.count("\n") != 1:
        raise AssertionError(f"not one line on stdout: {done.stdout}")
    return json.loads(done.stdout)


@functools.cache
def usable_backends():
    """Names of the backends that are in this build and can run here."""
    return {backend["name"] for backend in result("info")["backends"] if backend["usable"]}


@functools.cache
def _tables_folder():
    """Folder of tables of this very build: in $SLIPBURST_TEST_TABLES for all tests, else in a folder of this process."""
    shared = os.environ.get("SLIPBURST_TEST_TABLES")
    if not shared:
        folder = tempfile.TemporaryDirectory()
        atexit.register(folder.cleanup)
        return folder.name
    state = os.stat(PROGRAM)
    own = f"{state.st_mtime_ns}-{state.st_size}"
    os.makedirs(os.path.join(shared, own), exist_ok=True)
    for other in set(os.listdir(shared)) - {own}:  # tables of earlier builds of the program
        shutil.rmtree(os.path.join(shared, other), ignore_errors=True)
    return os.path.join(shared, own)


@functools.cache
def kept_table(*settings):
    """File, to be read only, with the table of al-on-si with these settings, for tests that are not about tables: made once
    for all tests. The table serves the films of the paper too."""
    path = os.path.join(_tables_folder(), hashlib.sha256(repr(settings).encode()).hexdigest() + ".h5")
    with open(path + ".wanted", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(path):
            result("table", "al-on-si", *(word for setting in settings for word in ("--set", setting)), "-o", path)
    return path


def default_table():
    return kept_table()


def quick_table():
    """File of the table for the options QUICK_TABLE."""
    return kept_table(*QUICK_SETTINGS)


def status_of(log):
    """Exit status of an error message: 2 for errors of the command line, whose message begins with the option, else 1."""
    return 2 if re.search(r"^[\d:]* error -", log, re.M) else 1


class InFolder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = self._folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def refuse(self, arguments, *words, status=None):
        """Checks the exit status (`status_of` unless given), the words of the message, and that the folder is unchanged."""
        before = sorted(os.listdir(self.folder))
        done = run(*arguments)
        self.assertEqual(done.returncode, status or status_of(done.stderr), f"{arguments}\n{done.stdout}\n{done.stderr}")
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), before)
