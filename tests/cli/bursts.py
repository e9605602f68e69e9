#!/usr/bin/python3
"""Pseudo-experiments: the list is what the manual says, whole or absent, and its bursts can be replayed."""

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import PROGRAM, QUICK_TABLE, InFolder, default_table, quick_table, result
from sealed import changed, decoded

MEASURED = ("crystal_measured_eV", "film_measured_eV", "crystal_seen", "film_seen")
COLUMNS = ("event", "time_s", "crystal_eV", "film_eV", "pin_height_nm", "stress_MPa", "line_length_nm")
QUICK = (*QUICK_TABLE, "--set", "detector.aluminium_area=0.01 cm2")


def columns(path):
    with h5py.File(path) as file:
        return {name: file[name][:] for name in COLUMNS}


class Bursts(InFolder):
    def experiment(self, *arguments, case="al-on-si"):
        return ("experiment", case, *QUICK, *arguments)

    def quick(self, *arguments):
        return self.experiment("--table", quick_table(), *arguments)

    def test_list(self):
        output = self.path("list.h5")
        values = result(*self.experiment("--exposure", "1 day", "--seed", "4", "-o", output))
        # N / Gamma = 4e8 / 900, one week to eight days.
        self.assertAlmostEqual(values["expected_events"], 4e8 / 900 * numpy.log(8 / 7), delta=1e-6)
        self.assertLess(abs(values["events"] - values["expected_events"]), 5 * values["expected_events"] ** 0.5)
        self.assertEqual(values["piece_events"], values["events"])
        self.assertEqual(values["bytes"], os.path.getsize(output))
        list_ = columns(output)
        self.assertEqual({len(column) for column in list_.values()}, {values["bursts"]})
        self.assertEqual(list_["event"].dtype, numpy.uint64)
        self.assertTrue((numpy.diff(list_["event"].astype(float)) > 0).all())
        self.assertLess(list_["event"][-1], values["events"])
        self.assertTrue((list_["time_s"] >= 604800).all() and (list_["time_s"] <= 691200).all())
        numpy.testing.assert_allclose(list_["line_length_nm"] * list_["stress_MPa"], 7150, rtol=1e-12)
        rows = numpy.empty((values["bursts"], 7), "<u8")
        for i, name in enumerate(COLUMNS):
            rows[:, i] = list_[name].view("<u8")
        self.assertEqual(hashlib.sha256(rows.tobytes()).hexdigest(), values["rows_sha256"])
        with h5py.File(output) as file:
            self.assertEqual(decoded(file.attrs["format"]), "slipburst-bursts")
            self.assertEqual((file.attrs["seed"], file.attrs["events"]), (4, values["events"]))
            self.assertEqual((file.attrs["start_s"], file.attrs["exposure_s"]), (604800, 86400))
            for name in COLUMNS:
                self.assertIn("unit", file[name].attrs)
        # The spectrum of the same events counts the same bursts.
        spectrum = result("spectrum", "al-on-si", *QUICK, "--events", str(values["events"]), "--seed", "4",
                          "--above", "0 eV,2.3 eV")
        self.assertEqual(spectrum["table_sha256"], values["table_sha256"])
        for entry, energy in zip(spectrum["above"], (0, 2.3)):
            self.assertEqual(round(entry["crystal_probability"] * values["events"]), (list_["crystal_eV"] >= energy).sum())

    def test_pieces(self):
        whole, first, second = self.path("whole.h5"), self.path("a.h5"), self.path("b.h5")
        arguments = self.quick("--exposure", "1 day", "--above", "2 eV")
        run_events = result(*arguments, "-o", whole)["events"]
        result(*arguments, "--piece-events", "20000", "-o", first)
        last = result(*arguments, "--first-event", "20000", "-o", second)
        self.assertEqual(last["piece_events"], run_events - 20000)
        all_, a, b = columns(whole), columns(first), columns(second)
        for name in COLUMNS:
            self.assertEqual(numpy.concatenate((a[name], b[name])).tobytes(), all_[name].tobytes())
        self.assertTrue((all_["crystal_eV"] + all_["film_eV"] > 2).all())
        self.refuse((*arguments, "--first-event", "50000", "--piece-events", "20000", "-o", self.path("c.h5")),
                    "--first-event 50000", f"{run_events} events")
        self.refuse((*arguments, "--first-event", "1e9", "-o", self.path("c.h5")), f"{run_events} events")

    def test_response(self):
        """The detector response to a burst depends on its event alone; the share of seen bursts is the spectrum's."""
        curve = self.write("eff.txt", "# energy (eV), survival\n0 0.5\n100 0.9\n")
        keys = ("--set", "response.resolution=5 eV", "--set", "response.threshold=20 eV", "--set",
                f"response.efficiency={curve}", "--set", "response.energy_scale=0.9")
        whole, plain = self.path("whole.h5"), self.path("plain.h5")
        arguments = self.experiment("--exposure", "5 days", "--seed", "4")
        values, without = result(*arguments, *keys, "-o", whole), result(*arguments, "-o", plain)
        with h5py.File(whole) as file, h5py.File(plain) as other:
            self.assertFalse(set(MEASURED) & set(other))
            self.assertIsNone(without["crystal_seen"])
            for name in COLUMNS:
                self.assertEqual(file[name][:].tobytes(), other[name][:].tobytes())
            rows = numpy.empty((values["bursts"], 11), "<u8")
            for i, name in enumerate(COLUMNS + MEASURED):
                rows[:, i] = file[name][:].view("<u8")
            self.assertEqual(hashlib.sha256(rows.tobytes()).hexdigest(), values["rows_sha256"])
            noises = []
            exact = result("spectrum", "al-on-si", *QUICK, *keys, "--method", "quadrature", "--set",
                           "histogram.bins_per_decade=50")
            for channel in ("crystal", "film"):
                energy, measured = file[f"{channel}_eV"][:], file[f"{channel}_measured_eV"][:]
                seen = file[f"{channel}_seen"][:] == 1
                self.assertEqual((values[f"{channel}_seen"], file.attrs[f"{channel}_seen"]), (seen.sum(), seen.sum()))
                noise = (measured - 0.9 * energy) / 5
                noises.append(noise)
                self.assertLess(abs(noise.mean()) * noise.size**0.5, 4.5)
                self.assertLess(abs((noise**2).mean() - 1) * (noise.size / 2)**0.5, 4.5)
                self.assertLess(abs((noise**4).mean() - 3) * (noise.size / 96)**0.5, 4.5)
                self.assertGreaterEqual(measured[seen].min(), 20)
                share = numpy.interp(measured, (0, 100), (0.5, 0.9)) * (measured >= 20)
                self.assertLess(abs(seen.sum() - share.sum()), 4.5 * (share * (1 - share)).sum()**0.5)
                expected = exact["response"][channel]["seen_probability"] * values["events"]
                self.assertLess(abs(seen.sum() - expected), 4.5 * expected**0.5 + 2e-3 * expected)
            self.assertLess(abs((noises[0] * noises[1]).mean()) * noises[0].size**0.5, 4.5)
        os.remove(curve)  # phonons are listed as radiated: the response does not matter
        self.assertGreater(result("phonons", "--list", whole, "--index", "0", "--positions", "2")["packets"], 0)
        self.write("eff.txt", "# energy (eV), survival\n0 0.5\n100 0.9\n")
        # Pieces, one after the other, are the whole.
        first, last, joined = self.path("a.h5"), self.path("b.h5"), self.path("joined.h5")
        result(*arguments, *keys, "--piece-events", "100000", "-o", first)
        result(*arguments, *keys, "--first-event", "100000", "-o", last)
        result("merge", first, last, "-o", joined)
        with h5py.File(whole) as file, h5py.File(joined) as other:
            for name in COLUMNS + MEASURED:
                self.assertEqual(file[name][:].tobytes(), other[name][:].tobytes())
            self.assertEqual(file.attrs["film_seen"], other.attrs["film_seen"])
            self.assertEqual(file.attrs["rows_sha256"], other.attrs["rows_sha256"])

    def test_start(self):
        output = self.path("list.h5")
        arguments = self.quick("--exposure", "1 hour", "--overwrite", "-o", output)
        self.assertEqual(result(*arguments, "--start", "2 days")["start_s"], 172800)
        self.assertEqual(result(*arguments, "--set", "detector.observation=3 days,5 days")["start_s"], 259200)
        self.assertEqual(result(*arguments, "--set", "detector.time_since_cooldown=4 days")["start_s"], 345600)

    def test_nothing_to_list(self):
        output = self.path("silent.h5")
        values = result(*self.experiment("--exposure", "1 day", "--set", "film.pair_breaking_energy=3 meV", "-o", output))
        self.assertEqual(values["bursts"], 0)
        self.assertEqual(columns(output)["event"].size, 0)
        self.refuse(("replay", output, "--index", "0"), "silent.h5", "empty")
        none = result(*self.quick("--exposure", "1 us", "--overwrite", "-o", output))
        self.assertEqual((none["events"], none["bursts"]), (0, 0))

    def test_replay(self):
        output = self.path("list.h5")
        arguments = ("experiment", "paper-100nm", "--set", "detector.aluminium_area=0.01 cm2", "--exposure", "1 hour",
                     "--table", default_table())
        result(*arguments, "-o", output)
        list_ = columns(output)
        compared = 0
        for index in range(0, len(list_["event"]), len(list_["event"]) // 15):
            values = result("replay", output, "--index", str(index))
            for name in COLUMNS:
                self.assertEqual(values[name], list_[name][index])
            for channel in ("crystal", "film"):
                direct = values[f"{channel}_eV_direct"]
                if direct > 1e-3:
                    self.assertLess(abs(values[f"{channel}_relative_difference"]), 1e-4)
                    self.assertAlmostEqual(values[f"{channel}_relative_difference"],
                                           values[f"{channel}_eV"] / direct - 1, delta=1e-12)
                    compared += 1
            self.assertEqual(result("replay", output, "--event", str(list_["event"][index])), values)
        self.assertGreater(compared, 15)

    def test_replay_of_what_is_no_list(self):
        good = self.path("good.h5")
        bursts = result(*self.quick("--exposure", "1 day", "-o", good))["bursts"]
        self.refuse(("replay", good, "--index", str(bursts)), "good.h5", f"rows are 0 to {bursts - 1}")
        self.refuse(("replay", good, "--index", "-1"), "--index", "whole number")
        self.refuse(("replay", good, "--event", "1e15"), "event 1000000000000000 is not in the list")
        self.refuse(("replay", good), "--index", "--event")
        self.refuse(("replay", good, "--index", "0", "--event", "0"), status=2)
        self.refuse(("replay", self.path("absent.h5"), "--index", "0"), "absent.h5", "slipburst experiment")
        with open(good, "rb") as file:
            content = file.read()
        for name, damaged in {"empty.h5": b"", "cut.h5": content[: len(content) // 2], "text.h5": b"x" * 500}.items():
            with open(self.path(name), "wb") as file:
                file.write(damaged)
            self.refuse(("replay", self.path(name), "--index", "0"), name, "slipburst experiment")
        table = self.path("table.h5")
        shutil.copyfile(quick_table(), table)
        self.refuse(("replay", table, "--index", "0"), "table.h5", "slipburst-table")
        self.refuse(self.experiment("--exposure", "1 day", "--table", table, "-o", table), "another name")
        for change in ("nan", "short", "case"):
            path = self.path(f"{change}.h5")
            with open(path, "wb") as file:
                file.write(content)
            with changed(path) as file:
                if change == "nan":
                    file["crystal_eV"][0] = numpy.nan
                elif change == "short":
                    file["film_eV"].resize((5,))
                else:
                    file.attrs["case_toml"] = numpy.bytes_("nonsense")
            self.refuse(("replay", path, "--index", "0"), f"{change}.h5")

    def test_bad_input(self):
        output = ("-o", self.path("out.h5"))
        self.refuse(("experiment", "cresst", "--exposure", "1 day", *output), "detector.aluminium_area")
        for exposure, word in {"0 days": "positive", "-1 day": "-1", "5": "unit", "5 nm": "length", "nan s": "--exposure",
                               "1e-12 s": "longer"}.items():
            with self.subTest(exposure=exposure):
                self.refuse(self.experiment("--exposure", exposure, *output), "--exposure", word)
        day = ("--exposure", "1 day", *output)
        self.refuse(self.experiment(*day, "--start", "0 s"), "--start")
        self.refuse(self.experiment(*day, "--start", "1 K"), "--start")
        self.refuse(self.experiment(*day, "--above", "-1 eV"), "--above", "negative")
        self.refuse(self.experiment(*day, "--above", "1"), "--above", "unit")
        self.refuse(self.experiment(*day, "--seed", "x"), "--seed")
        self.refuse(self.experiment(*day, "--piece-events", "0"), "--piece-events")
        self.refuse(self.experiment(*day, "--set", "detector.aluminium_area=1e14 cm2"), "--exposure", "shorter")
        self.refuse(self.experiment("--exposure", "1 day"), "--output", status=2)
        self.refuse(self.experiment(*output), "--exposure", status=2)

    def test_nothing_left(self):
        """Lines that tunnel so fast have all left in the first week."""
        values = result(*self.quick("--exposure", "1 day", "--set", "depinning.gamma=20", "-o", self.path("none.h5")))
        self.assertEqual((values["events"], values["bursts"]), (0, 0))

    def test_history(self):
        """A list follows the film's history: numbers, times, stresses, and bursts that can be replayed."""
        self.write("pushed.toml", """
            preset = "al-on-si"
            [[history]]
            kind = "hold"
            duration = "1 week"
            [[history]]
            kind = "ramp"
            duration = "1 hour"
            stress_factor = 1.02
            [[history]]
            kind = "warm-up"
            duration = "1 hour"
            refill = 0.001
        """)
        case, output = self.path("pushed.toml"), self.path("list.h5")
        result("table", case, *QUICK, "-o", self.path("table.h5"))
        table = ("--table", self.path("table.h5"))
        arguments = self.experiment("--start", "7 days", "--exposure", "1 day", *table, case=case)
        values = result(*arguments, "--seed", "8", "-o", output)
        rates = result("rates", case, *QUICK, *table, "--events", "1e5", "--window", "7 days:8 days")
        expected = rates["windows"][0]["expected_counts"]
        self.assertAlmostEqual(values["expected_events"] / expected, 1, delta=1e-8)
        self.assertLess(values["releases"], values["events"])
        self.assertLess(abs(values["releases"] - expected), 5 * expected ** 0.5)
        list_ = columns(output)
        time_s, stress_MPa = list_["time_s"], list_["stress_MPa"]
        self.assertTrue((time_s >= 604800).all() and (time_s <= 691200).all())
        # The greatest stress is 60 MPa, then rises to 61.2: lines of all strengths leave in the ramp.
        factor = 1 + 0.02 * numpy.clip((time_s - 604800) / 3600, 0, 1)
        self.assertTrue((stress_MPa <= 60 * factor * (1 + 1e-12)).all())
        self.assertGreater(stress_MPa.max(), 61)
        # Lines keep the length they were pinned with; lines pinned anew have the length for 1.02 times the stress.
        length = list_["line_length_nm"] * stress_MPa / 7150
        anew = numpy.isclose(length, 1, rtol=1e-9) & (time_s >= 612000)
        self.assertGreater(anew.sum(), 0)
        numpy.testing.assert_allclose(length[~anew], factor[~anew], rtol=1e-9)
        ramp, after = (time_s < 608400).sum(), (time_s > 612000).sum()
        shares = result("rates", case, *QUICK, *table, "--events", "1e5", "--above", "0 eV", "--window",
                        "7 days:169 hours,170 hours:8 days")["windows"]
        for number, window in zip((ramp, after), shares):
            emitting = window["above"][0]["above_counts"]
            self.assertLess(abs(number - emitting), 5 * emitting ** 0.5 + 5 * window["above"][0]["above_sigma"])
        halves = [columns(self.piece(arguments, first, count)) for first, count in
                  ((0, values["events"] // 3), (values["events"] // 3, None))]
        for name in COLUMNS:
            numpy.testing.assert_array_equal(numpy.concatenate([half[name] for half in halves]), list_[name])
        row = str(int(abs(list_["crystal_eV"] - 50).argmin()))
        replayed = result("replay", output, "--index", row)
        self.assertLess(abs(replayed["crystal_relative_difference"]), 0.01)
        phonons = result("phonons", "--list", output, "--index", row, "--all")
        self.assertAlmostEqual(phonons["line_length_nm"], replayed["line_length_nm"])
        self.assertAlmostEqual(phonons["crystal_above_gap_eV"] / replayed["crystal_eV_direct"], 1, delta=1e-6)
        self.assertLess(phonons["radiated_relative_difference"], 1e-5)

    def piece(self, arguments, first, count):
        output = self.path(f"piece{first}.h5")
        length = () if count is None else ("--piece-events", str(count))
        result(*arguments, "--seed", "8", "--first-event", str(first), *length, "-o", output)
        return output

    def test_unwritable(self):
        self.refuse(self.experiment("--exposure", "1 day", "-o", self.path("no/folder/out.h5")), "no/folder")
        self.refuse(self.experiment("--exposure", "1 day", "-o", self.folder), "folder")
        # A list larger than any disk is refused before the run begins.
        self.refuse(self.experiment("--exposure", "30 days", "--set", "detector.aluminium_area=1e7 cm2", "-o",
                                    self.path("out.h5")), "free some space", "--piece-events")

    def test_full_disk(self):
        for size in (0, 5000, 300_000, 2_000_000):
            done = subprocess.run([PROGRAM, *self.quick("--exposure", "10 days", "-o", self.path("out.h5"))],
                                  capture_output=True, text=True, timeout=600,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("out.h5.rows-0: cannot be written: File too large; free some space", done.stderr)
            self.assertNotIn("HDF5", done.stderr)
            self.assertEqual((done.stdout, os.listdir(self.folder)), ("", []))

    def test_interrupt(self):
        older = self.write("out.h5", "older")
        for number, more in ((signal.SIGINT, ()), (signal.SIGTERM, ("--resume",))):
            process = subprocess.Popen([PROGRAM, *self.quick("--exposure", "30 days", "--set",
                                                             "detector.aluminium_area=10 cm2", "--overwrite", "-o",
                                                             older), *more],
                                       stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            while "seed 1, all" not in process.stderr.readline():  # begins to draw
                pass
            time.sleep(1)
            self.assertIsNone(process.poll())
            process.send_signal(number)
            out, log = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 75, log)
            self.assertIn("interrupted", log)
            self.assertEqual(out, "")
            self.assertEqual([name for name in sorted(os.listdir(self.folder)) if "rows" not in name],
                             ["out.h5", "out.h5.checkpoint"] + (["out.h5.checkpoint.previous"] if more else []))
            self.assertEqual([name for name in os.listdir(self.folder) if "unfinished" in name], [])
            with open(older, encoding="utf-8") as file:
                self.assertEqual(file.read(), "older")


if __name__ == "__main__":
    unittest.main()
