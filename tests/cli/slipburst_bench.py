#!/usr/bin/python3
"""The bench program, with next to no work: its lines, its accuracy, the work and answers for other programs, its errors."""
import json
import math
import os
import subprocess
import sys
import unittest

from support.long_tests import long_tests
from support.program import PROGRAM, InFolder, usable_backends

BENCH = os.path.join(os.path.dirname(PROGRAM), "slipburst_bench")
if not os.path.exists(BENCH):
    print("skipped: slipburst_bench was not built")
    sys.exit(77)

BRIEF = ("--seconds", "0.001", "--events", "1e5", "--segments", "400")
SHORT = (*BRIEF, "--repeats", "2")
# Tables and exact spectra in a tenth of the time.
QUICK = () if long_tests() else ("--quick",)
FIELDS = ["schema", "benchmark", "case", "unit", "backend", "precision", "threads", "quick", "batch", "amount", "repeats",
          "per_second", "wall_seconds", "kernel_seconds", "accuracy", "cpu_MHz", "sm_MHz", "driver", "others_busy", "device",
          "processor", "description", "cpus", "cuda_driver", "cuda_runtime", "compiler", "flags", "cuda_flags", "build_type", "version",
          "git_hash", "time"]
CHANNELS = ("crystal", "film")
BACKENDS = [name for name in ("reference", "kokkos") if name in usable_backends()]


def bench(*arguments, **options):
    return subprocess.run([BENCH, *arguments], capture_output=True, text=True, timeout=600, **options)


def lines(*arguments):
    done = bench(*arguments)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def cases():
    """Names of the cases that the reference backend supports."""
    return [line.split()[0] for line in bench("--list").stdout.splitlines() if " cuda alone " not in line]


