#!/usr/bin/python3
"""Digests of tables, counts and lists of every preset, and of the runs in README.md, recorded for one results_version.

    golden.test.py              # computes the digests and compares them with golden_digests.json
    golden.test.py --record     # writes golden_digests.json; refuses other digests under the same results_version
"""

import json
import os
import pathlib
import re
import shlex
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("SLIPBURST", str(SOURCE / "build/bin/slipburst"))
sys.path.insert(0, str(SOURCE / "tests/cli/support"))
import h5py

from program import InFolder, default_table, result, run, usable_backends
from readme import PROGRAM_IN_TOUR, tour

RECORD = pathlib.Path(__file__).with_name("golden_digests.json")
HISTORIES = ("bench/cases/pulse.toml", "bench/cases/warm-up.toml")  # presets have no history
# Cases that draw from the table of al-on-si, which is built once for all tests.
SERVED_BY_DEFAULT_TABLE = ("al-on-si", "paper-30nm", "paper-50nm", "paper-100nm", "cpd", "bench/cases/warm-up.toml")
AREA_NOT_PUBLISHED = {"cresst": ("--set", "detector.aluminium_area=1 cm2")}
DRAWS = {  # command of a result: key of its digest in the report, then more arguments
    "spectrum --method plain": ("counts_sha256", "--events", "1e6"),
    "spectrum --method stratified": ("counts_sha256", "--events", "1e6"),
    "rates": ("counts_sha256", "--events", "1e6"),
    "experiment": ("rows_sha256", "--exposure", "1 hour", "-o", "list.h5", "--overwrite"),
}
ADVICE = ("If the bits were meant to change, raise results_version in host/base/results_version.hpp and record anew with "
          "`tests/regression/golden.test.py --record`; if not, the change is a bug.")
MISSING = "not recorded; `tests/regression/golden.test.py --record` adds it"
SUPERFLUOUS = "recorded, but there is no such run; delete its entry in tests/regression/golden_digests.json"


def drawn(case, table, *options):
    """{result: digest} of what the case of a film draws from a table. The list is written to the current folder."""
    digests = {}
    for name, (digest, *arguments) in DRAWS.items():
        values = result(*name.split(), case, "--seed", "1", "--table", table, *arguments, *options)
        digests |= {"table": values["table_sha256"], name: values[digest]}
    return digests


def watched(case, *options):
    """{result: digest} of a case of trapped clusters."""
    return {"detrap": result("detrap", case, "--areas", "100", "--seed", "1", *options)["counts_sha256"]}


def digests_of(name):
    """{result: digest} of a preset, or of a case file."""
    case = str(SOURCE / name) if name in HISTORIES else name
    if "[traps]" in run("init", case).stdout:
        return watched(case)
    options = AREA_NOT_PUBLISHED.get(name, ())
    if name in SERVED_BY_DEFAULT_TABLE:
        return drawn(case, default_table(), *options)
    result("table", case, "-o", "table.h5", "--overwrite", *options)
    return drawn(case, "table.h5", *options)


def digests_of_cases():
    presets = [preset["name"] for preset in result("cases")["cases"]]
    return {name: digests_of(name) for name in (*presets, *HISTORIES)}


def digests_in(text):
    return dict(re.findall(r"(\w+_sha256):? ([0-9a-f]{64})", text))


def readme_runs():
    """{arguments of a run in README.md: digests it is said to print}, of runs with digests."""
    runs = {shlex.join(command[1:]): digests_in("\n".join(lines)) for command, lines in tour(SOURCE)
            if command[0] == PROGRAM_IN_TOUR}
    return {arguments: digests for arguments, digests in runs.items() if digests}


def digests_of_readme_runs():
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for arguments, said in readme_runs().items():
            done = run(*shlex.split(arguments), cwd=folder)
            if done.returncode != 0:
                raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stderr}")
            found[arguments] = {name: digests_in(done.stdout)[name] for name in said}
    return found


def program_results_version():
    result("segment", "al-on-si", "--height", "50 nm", "--stress", "45 MPa", "-o", "segment.h5", "--overwrite")
    with h5py.File("segment.h5") as file:
        return int(file.attrs["results_version"])


def compare(recorded, found):
    """(changed, missing, superfluous) digests of two {case: {result: digest}}, as lines that say which."""
    changed, missing, superfluous = [], [], []
    for case in recorded | found:
        known, new = recorded.get(case, {}), found.get(case, {})
        for name in known | new:
            if name not in known:
                missing.append(f"{case}, {name}: {MISSING}")
            elif name not in new:
                superfluous.append(f"{case}, {name}: {SUPERFLUOUS}")
            elif known[name] != new[name]:
                changed.append(f"{case}, {name}: {new[name]}, but {known[name]} is recorded")
    return changed, missing, superfluous


