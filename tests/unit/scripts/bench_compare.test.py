#!/usr/bin/python3
"""scripts/bench-compare: ratios, regressions beyond noise, warnings, bad input."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

COMPARE = pathlib.Path(__file__).resolve().parents[3] / "scripts" / "bench-compare"


def line(median, spread=0.02, **others):
    """A result whose runs lie evenly around the median."""
    speeds = {"median": median, "minimum": median * (1 - spread / 2), "maximum": median * (1 + spread / 2),
              "spread": spread}
    return {"schema": 1, "benchmark": "slipburst_bench", "case": "events", "unit": "events", "backend": "kokkos",
            "precision": "fp64", "threads": 1, "batch": None, "per_second": speeds, "device": "a processor",
            "processor": "a processor", "compiler": "GNU 12", "flags": "-O3", "cuda_flags": None, "build_type": "Release",
            **others}


class Compare(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, *lines):
        path = self.folder / name
        path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
        return path

    def compare(self, a, b, *options):
        return subprocess.run([sys.executable, COMPARE, a, b, *options], capture_output=True, text=True, timeout=60)

    def expect(self, status, before, after, *options):
        done = self.compare(self.write("a.json", *before), self.write("b.json", *after), *options)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def test_same(self):
        done = self.expect(0, [line(1e8)], [line(1e8)])
        self.assertIn("1.000", done.stdout)
        self.assertIn("1 compared, 0 slower", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_slower(self):
        done = self.expect(1, [line(1e8)], [line(0.9e8)])
        self.assertIn("0.900", done.stdout)
        self.assertIn("REGRESSION", done.stdout)
        self.assertIn("2.0 %", done.stdout)

    def test_slower_by_less_than_the_threshold(self):
        self.assertNotIn("REGRESSION", self.expect(0, [line(1e8)], [line(0.96e8)]).stdout)
        self.expect(1, [line(1e8, 0.01)], [line(0.96e8, 0.01)], "--threshold", "3")
        self.expect(0, [line(1e8)], [line(0.9e8)], "--threshold", "15")

    def test_slower_within_noise(self):
        done = self.expect(0, [line(1e8, 0.3)], [line(0.9e8, 0.02)])
        self.assertIn("runs overlap", done.stdout)

    def test_one_slow_run_hides_no_great_regression(self):
        outlier = line(1e8)
        outlier["per_second"]["minimum"] = 0.4e8
        self.assertIn("runs overlap", self.expect(0, [outlier], [line(0.86e8)]).stdout)
        self.assertIn("REGRESSION", self.expect(1, [outlier], [line(0.84e8)]).stdout)
        self.assertIn("runs overlap", self.expect(0, [outlier], [line(0.84e8)], "--threshold", "6").stdout)
        self.assertIn("runs overlap", self.expect(0, [line(0.5e8)], [outlier]).stdout)

    def test_faster(self):
        self.assertIn("faster", self.expect(0, [line(1e8)], [line(1.5e8)]).stdout)

    def test_one_of_several(self):
        before = [line(1e8), line(1e4, case="segments"), line(1e9, case="only-before")]
        after = [line(1e8), line(0.5e4, case="segments"), line(1e9, threads=2)]
        done = self.expect(1, before, after)
        self.assertIn("2 compared, 1 slower", done.stdout)
        self.assertIn("only in A: only-before", done.stderr)
        self.assertIn("only in B: events kokkos fp64 2", done.stderr)

    def test_last_of_a_file(self):
        self.expect(0, [line(1e9), line(1e8)], [line(1e8)])

    def test_right_results_are_compared(self):
        for accuracy in (None, {"differing_counters": 0}, {"differing_counters": None}, {"failed": 0, "crystal": {}}):
            self.expect(0, [line(1e8, accuracy=accuracy)], [line(1e8, accuracy=accuracy)])

    def test_warns_of_another_machine(self):
        done = self.expect(0, [line(1e8)], [line(1e8, processor="another", flags="-O2")])
        self.assertIn("not the same processor: a processor and another", done.stderr)
        self.assertIn("not the same flags", done.stderr)
        self.assertNotIn("compiler", done.stderr)
        done = self.expect(0, [line(1e8, description="AVX2")], [line(1e8, description="AVX-512")])
        self.assertIn("not the same description: AVX2 and AVX-512", done.stderr)

    def test_bad_input(self):
        good = self.write("good.json", line(1e8))
        speeds = ("median", "minimum", "maximum", "spread")
        text = self.folder / "text.json"
        text.write_text("not JSON\n", encoding="utf-8")
        (self.folder / "bytes.json").write_bytes(b"\xff\xfe\x00")
        for bad, word in [(self.folder / "missing.json", "No such file"), (text, "not JSON"),
                          (self.folder, "directory"), (self.folder / "bytes.json", "not text"),
                          (self.write("other.json", {"benchmark": "scaling"}), "schema"),
                          (self.write("number.json", 5), "schema"),
                          (self.write("old.json", {**line(1), "schema": 0}), "schema"),
                          (self.write("short.json", {k: v for k, v in line(1).items() if k != "threads"}), "threads"),
                          (self.write("zero.json", line(0)), "no speed"),
                          (self.write("speeds.json", line(1, per_second={"median": 3})), "per_second"),
                          (self.write("infinite.json", line(float("inf"))), "finite"),
                          (self.write("nan.json", line(float("nan"))), "finite"),
                          (self.write("huge.json", line(1, per_second=dict.fromkeys(speeds, 10**400))), "finite"),
                          (self.write("true.json", line(1, per_second=dict.fromkeys(speeds, True))), "finite"),
                          (self.write("negative.json", line(-1)), "no speed"),
                          (self.write("order.json", line(1, -0.1)), "in this order"),
                          (self.write("list.json", line(1e8, backend=["kokkos"])), "backend"),
                          (self.write("object.json", line(1e8, case={})), "case"),
                          (self.write("threads.json", line(1e8, threads=1.5)), "threads"),
                          (self.write("unit.json", line(1e8, unit="segments")), "same unit"),
                          (self.write("no-unit.json", line(1e8, unit=None)), "unit"),
                          (self.write("accuracy.json", line(1e8, accuracy=5)), "accuracy"),
                          (self.write("counters.json", line(1e8, accuracy={"differing_counters": 2})),
                           "2 counters differ"),
                          (self.write("failed.json", line(1e8, accuracy={"failed": 7})), "7 segments failed"),
                          (self.write("empty.json"), "no case"),
                          (self.write("foreign.json", line(1e8, backend="cuda")), "no case")]:
            for pair in ((bad, good), (good, bad)):
                done = self.compare(*pair)
                self.assertEqual(done.returncode, 2, f"{bad}: {done.stdout}{done.stderr}")
                self.assertIn(word, done.stderr)
                self.assertIn("bench-compare: ", done.stderr)
                self.assertEqual(done.stdout, "")
        done = self.compare(good, good, "--threshold", "-1")
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
