"""Runs the program under test."""

import atexit
import functools
import json
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["SLIPBURST"]


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
def default_table():
    """A file with the table of al-on-si, for what is not about tables. It serves the films of the paper too."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = os.path.join(folder.name, "al-on-si.h5")
    result("table", "al-on-si", "-o", path)
    return path


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

    def refuse(self, arguments, *words, status=1):
        """Checks the exit status, the words of the message, and that the folder is as it was."""
        before = sorted(os.listdir(self.folder))
        done = run(*arguments)
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), before)