def faults(record, version, cases):
    """Lines that say how the program's results_version and digests differ from the record; none if they agree."""
    changed, missing, superfluous = compare(record["cases"], cases)
    lines = changed + missing + superfluous
    if version != record["results_version"]:
        lines.append(f"results_version is {version}, but digests are recorded for {record['results_version']}: record anew "
                     "with `tests/regression/golden.test.py --record`")
    elif changed:
        lines.append(ADVICE)
    return lines


def refusal(record, new):
    """Reason why `new` must not replace `record`, else an empty text."""
    if new["results_version"] > record["results_version"]:
        return ""
    if new["results_version"] < record["results_version"]:
        return f"results_version is {new['results_version']}, lower than the recorded {record['results_version']}"
    lines = []
    for part in ("cases", "readme"):
        changed, _, gone = compare(record[part], new[part])
        lines += changed + (gone if part == "cases" else [])
    return "\n".join([*lines, ADVICE]) if lines else ""


def record_anew():
    """Exit status of --record."""
    record = json.loads(RECORD.read_text()) if RECORD.exists() else None
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        new = {"results_version": program_results_version(), "cases": digests_of_cases(), "readme": digests_of_readme_runs()}
        os.chdir(SOURCE)
    if record and (reason := refusal(record, new)):
        print(f"refused: {reason}", file=sys.stderr)
        return 1
    written = RECORD.with_suffix(".new")
    written.write_text(json.dumps(new, indent=2) + "\n")
    os.replace(written, RECORD)
    print(RECORD)
    return 0


class Golden(InFolder):
    def setUp(self):
        super().setUp()
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)

    def test_program(self):
        lines = faults(json.loads(RECORD.read_text()), program_results_version(), digests_of_cases())
        if lines:
            self.fail("\n" + "\n".join(lines))

    def test_readme(self):
        """README.md prints recorded digests; cli/readme_code compares them with those of the program."""
        lines = sum(compare(json.loads(RECORD.read_text())["readme"], readme_runs()), [])
        if lines:
            self.fail("\nREADME.md is to print the recorded digests:\n" + "\n".join(lines))

    def test_backends(self):
        for digests in (lambda *options: drawn("al-on-si", default_table(), *options),
                        lambda *options: watched("tungsten-1000kev", *options)):
            found = {backend: digests("--backend", backend) for backend in usable_backends()}
            self.assertEqual(len({str(one) for one in found.values()}), 1, found)


class ComparisonCanFail(unittest.TestCase):
    RECORD = {"results_version": 2, "cases": {"a": {"table": "0", "rates": "1"}, "b": {"detrap": "2"}},
              "readme": {"table a": {"table_sha256": "0"}}}

    def changed(self, **parts):
        return self.RECORD | parts

    def test_no_fault(self):
        self.assertEqual(faults(self.RECORD, 2, self.RECORD["cases"]), [])

    def test_digest(self):
        changed, advice = faults(self.RECORD, 2, {"a": {"table": "0", "rates": "9"}, "b": {"detrap": "2"}})
        self.assertEqual(changed, "a, rates: 9, but 1 is recorded")
        self.assertIn("raise results_version in host/base/results_version.hpp", advice)
        self.assertIn("golden.test.py --record", advice)

    def test_new_preset(self):
        line, = faults(self.RECORD, 2, self.RECORD["cases"] | {"c": {"table": "0"}})
        self.assertTrue(line.startswith("c, table: not recorded"))

    def test_missing_preset(self):
        line, = faults(self.RECORD, 2, {"a": self.RECORD["cases"]["a"]})
        self.assertTrue(line.startswith("b, detrap: recorded, but"))

    def test_version(self):
        for version in (1, 3):
            line, = faults(self.RECORD, version, self.RECORD["cases"])
            self.assertTrue(line.startswith(f"results_version is {version}, but digests are recorded for 2"))

    def test_same_version_keeps_digests(self):
        for part, case in (("cases", {"b": {"detrap": "9"}}), ("readme", {"table a": {"table_sha256": "9"}})):
            self.assertIn("9, but", refusal(self.RECORD, self.changed(**{part: self.RECORD[part] | case})))

    def test_same_version_keeps_presets(self):
        self.assertIn("b, detrap: recorded", refusal(self.RECORD, self.changed(cases={"a": self.RECORD["cases"]["a"]})))

    def test_same_version_takes_new_preset(self):
        self.assertEqual(refusal(self.RECORD, self.changed(cases=self.RECORD["cases"] | {"c": {"table": "0"}})), "")

    def test_higher_version_takes_all(self):
        self.assertEqual(refusal(self.RECORD, self.changed(results_version=3, cases={"b": {"detrap": "9"}})), "")

    def test_lower_version_is_refused(self):
        self.assertIn("lower than", refusal(self.RECORD, self.changed(results_version=1)))


if __name__ == "__main__":
    if sys.argv[1:] == ["--record"]:
        sys.exit(record_anew())
    unittest.main()
