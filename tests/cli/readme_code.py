#!/usr/bin/python3
"""Code of the READMEs and of the manual, run as it is printed: commands with their output, detector files, Python.

The program of include/slipburst/README.md is built by the test install/foreign_consumer.
"""

import os
import pathlib
import re
import shlex
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from program import InFolder, default_table, result, run
from readme import PROGRAM_IN_TOUR, tour

SOURCE = pathlib.Path(os.environ["SLIPBURST_SOURCE_DIR"])
DETECTOR_FILES = "host/manual/formats.md"
TESTED_ELSEWHERE = {"cmake", "cpp"}
# Lines of an answer that depend on the machine.
OF_THE_MACHINE = re.compile(r"(backend|\w+_per_second): ")


def pages():
    """Every Markdown file of the source: (name, text)."""
    for path in sorted(SOURCE.rglob("*.md")):
        name = str(path.relative_to(SOURCE))
        if not name.startswith((".", "build", "runs")):
            yield name, path.read_text(encoding="utf-8")


def fenced_blocks(language):
    """Every block of that language: (file, line of its first line, text)."""
    found = []
    for name, page in pages():
        inside, start, lines = None, 0, []
        for number, line in enumerate(page.splitlines(), 1):
            if inside is None and line.startswith("```"):
                inside, start, lines = line[3:], number + 1, []
            elif inside is not None and line == "```":
                if inside == language:
                    found.append((name, start, "\n".join(lines) + "\n"))
                inside = None
            elif inside is not None:
                lines.append(line)
    return found


def languages():
    return {language for _, page in pages() for language in re.findall(r"^```(\w+)$", page, re.M)}


class ReadmeCode(InFolder):
    def setUp(self):
        super().setUp()
        self._before = os.getcwd()
        self.addCleanup(os.chdir, self._before)
        os.chdir(self.folder)

    def test_every_language_is_tested(self):
        self.assertLessEqual(languages(), {"toml", "python"} | TESTED_ELSEWHERE)

    def test_tour(self):
        """Digits that hold on every machine are compared as they are printed, up to a line of dots."""
        os.symlink(SOURCE / "bench", "bench")
        compared = 0
        for command, lines in tour(SOURCE):
            if command[0] != PROGRAM_IN_TOUR:
                continue  # pictures have tests of their own
            done = run(*command[1:])
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stderr}")
            answer = [line for line in done.stdout.splitlines() if not OF_THE_MACHINE.match(line)]
            expected = [line for line in lines if line and not OF_THE_MACHINE.match(line)]
            if expected and expected[-1] == "...":
                expected.pop()
            with self.subTest(command=shlex.join(command)):
                self.assertGreaterEqual(len(answer), len(expected))
                for said, printed in zip(answer, expected):
                    self.assert_alike(said, printed)
            compared += len(expected)
        self.assertGreater(compared, 50)

    def assert_alike(self, said, printed):
        """The same words; numbers may differ in their last digits."""
        words, expected = said.split(), printed.split()
        self.assertEqual(len(words), len(expected), f"{said!r} is not {printed!r}")
        for word, known in zip(words, expected):
            try:
                close = abs(float(word) - float(known)) <= 1e-6 * abs(float(known))
            except ValueError:
                close = word == known
            self.assertTrue(close, f"{word!r} is not {known!r} in {said!r}")

    def test_detector_files(self):
        blocks = [text for readme, _, text in fenced_blocks("toml") if readme == DETECTOR_FILES]
        self.assertEqual(len(blocks), 2)
        whole, windows = blocks
        self.write("energies.txt", "0.05\n0.08\n")
        self.write("efficiency.txt", "0 1\n1 1\n")
        run("spectrum", "cpd", "--events", "1e4", "--table", default_table(), "-o", "spectrum.h5")
        in_windows = "\n".join(line for line in whole.splitlines() if not line.startswith(("live_time", "time_cold")))
        for name, text in (("whole.toml", whole), ("windows.toml", in_windows + "\n" + windows)):
            self.write(name, text)
            self.assertEqual(result("compare", "spectrum.h5", "--detector", name)["total"]["counts"], 2)

    def test_python(self):
        os.environ["MPLBACKEND"] = "Agg"
        table = default_table()
        for command in (
            ("phonons", "al-on-si", "--pin-height", "50 nm", "--stress", "45 MPa", "-o", "phonons.h5"),
            ("spectrum", "al-on-si", "--events", "1e5", "--table", table, "-o", "spectrum.h5"),
            ("experiment", "al-on-si", "--exposure", "60 s", "--table", table, "-o", "list.h5"),
            ("rates", "al-on-si", "--events", "1e5", "--window", "1 week:2 weeks", "--table", table, "-o", "rates.h5"),
            ("scan", "al-on-si", "--over", "pinning.spacing=30 nm,50 nm", "--method", "quadrature", "--table", table, "--above", "1 eV,30 eV", "-o", "scan.h5"),
        ):
            done = run(*command)
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stderr}")
        blocks = fenced_blocks("python")
        self.assertGreater(len(blocks), 3)
        for readme, line, text in blocks:
            with self.subTest(block=f"{readme}:{line}"):
                exec(compile(text, f"{readme}:{line}", "exec"), {})


if __name__ == "__main__":
    unittest.main()