class Lines(InFolder):
    def check_speeds(self, line):
        speeds = line["per_second"]
        self.assertTrue(0 < speeds["minimum"] <= speeds["median"] <= speeds["maximum"], speeds)
        self.assertAlmostEqual(speeds["spread"], (speeds["maximum"] - speeds["minimum"]) / speeds["median"])
        self.assertAlmostEqual(speeds["maximum"] * line["wall_seconds"]["minimum"] / line["amount"], 1)

    def test_every_case(self):
        repeats = 2 if long_tests() else 1  # of a whole table, for one
        found = lines("--backend", "reference", "--precision", "fp64", *BRIEF, *QUICK, "--repeats", str(repeats))
        self.assertEqual([line["case"] for line in found], cases())
        for line in found:
            self.assertEqual(sorted(line), sorted(FIELDS), line["case"])
            self.assertEqual((line["schema"], line["backend"], line["threads"], line["repeats"]), (1, "reference", 1, repeats))
            self.assertEqual(line["quick"], bool(QUICK))
            self.check_speeds(line)
            self.assertEqual(line["description"], "plain loop, 1 thread")
            self.assertEqual(len(line["cpus"]), 1)
            self.assertGreaterEqual(line["others_busy"], 0)
        accuracy, = (line["accuracy"] for line in found if line["case"] == "table")
        self.assertLess(accuracy["max_relative_error"], accuracy["tolerance"])

    def test_backends_agree(self):
        chosen = ["events", "events-stratified", "releases", "clusters", "events-two-zones"]
        found = lines(*chosen, "--backend", ",".join(BACKENDS), *SHORT, *QUICK)
        self.assertEqual([line["backend"] for line in found], BACKENDS * len(chosen))
        for line in found:
            expected = None if line["backend"] == "reference" else 0
            self.assertEqual(line["accuracy"]["differing_counters"], expected, line["case"])
        for line in found[:2 * len(BACKENDS)]:  # of some hundred edges, 1e5 events, two channels: chance leaves 5 in 1e4 samples alone
            self.assertTrue(0.1 < line["accuracy"]["largest_deviation_in_sigma"] < 6, line["case"])

    def test_accuracy_of_segments(self):
        for line in lines("segments", "segments-above-gap", "--backend", "reference", *SHORT):
            fp64, accuracy = line["precision"] == "fp64", line["accuracy"]
            self.assertEqual(accuracy["failed"], 0)
            self.assertEqual((line["batch"], line["repeats"]), (400, 2))
            self.check_speeds(line)
            for channel in CHANNELS:
                error = accuracy[channel]
                self.assertGreater(error["compared"], 200)
                self.assertGreater(error["rms_relative_error"], 1e-13)
                self.assertLessEqual(error["rms_relative_error"], error["max_relative_error"])
                self.assertLess(error["max_relative_error"], 1e-6 if fp64 else 0.05)

    @unittest.skipUnless(long_tests(), "the reference's is among all cases; tables have the same bits on every backend")
    def test_table_keeps_its_tolerance(self):
        accuracy, = (line["accuracy"] for line in lines("table", "--backend", BACKENDS[-1], *SHORT))
        self.assertLess(accuracy["max_relative_error"], accuracy["tolerance"])

    def test_list(self):
        listed = {line.split()[0]: line for line in bench("--list").stdout.splitlines()}
        self.assertIn(" fp64 fp32 ", listed["segments"])
        self.assertRegex(listed["events-approximate"], "events +fp32 +cuda alone ")
        self.assertRegex(listed["exact"], "spectra +fp64 +reference alone ")
        self.assertNotIn("alone", listed["events"])

    @unittest.skipUnless("cuda" in usable_backends(), "no CUDA device")
    def test_approximate_events(self):
        found, = lines("events-approximate", "--backend", "cuda", *SHORT)
        self.assertEqual((found["backend"], found["precision"]), ("cuda", "fp32"))
        self.assertLess(found["accuracy"]["share_moved"], 1e-4)

    def test_adds_to_a_file(self):
        path = self.path("results.json")
        for _ in range(2):
            self.assertEqual(lines("segments", "--backend", "reference", *SHORT, "-o", path), [])
        with open(path, encoding="utf-8") as file:
            found = [json.loads(line) for line in file]
        self.assertEqual([line["precision"] for line in found], ["fp64", "fp32"] * 2)

    def test_one_repeat_at_a_time(self):
        done = bench("segments", "--backend", "reference", "--precision", "fp32", *SHORT, "--interactive", input="\n\n\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        ready, *runs = (json.loads(line) for line in done.stdout.splitlines())
        self.assertTrue(ready["ready"])
        self.assertEqual((ready["case"], ready["unit"], ready["precision"]), ("segments", "segments", "fp32"))
        self.assertEqual(len(runs), 3)
        for run in runs:
            self.assertEqual(run["amount"], ready["amount"])
            self.assertGreater(run["seconds"], 0)


class Handed(InFolder):
    """Work and answers for other programs."""

    def get(self, *arguments):
        work, answer = (self.path(f"{arguments[0]}-{what}.json") for what in ("work", "answer"))
        done = bench(*arguments, "--backend", "reference", "--precision", "fp64", *SHORT, "--work", work, "--answer", answer)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        with open(work, encoding="utf-8") as first, open(answer, encoding="utf-8") as second:
            return json.load(first), json.load(second)

    def test_segments(self):
        work, answer = self.get("segments")
        self.assertEqual((work["kind"], answer["kind"], work["extent"]), ("segments", "segments", "full"))
        self.assertEqual((len(work["segments"]), len(answer["film_above"]), answer["exact_stride"]), (400, 400, 1))
        # A segment that rings down fully radiates the difference of its potential energies at the start and at rest.
        for i, (start, stress) in enumerate(work["segments"]):
            image, rest = work["image"], work["image"] / stress
            lost = stress * (start - rest) - image * math.log(start / rest)
            radiated = sum(answer[f"{c}_{side}"][i] for c in CHANNELS for side in ("above", "below"))
            self.assertAlmostEqual(radiated / lost, 1, delta=1e-7)

    def test_events_follow_the_description(self):
        """Events by the steps of bench/README.md, with random numbers of this test's own."""
        import numpy as np

        work, answer = self.get("events")
        model, stress, height = work["model"], work["table"]["stress"], work["table"]["height"]
        edges, offset = np.array(stress["edges"]), stress["offset"]
        count = 200_000
        random = np.random.default_rng(7)
        x = np.minimum(-np.log2(random.random(count)), 96)
        u = model["max_stress"] * (1 - random.random(count)**2)
        held = np.maximum(u, stress["first"])
        cell = np.clip(np.searchsorted(edges, held, side="right") - 1, 0, len(edges) - 2)
        f = (held - edges[cell]) / np.diff(edges)[cell]
        spread = np.where(held < 0.5, 0.5, np.where(held < 1, (1 - held) * (1 - 2 * offset) + offset, held - 1 + offset))
        threshold = np.array(work["table"]["threshold"])[cell]
        z = np.where(u < stress["first"], -1,
                     x * model["height_per_bit"] * (threshold * f[:, None]**np.arange(6)).sum(axis=1) - 1)
        self.assertIsNone(model["thickness_bits"])
        emits = z > 0
        place = height["cells_per_octave"] * (np.log2((z[emits] + offset) / spread[emits]) - height["first_octave"])
        row = place.astype(int)
        g = place - row
        cells = np.array(work["table"]["cells"]).reshape(len(edges) - 1, height["cells"], 4, 4, 2)
        powers = f[emits, None, None]**np.arange(4)[:, None] * g[:, None, None]**np.arange(4)
        log2_energy = np.einsum("ijkc,ijk->ic", cells[cell[emits], row], powers)
        for found, known in zip(answer["exact"]["crystal"]["thresholds"], (0.397863, 0.266075, 0.0364437)):  # methods.md
            self.assertAlmostEqual(found, known, delta=1e-5 * known)
        for channel, name in enumerate(CHANNELS):
            energies = np.exp2(log2_energy[:, channel] + work["log2_unit_eV"])
            exact = answer["exact"][name]
            counts = answer["channels"][name]
            bins = np.array(counts["subsonic"]) + np.array(counts["supersonic"])
            self.assertEqual(bins.sum() + answer["rejected"], answer["events"])
            for edge, p in zip(work["edges_eV"], exact["above"]):
                if p * count > 100:
                    sigma = math.sqrt(p * (1 - p) / count)
                    self.assertAlmostEqual((energies > edge).sum() / count, p, delta=5.5 * sigma)
            for i, limit in enumerate(work["thresholds_eV"]):
                p, events = exact["thresholds"][i], answer["events"]
                self.assertAlmostEqual((energies >= limit).sum() / count, p, delta=5.5 * math.sqrt(p * (1 - p) / count))
                self.assertAlmostEqual(counts["thresholds"][i] / events, p, delta=5.5 * math.sqrt(p * (1 - p) / events))
            # The bins, by the description's rule, hold the energies between their edges.
            number = np.floor(log2_energy[:, channel] * work["bins"]["scale"] + work["bins"]["offset"]).astype(int)
            inside = (number >= 0) & (number < work["bins"]["bins"])
            low = np.array(work["edges_eV"])[number[inside]]
            high = np.array(work["edges_eV"])[number[inside] + 1]
            self.assertTrue(np.all(energies[inside] > low * (1 - 1e-5)) and np.all(energies[inside] < high * (1 + 1e-5)))

    def test_releases_are_those_of_a_flat_density(self):
        for case in ("releases", "releases-plain"):
            work, answer = self.get(case)
            self.assertEqual((work["kind"], answer["kind"]), ("releases", "releases"))
            total = 0
            for k, (drawn, mass) in enumerate(zip(answer["drawn"], answer["mass"], strict=True)):
                channels = [answer["channels"][name] for name in CHANNELS]
                counts = [sum(channel["subsonic"][k] + channel["supersonic"][k]) + answer["rejected"][k] for channel in channels]
                self.assertEqual(counts[0], counts[1])
                share = counts[0] / drawn
                # Romani (2024), Eq. (5): 1/(Gamma t) of all lines per time.
                expected = math.log(work["edges_s"][k + 1] / work["edges_s"][k]) / work["gamma"] / mass
                self.assertAlmostEqual(share, expected, delta=5.5 * math.sqrt(expected * max(1 - expected, 1e-3) / drawn))
                total += counts[0]
            self.assertEqual(answer["releases"], total)

    def test_clusters_move_at_their_rates(self):
        work, answer = self.get("clusters")
        self.assertEqual((work["kind"], answer["kind"], sum(answer["areas"])), ("clusters", "clusters", work["areas"]))
        width = work["windows"]["width_s"]
        for k, condition in enumerate(work["conditions"]):
            watched, alpha = answer["areas"][k] * work["clusters"], condition["decay_Hz"]
            self.assertEqual(sum(answer["moves"][k]), watched)
            self.assertEqual(sum(answer["distance"][k]), sum(answer["supplied"][k]) + sum(answer["direct"][k]))
            for w in range(work["windows"]["count"]):
                left = math.exp(-alpha * w * width) - math.exp(-alpha * (w + 1) * width)
                for name, each in (("supplied", condition["supply_Hz"][0] / alpha * left), ("direct", condition["direct_Hz"] * width)):
                    self.assertAlmostEqual(answer[name][k][w], watched * each, delta=6 * math.sqrt(watched * each) + 8)


class Refused(InFolder):
    def refused(self, arguments, *words, status=1):
        before = sorted(os.listdir(self.folder))
        done = bench(*arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""), f"{arguments}\n{done.stderr}")
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertNotIn("warm-up", done.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_bad_input(self):
        self.refused(["nothing"], "no case nothing", "segments-above-gap")
        self.refused(["events", "--backend", "abacus"], "abacus", "kokkos")
        self.refused(["events", "--precision", "fp16"], "fp16", "fp64,fp32")
        self.refused(["events", "--precision", "fp32"], "events", "fp64 alone")
        self.refused(["events-approximate", "--backend", "reference"], "events-approximate", "--backend cuda alone", "fp32 alone")
        self.refused(["events", "segments", "events"], "case events", "twice")
        self.refused(["events", "--backend", "reference,reference"], "--backend reference", "twice")
        if "kokkos" in BACKENDS:
            self.refused(["exact", "--backend", "kokkos"], "exact", "reference alone")
        self.refused(["segments", "--repeats", "0"], "--repeats 0")
        self.refused(["segments", "--seconds", "0"], "--seconds")
        self.refused(["segments", "--segments", "1000"], "--segments 1000", "square")
        self.refused(["events", "--events", "many"], "--events", "many")
        self.refused(["segments", "--cpu", "99999"], "--cpu 99999")
        self.refused(["segments", "--cores"], "--cores", status=2)
        self.refused(["segments", "--threads", "-1"], "--threads")
        one = ("--backend", "reference", "--precision", "fp64")
        self.refused(["segments", "-o", self.path("missing/results.json")], "missing")
        self.refused(["segments", "--interactive", "--backend", "reference"], "--interactive", "fp32")
        self.refused(["bursts", *one, "--work", self.path("work.json")], "--work", "bursts")
        same = ("--work", self.path("work.json"), "--answer", os.path.join(self.folder, ".", "work.json"))
        self.refused(["segments", *one, *same], "--work and --answer", "work.json")
        for option in (("--work", self.path("work.json")), ("--answer", self.path("answer.json")), ("--interactive",)):
            self.refused(["segments", *one, *option, "-o", self.path("results.json")], "-o", "--interactive")
        text = self.write("text.md", "# not results\n")
        self.refused(["segments", "-o", text], "text.md", "line 1")


if __name__ == "__main__":
    unittest.main()
