#!/usr/bin/python3
"""Materials of one's own: runs with them, results that do without their file, and wrong files."""

import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py

from program import PROGRAM, QUICK_TABLE, InFolder, result, run
from sealed import decoded

VALUES = """shear_modulus = "26 GPa"
burgers = "0.286 nm"
sound_speed = "3.1 km/s"
gamma = 910
attempt_frequency = "9 THz"
"""
ALLOY = f'[film.AlMn]\n{VALUES}caveat = "values of one sample"\n'
CRYSTAL = '[substrate.GaAs]\nshear_modulus = "48.6 GPa"\n'


class Materials(InFolder):
    def test_without_the_file(self):
        """A run in two pieces: its results are read, merged, compared and replayed after the file is gone."""
        mine = self.write("mine.toml", ALLOY + CRYSTAL)
        case = ("al-on-si", "--materials", mine, "--set", "film.material=AlMn", "--set", "substrate.material=GaAs",
                *QUICK_TABLE)
        result("table", *case, "-o", self.path("table.h5"))
        events = (*case, "--table", self.path("table.h5"), "--events", "20000")
        whole = result("spectrum", *events, "-o", self.path("whole.h5"))
        self.assertEqual((whole["film"], whole["substrate"]), ("AlMn", "GaAs"))
        for i in (1, 2):
            result("spectrum", *events, "--shard", f"{i}/2", "-o", self.path(f"{i}.h5"))
        result("experiment", *case, "--table", self.path("table.h5"), "--exposure", "1 hour", "-o", self.path("list.h5"))
        os.remove(mine)
        merged = result("merge", self.path("1.h5"), self.path("2.h5"), "-o", self.path("merged.h5"))
        self.assertEqual(merged["counts_sha256"], whole["counts_sha256"])
        with h5py.File(self.path("merged.h5")) as file:
            self.assertEqual([decoded(file.attrs[name]) for name in ("film", "substrate")], ["AlMn", "GaAs"])
            text = decoded(file.attrs["case_toml"])
        for line in ('material = "custom"', 'name = "AlMn"', 'sound_speed = "3100 m/s"', "gamma = 910"):
            self.assertIn(line, text)
        recorded = ("--table", self.path("table.h5"), "--events", "20000")
        again = result("spectrum", self.write("again.toml", text), *recorded)
        self.assertEqual(again["counts_sha256"], whole["counts_sha256"])
        self.assertEqual(result("replay", self.path("list.h5"), "--index", "0")["film"], "AlMn")

    def test_resume(self):
        """A finished run is recognised by its values: the same ones from another file, or as a custom material."""
        mine, copy = self.write("mine.toml", ALLOY), self.write("copy.toml", ALLOY.replace("3.1 km/s", "3100 m/s"))
        other = self.write("other.toml", ALLOY.replace("910", "920"))
        command = ("spectrum", "al-on-si", *QUICK_TABLE, "--events", "1000", "-o", self.path("s.h5"))
        own = ("--set", "film.material=AlMn")
        first = result(*command, *own, "--materials", mine)
        self.assertEqual(result(*command, *own, "--materials", copy, "--resume")["counts_sha256"], first["counts_sha256"])
        custom = [word for key, value in (("film.material", "custom"), ("film.name", "AlMn"),
                                          ("film.shear_modulus", "26 GPa"), ("film.burgers", "0.286 nm"),
                                          ("film.sound_speed", "3100 m/s"), ("depinning.gamma", "910"),
                                          ("depinning.attempt_frequency", "9 THz"))
                  for word in ("--set", f"{key}={value}")]
        self.assertEqual(result(*command, *custom, "--resume")["counts_sha256"], first["counts_sha256"])
        self.refuse((*command, *own, "--materials", other), "depinning.gamma is 910 there, 920 here")

    def test_scan(self):
        mine = self.write("mine.toml", ALLOY)
        scan = result("scan", "al-on-si", *QUICK_TABLE, "--materials", mine, "--over", "film.material=Al,AlMn", "-o",
                      self.path("scan.h5"))
        with h5py.File(self.path("scan.h5")) as file:
            self.assertEqual(list(file["axes/film.material"].asstr()), ["Al", "AlMn"])
        self.assertEqual(scan["computed"], 2)
        self.refuse(("scan", "al-on-si", "--over", "film.material=Al,AlMn", "-o", self.path("no.h5")), "film.material")

    def test_list_and_init(self):
        mine = self.write("mine.toml", ALLOY)
        materials = result("cases", "--materials", mine)["film_materials"]
        self.assertEqual([material["name"] for material in materials[:2]], ["Al", "Cu"])
        self.assertEqual(materials[-1], {"name": "AlMn", "caveat": "values of one sample", "file": mine})
        self.assertIsNone(materials[0]["file"])
        self.assertIn(f"AlMn ({mine})", run("cases", "--materials", mine).stdout)
        done = run("init", "al-on-si", "--materials", mine, "--set", "film.material=AlMn")
        case = self.write("case.toml", done.stdout)
        os.remove(mine)
        self.assertEqual(run("init", case).stdout.splitlines()[2:], done.stdout.splitlines()[2:])

    def test_user_file(self):
        """The file in the user's folder of settings is read without --materials; the option adds to it."""
        folder = self.path("config")
        os.makedirs(os.path.join(folder, "slipburst"))
        self.write("config/slipburst/materials.toml", ALLOY)
        mine = self.write("mine.toml", CRYSTAL)
        direct = ("spectrum", "al-on-si", "--set", "film.material=AlMn", *QUICK_TABLE, "--events", "1000", "--json")

        def ran(*words, **environment):
            return subprocess.run([PROGRAM, *words], env=environment, capture_output=True, text=True, timeout=300)

        for environment in ({"XDG_CONFIG_HOME": folder}, {"HOME": self.path("home")},
                            {"HOME": self.path("home"), "XDG_CONFIG_HOME": "relative"}):
            if "XDG_CONFIG_HOME" not in environment:
                os.makedirs(self.path("home"))
                os.rename(folder, self.path("home/.config"))
            done = ran(*direct, "--materials", mine, "--set", "substrate.material=GaAs", **environment)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(json.loads(done.stdout)["film"], "AlMn")
            self.assertIn("values of one sample", done.stderr)
        self.assertIn("is not one of", ran(*direct).stderr)
        self.assertIn("is not one of", ran(*direct, HOME=self.path("nobody")).stderr)

    def test_wrong_files(self):
        spectrum = ("spectrum", "al-on-si", "--method", "direct", "--materials")
        for text, *words in (
                (ALLOY.replace("gamma = 910\n", ""), "wrong.toml:1: [film.AlMn] lacks gamma (such as 900)"),
                (ALLOY.replace("burgers", "burger"), "wrong.toml:3: unknown key 'burger'", "the nearest is 'burgers'"),
                (ALLOY.replace("26 GPa", "26 nm"), "wrong.toml:2: film.shear_modulus"),
                (ALLOY.replace("AlMn", "Al"), "there is a film 'Al' in the program already"),
                (ALLOY.replace("AlMn", '"\\u001b[31mRED"'), "1 to 40 printable characters", "\\x1b[31mRED"),
                (ALLOY + '"\\u001b[31mRED" = 1\n', "\\x1b[31mRED"),
                ('["film\\u001b[31m".X]\n', "\\x1b[31m"),
                ("not TOML", "wrong.toml:1:")):
            with self.subTest(text=text):
                self.refuse((*spectrum, self.write("wrong.toml", text)), *words)
        self.refuse((*spectrum, self.path("none.toml")), "none.toml: cannot be read")
        self.refuse((*spectrum, self.folder), "cannot be read")
        mine = self.write("mine.toml", ALLOY)
        self.refuse((*spectrum, mine, "--set", "film.material=AlMm"), "the nearest is 'AlMn'", status=2)
        self.refuse((*spectrum, mine, "-o", mine, "--overwrite"), "mine.toml")
        self.refuse(("phonons", "--list", "list.h5", "--index", "0", "--materials", mine), "give these two alone")
        self.refuse(("detrap", "tungsten-1000kev", "--materials", mine), "unknown option '--materials'", status=2)


if __name__ == "__main__":
    unittest.main()
