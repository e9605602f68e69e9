#!/usr/bin/python3
"""Surroundings that must not bring the program down: threads that cannot start, names that are not UTF-8, endless
input, and libraries in the current folder."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py

from program import PROGRAM, InFolder, default_table

BUILD = os.path.dirname(os.path.dirname(os.path.realpath(PROGRAM)))


def ran(*arguments, environment=None, **options):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=300,
                          env={**os.environ, **(environment or {})}, **options)


class Threads(InFolder):
    def counts(self, environment, *more, **options):
        done = ran("spectrum", "al-on-si", "--table", default_table(), "--events", "2e5", "--json", "--backend", "kokkos",
                   *more, environment=environment, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["counts_sha256"], done.stderr.decode()

    def test_fewer_than_asked(self):
        expected, log = self.counts({"OMP_NUM_THREADS": "2"})
        self.assertNotIn("used: ", log)
        for environment, words in (
                ({"OMP_NUM_THREADS": "600"}, "512 threads are used: OMP_NUM_THREADS asks for more than 512"),
                ({"KOKKOS_NUM_THREADS": "100000"}, "512 threads are used: KOKKOS_NUM_THREADS asks for more than 512"),
                ({"OMP_NUM_THREADS": "600", "OMP_THREAD_LIMIT": "2"}, "2 threads are used: "),
                ({"OMP_NUM_THREADS": "4", "OMP_THREAD_LIMIT": "1"}, "1 thread is used: ")):
            with self.subTest(environment=environment):
                counts, log = self.counts(environment)
                self.assertEqual(counts, expected)
                self.assertIn("warning " + words, log)
        counts, log = self.counts({"OMP_THREAD_LIMIT": "1"}, "--threads", "3")
        self.assertEqual(counts, expected)
        self.assertIn("--threads asks for 3, OMP_THREAD_LIMIT allows 1", log)

    def test_none_can_be_started(self):
        """With ulimit -u: a user who may start no more processes."""
        if os.getuid() != 0 or not shutil.which("setpriv"):
            self.skipTest("needs another user, who is held to the limit")
        limited = ["setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups", "bash", "-c",
                   'ulimit -u 1; exec "$@"', "bash"]
        table = self.path("table.h5")
        shutil.copy(default_table(), table)
        os.chmod(self.folder, 0o755)
        os.chmod(table, 0o644)
        command = [*limited, PROGRAM, "spectrum", "al-on-si", "--table", table, "--events", "2e5", "--threads", "8",
                   "--backend", "kokkos", "--json"]
        done = subprocess.run(command, capture_output=True, timeout=300, text=True)
        if "Permission denied" in done.stderr:
            self.skipTest("another user cannot read the program: " + done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 thread is used: --threads asks for 8, but the system starts no more", done.stderr)
        self.assertEqual(json.loads(done.stdout)["counts_sha256"], self.counts({"OMP_NUM_THREADS": "2"})[0])


class Texts(InFolder):
    def test_nested(self):
        deep = "a." * 50000
        for name, text in (("keys", deep + "b = 1\n"), ("section", f"[{deep}b]\n"), ("lists", "x = " + "[" * 50000),
                           ("tables", "x = " + "{a = " * 50000)):
            path = self.write(name + ".toml", text)
            for command in (("table", path, "-o", self.path("t.h5")), ("detrap", path, "--areas", "1"),
                            ("compare", default_table(), "--detector", path)):
                self.refuse(command, path + ":1: keys or lists are nested more than 32 deep")

    def test_endless(self):
        self.refuse(("segment", "/dev/zero", "--height", "10 nm", "--stress", "60 MPa"), "/dev/zero: is a pipe or a device")

    def test_pipes(self):
        """Pipes are refused at once, not waited for: inputs are read a second time to identify the run."""
        pipe = self.path("pipe")
        os.mkfifo(pipe)
        detector = self.write("detector.toml", 'events = "pipe"\nenergy_unit = "eV"\ntime_cold = "1 day"\n'
                              'live_time = "1 day"\nbands = ["30 eV:60 eV"]\n')
        for command in (("segment", pipe, "--height", "100 nm", "--stress", "60 MPa"),
                        ("fit", "arrhenius", pipe, "--model", "classical"),
                        ("spectrum", "al-on-si", "--method", "direct", "--set", f"response.efficiency={pipe}"),
                        ("fit", "spectrum", "al-on-si", "--detector", detector)):
            self.refuse(command, "pipe: is a pipe or a device; save what it gives in a file")

    def test_names_that_are_not_utf8(self):
        folder = os.fsencode(self.folder)
        output = os.path.join(folder, b"out\xff.h5")
        for command in (("spectrum", "al-on-si", "--table", default_table(), "--events", "1000"),
                        ("scan", "al-on-si", "--table", default_table(), "--over", "pinning.alpha=0.5,0.8"),
                        ("phonons", "al-on-si", "--pin-height", "60 nm", "--stress", "60 MPa")):
            with self.subTest(command=command[0]):
                done = ran(*command, "-o", output, "--json")
                self.assertEqual(done.returncode, 0, done.stderr)
                report = json.loads(done.stdout.decode("utf-8"))
                self.assertTrue(os.path.exists(output))
                self.assertIn(report.get("output"), (None, output.decode("utf-8", "replace")))
                os.remove(output)
        case = os.path.join(folder, b"case\xff.toml")
        with open(case, "wb") as file:
            file.write(b'preset = "al-on-si"\n')
        done = ran("spectrum", case, "--table", default_table(), "--events", "1000", "-o", output, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(output) as file:
            self.assertEqual(file.attrs["case_name"].decode("utf-8"), os.path.join(self.folder, r"case\xff.toml"))


class RunPath(InFolder):
    """Shared libraries are never looked for in the current folder."""

    def built(self):
        """Every program and module of the build tree."""
        for folder, _, names in os.walk(BUILD):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith((".o", ".a")) or os.path.islink(path) or "CMakeFiles" in folder:
                    continue
                with open(path, "rb") as file:
                    if file.read(4) == b"\x7fELF":
                        yield path

    def test_no_relative_folder(self):
        binaries = list(self.built())
        self.assertIn(os.path.realpath(PROGRAM), [os.path.realpath(path) for path in binaries])
        for path in binaries:
            dynamic = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
            for run_path in re.findall(r"\(R(?:UN)?PATH\).*\[(.*)\]", dynamic):
                for element in run_path.split(":"):
                    self.assertTrue(element.startswith(("/", "$ORIGIN/")), f"{path}: '{run_path}'")

    def test_library_of_the_current_folder(self):
        compiler = shutil.which("cc") or shutil.which("gcc")
        if not compiler:
            self.skipTest("no C compiler")
        source = self.write("evil.c", "#include <unistd.h>\n__attribute__((constructor)) static void c(void) { _exit(42); }\n")
        evil = self.path("evil.so")
        subprocess.run([compiler, "-shared", "-fPIC", "-o", evil, source], check=True)
        for path in self.built():
            dynamic = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
            for name in re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic):
                shutil.copy(evil, self.path(name))
        self.assertGreater(len(os.listdir(self.folder)), 4)
        done = ran("--version", cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main()
