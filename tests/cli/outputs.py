#!/usr/bin/python3
"""Outputs never replace an input, a file of another program or the result of another run, and files beside them that are
not slipburst's stay; file systems without locks; files that failing commands leave."""

import os
import shutil
import stat
import subprocess
import sys
import unittest
import unittest.mock

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py

from program import PROGRAM, QUICK_TABLE, InFolder, quick_table, result, run

QUICK = (*QUICK_TABLE, "--set", "histogram.bins_per_decade=5", "--set",
         "detector.aluminium_area=1 cm2")
FEW = ("--set", "watch.temperatures=17 K", "--set", "watch.windows=2")
BURST = ("--pin-height", "60 nm", "--stress", "45 MPa", "--positions", "2", "--bins", "4")

# Stands for a file system whose locks all fail with the error LKERR.
NO_LOCKS = r"""
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
static int fail(void) { errno = atoi(getenv("LKERR")); return -1; }
int flock(int file, int operation) { return fail(); }
int lockf(int file, int operation, off_t size) { return fail(); }
static int control(int file, int command, va_list more) {
  void* argument = va_arg(more, void*);
  if (command == F_SETLK || command == F_SETLKW || command == F_GETLK || command == F_OFD_SETLK) return fail();
  return syscall(SYS_fcntl, file, command, argument);
}
int fcntl(int file, int command, ...) {
  va_list more; va_start(more, command); int result = control(file, command, more); va_end(more); return result;
}
int fcntl64(int file, int command, ...) {
  va_list more; va_start(more, command); int result = control(file, command, more); va_end(more); return result;
}
"""


class Outputs(InFolder):
    def setUp(self):
        super().setUp()
        self.table = self.path("table.h5")
        shutil.copy(quick_table(), self.table)

    def spectrum(self, *more, output="out.h5"):
        return ("spectrum", "al-on-si", *QUICK, "--table", self.table, "--events", "1000", *more, "-o", self.path(output))

    def bytes_of(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def content(self):
        return {name: self.bytes_of(name) for name in os.listdir(self.folder) if os.path.isfile(self.path(name))}

    def unchanged(self, arguments, *words, status=None):
        """Checks that a command is refused with these words, and that no byte in the folder has changed."""
        before = self.content()
        self.refuse(arguments, *words, status=status)
        self.assertEqual(self.content(), before)


class Inputs(Outputs):
    def setUp(self):
        super().setUp()
        efficiency = self.write("efficiency.txt", "# energy (keV), share\n0.01 0.5\n1 0.9\n")
        density = self.write("density.txt", "0 1\n1 2\n")
        self.case = self.write("case.toml", f'preset = "al-on-si"\n[table]\ntolerance = 0.01\n[detector]\naluminium_area '
                               f'= "1 cm^2"\n[response]\nefficiency = "{efficiency}"\n[depinning]\ndensity = "file"\n'
                               f'density_file = "{density}"\n')
        self.clusters = self.write("clusters.toml", 'preset = "tungsten-1000kev"\n')
        self.write("events.txt", "0.05\n0.06\n0.07\n")
        self.detector = self.write("detector.toml", 'name = "x"\nsubstrate = "Si"\naluminium_area = "1 cm^2"\n'
                                   'mass = "1 g"\nlive_time = "1 day"\ntime_cold = "1 week"\nthreshold = "30 eV"\n'
                                   'resolution = "4 eV"\nevents = "events.txt"\nenergy_unit = "keV"\n'
                                   'efficiency = "efficiency.txt"\nbands = ["30 eV:60 eV", "60 eV:"]\n')
        self.frequencies = self.write("frequencies.csv", "temperature [K],clusters [1],moves [1],window [s]\n"
                                      "17,100,5,60\n50,100,6,60\n100,100,20,60\n150,100,50,60\n200,100,90,60\n")

    def refused(self, command, *inputs, option="-o"):
        for name in inputs:
            with self.subTest(command=command[0], option=option, input=name):
                self.unchanged((*command, option, self.path(name)), option, name, "write to another name")

    def test_no_input_is_replaced(self):
        result(*self.spectrum(output="spectrum.h5"))
        result("experiment", "al-on-si", *QUICK, "--table", self.table, "--exposure", "1 s", "-o", self.path("list.h5"))
        table = ("--table", self.table)
        named = ("case.toml", "efficiency.txt", "density.txt")
        self.refused(("table", self.case), *named)
        self.refused(("segment", self.case, "--height", "50 nm", "--stress", "45 MPa"), *named)
        self.refused(("spectrum", self.case, "--events", "10", *table), *named, "table.h5")
        self.refused(("spectrum", self.case, "--method", "quadrature", *table), "case.toml", "table.h5")
        self.refused(("rates", self.case, "--events", "1e4", *table), *named, "table.h5")
        self.refused(("experiment", self.case, "--exposure", "1 s", *table), *named, "table.h5")
        self.refused(("scan", self.case, "--over", "pinning.alpha=1,1.1", *table), *named, "table.h5")
        self.refused(("phonons", self.case, *BURST), *named)
        self.refused(("phonons", self.case, *BURST), *named, option="--text")
        self.refused(("phonons", "--list", self.path("list.h5"), "--index", "0"), "list.h5")
        self.refused(("phonons", "--list", self.path("list.h5"), "--index", "0"), "list.h5", option="--text")
        self.refused(("detrap", self.clusters, *FEW), "clusters.toml")
        self.refused(("detrap", self.clusters, *FEW), "clusters.toml", option="--data")
        self.refused(("compare", self.path("spectrum.h5"), "--detector", self.detector), "spectrum.h5", "detector.toml",
                     "events.txt", "efficiency.txt")
        self.refused(("fit", "spectrum", self.case, "--detector", self.detector, "--free", "scale", *table), *named, "detector.toml",
                     "events.txt", "table.h5")
        self.refused(("fit", "arrhenius", self.frequencies), "frequencies.csv")
        self.refused(("merge", self.path("spectrum.h5")), "spectrum.h5")

    def test_by_other_names(self):
        for name in ("case.toml", "density.txt", "table.h5"):
            os.link(self.path(name), self.path("hard-" + name))
            os.symlink(name, self.path("soft-" + name))
            for link in ("hard-" + name, "soft-" + name, os.path.join(".", name)):
                for overwrite in ((), ("--overwrite",)):
                    self.unchanged(("spectrum", self.case, "--events", "10", "--table", self.table, *overwrite, "-o",
                                    self.path(link)), name, "write to another name")

    def test_two_outputs_are_two_files(self):
        os.symlink(self.folder, self.path("here"))
        for command, option in ((("phonons", "al-on-si", *BURST), "--text"), (("detrap", self.clusters, *FEW), "--data")):
            for name in ("new", "here/new"):
                self.unchanged((*command, "-o", self.path("new"), option, self.path(name)), option,
                               "write to different names")
            for name in ("new.checkpoint", "new.checkpoint.previous", "new.lock", "here/new.checkpoint"):
                self.unchanged((*command, "-o", self.path("new"), option, self.path(name)), option,
                               "is a file that slipburst keeps for -o")

    def test_where_standard_output_and_error_go(self):
        for stream, name in (("stdout", "output"), ("stderr", "error")):
            path = self.path("report.txt")
            with open(path, "w") as file, open(self.path("other.txt"), "w+") as other:
                streams = {"stdout": other, "stderr": other, stream: file}
                command = (PROGRAM, *self.spectrum("--overwrite", output="report.txt"))
                self.assertEqual(subprocess.run(command, **streams).returncode, 2)
                file.flush()
                other.seek(0)
                with open(path) as written:
                    self.assertIn(f"is the file that standard {name} goes to", written.read() + other.read())
        for ending in (".lock", ".checkpoint"):
            with open(self.path("out.h5" + ending), "w") as file:
                done = subprocess.run((PROGRAM, *self.spectrum()), stdout=file, stderr=subprocess.PIPE, text=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"standard output goes to {self.path('out.h5' + ending)}", done.stderr)

    def test_empty_names(self):
        for arguments in (("table", "al-on-si", "-o", ""), ("spectrum", "al-on-si", "--events", "10", "--table", ""),
                          ("spectrum", "", "--events", "10"), ("merge", "", "-o", self.path("x")),
                          ("phonons", "al-on-si", *BURST, "--text", ""), ("detrap", self.clusters, "--data", ""),
                          ("fit", "arrhenius", ""), ("compare", self.table, "--detector", ""),
                          ("phonons", "--list", "", "--index", "0"), ("replay", "", "--index", "0"),
                          ("escape", "--model", "density", "--barrier", "38 meV", "--temperature", "17 K",
                           "--phonon-density", "")):
            self.unchanged(arguments, "is empty", status=2)


class Replaced(Outputs):
    """Each command replaces an earlier result of the same run alone."""

    def replaces(self, command, other, difference, option="-o"):
        path = self.path("out")
        with open(path, "wb") as file:
            file.write(b"precious")
        os.chmod(path, 0o640)
        self.unchanged((*command, option, path), "out: is not a ", "that slipburst wrote", "--overwrite")
        result(*command, "--overwrite", option, path)
        first = self.bytes_of("out")
        result(*command, option, path)
        self.assertEqual(self.bytes_of("out"), first)
        self.unchanged((*other, option, path), "out: is the output of another run", difference, "--overwrite")
        result(*other, "--overwrite", option, path)
        self.assertNotEqual(self.bytes_of("out"), first)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)
        os.remove(path)

    def test_every_command(self):
        case = ("al-on-si", *QUICK)
        table = ("--table", self.table)
        spectrum = ("spectrum", *case, *table)
        self.unchanged(("table", *case, "-o", self.table), "table.h5: is the output of another run",
                       "histogram.bins_per_decade")
        self.unchanged(("table", *case, "-o", self.write("notes", "precious")), "notes: is not a whole file")
        self.replaces(("segment", *case, "--height", "50 nm", "--stress", "45 MPa"),
                      ("segment", *case, "--height", "50 nm", "--stress", "46 MPa"), "its stress_MPa is 4")
        self.replaces((*spectrum, "--events", "1e3"), (*spectrum, "--events", "1e3", "--seed", "2"), "seed is 1, not 2")
        exact = (*spectrum, "--method", "quadrature")
        self.replaces(exact, (*exact, "--above", "2 eV"), "above_eV")
        self.replaces((*spectrum, "--events", "1e3"), exact, "its method is 'plain', not 'quadrature'")
        rates = ("rates", *case, *table, "--events", "1e4")
        self.replaces(rates, (*rates, "--seed", "2"), "seed is 1, not 2")
        experiment = ("experiment", *case, *table, "--exposure", "1 s")
        self.replaces(experiment, (*experiment, "--seed", "2"), "seed is 1, not 2")
        scan = ("scan", *case, *table, "--over", "pinning.alpha=1")
        self.replaces(scan, (*scan, "--over", "depinning.gamma=800"), "run")
        phonons = ("phonons", *case, *BURST)
        self.replaces(phonons, (*phonons, "--seed", "2"), "seed is 1, not 2")
        self.replaces(phonons, (*phonons, "--seed", "2"), "run", option="--text")
        detrap = ("detrap", "tungsten-1000kev", *FEW, "--areas", "2")
        self.replaces(detrap, (*detrap, "--seed", "2"), "seed is 1, not 2")
        self.replaces(detrap, (*detrap, "--seed", "2"), "run", option="--data")
        result(*spectrum, "--events", "1e3", "--shard", "1/2", "-o", self.path("1.h5"))
        result(*spectrum, "--events", "1e3", "--shard", "2/2", "-o", self.path("2.h5"))
        self.replaces(("merge", self.path("1.h5"), self.path("2.h5")), ("merge", self.path("1.h5"), "--partial"),
                      "piece_events")
        data = self.write("f.csv", "temperature [K],clusters [1],moves [1],window [s]\n17,100,5,60\n100,100,20,60\n"
                          "200,100,90,60\n")
        arrhenius = ("fit", "arrhenius", data, "--model", "classical")
        self.replaces(arrhenius, (*arrhenius, "--bootstrap", "2"), "bootstrap is '0', not '2'")

    def test_fits_and_comparisons(self):
        detector = self.write("detector.toml", 'name = "x"\nsubstrate = "Si"\naluminium_area = "1 cm^2"\n'
                              'mass = "1 g"\nlive_time = "1 day"\ntime_cold = "1 week"\nthreshold = "30 eV"\n'
                              'resolution = "4 eV"\nevents = "events.txt"\nenergy_unit = "keV"\n'
                              'bands = ["30 eV:60 eV", "60 eV:"]\n')
        self.write("events.txt", "0.05\n0.06\n0.07\n")
        exact = ("spectrum", "al-on-si", *QUICK, "--table", self.table, "--method", "quadrature")
        result(*exact, "-o", self.path("spectrum.h5"))
        compare = ("compare", self.path("spectrum.h5"), "--detector", detector)
        self.replaces(compare, (*compare, "--area", "2 cm^2"), "area")
        fit = ("fit", "spectrum", "al-on-si", *QUICK, "--table", self.table, "--detector", detector, "--free", "scale")
        self.replaces(fit, (*fit, "--channel", "film"), "channel is 'crystal', not 'film'")
        result(*compare, "-o", self.path("out"))
        self.write("events.txt", "0.05\n0.06\n0.08\n")
        self.unchanged((*compare, "-o", self.path("out")), "another run: the files that it read held something else")

    def test_finished_and_resumed(self):
        command = self.spectrum()
        result(*command)
        self.assertEqual(result(*command, "--resume")["events"], 1000)
        self.unchanged((*command, "--resume", "--seed", "2"), "another run: its seed is 1, not 2", "--overwrite")
        self.assertEqual(result(*command, "--resume", "--seed", "2", "--overwrite")["seed"], 2)
        whole = self.bytes_of("out.h5")
        with open(self.path("out.h5"), "wb") as file:
            file.write(whole[:len(whole) // 2])
        self.unchanged((*command, "--resume", "--seed", "2"), "out.h5: is not a whole file", "--overwrite")

    def test_links(self):
        os.symlink("nowhere.h5", self.path("link.h5"))
        self.unchanged(self.spectrum(output="link.h5"), "link.h5: is a link to nowhere.h5, where there is no file")
        result(*self.spectrum(output="nowhere.h5"))
        result(*self.spectrum(output="link.h5"))
        self.assertTrue(os.path.islink(self.path("link.h5")))
        result(*self.spectrum("--seed", "2", "--overwrite", output="link.h5"))
        with h5py.File(self.path("nowhere.h5")) as file:
            self.assertEqual(file.attrs["seed"], 2)

    def test_names(self):
        self.unchanged(self.spectrum(output="x" * 230), "the name is too long", "230 bytes", "choose a shorter one")
        self.unchanged(self.spectrum(output="x" * 300), "the name is too long", "choose a shorter one")
        result(*self.spectrum(output="x" * 205))
        gone = self.path("gone")
        for arguments, words in ((self.spectrum()[:-1] + ("out.h5",), "the working folder has been deleted"),
                                 (("spectrum", "case.toml", "--events", "10"), "case.toml")):
            os.mkdir(gone)
            done = subprocess.run(["sh", "-c", 'cd "$1" && rmdir "$1" && shift && exec "$@"', "sh", gone, PROGRAM,
                                   *arguments], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
            self.assertIn(words, done.stderr)
            self.assertNotIn("filesystem error", done.stderr)


class Beside(Outputs):
    def test_a_checkpoint_of_another_program(self):
        for name in ("out.h5.checkpoint", "out.h5.checkpoint.previous"):
            self.write(name, "precious")
            for resume in ((), ("--resume",)):
                self.unchanged(self.spectrum(*resume), f"{name}: is no checkpoint of slipburst", "move it away")
            os.remove(self.path(name))

    def test_a_result_or_a_folder_where_the_checkpoint_goes(self):
        name = "out.h5.checkpoint"
        result(*self.spectrum()[:-1], self.path(name))
        self.unchanged(self.spectrum(), f"{name}: is a file of format 'slipburst-spectrum'", "move it away")
        os.remove(self.path(name))
        os.mkdir(self.path(name))
        self.unchanged(self.spectrum(), f"{name}: is a folder", "move it away")
        os.rmdir(self.path(name))

    def test_files_that_are_not_ours_stay(self):
        names = ("out.h5.checkpoint.damaged", "out.h5.unfinished-1-0", "out.h5.unfinished-77", "out.h5.rows-0",
                 "out.h5.table.lock", "out.h5.checkpoint.unfinished-3")
        for name in names:
            self.write(name, "precious")
        before = self.content()
        self.write("out.h5.checkpoint.unfinished-77-0", "")  # of a process that was killed before it could rename it
        result(*self.spectrum("--resume"))
        result(*self.spectrum("--resume"))
        after = self.content()
        after.pop("out.h5")
        self.assertEqual(after, before)
        experiment = ("experiment", "al-on-si", *QUICK, "--table", self.table, "--exposure", "1 s", "-o")
        result(*experiment, self.path("list.h5.rows-1"), "--seed", "2")
        self.unchanged((*experiment, self.path("list.h5")), "list.h5.rows-1: is in the way", "move it away")
        self.unchanged((*experiment, self.path("out.h5"), "--overwrite"), "out.h5.rows-0: is in the way")

    def test_locks(self):
        self.write("out.h5.lock", "precious")
        table = ("--table", self.table)
        for command in (self.spectrum(), ("spectrum", "al-on-si", *table, "--method", "quadrature", "-o", self.path("out.h5")),
                        ("segment", "al-on-si", "--height", "50 nm", "--stress", "45 MPa", "-o", self.path("out.h5")),
                        ("phonons", "al-on-si", *BURST, "--text", self.path("out.h5")),
                        ("detrap", "tungsten-1000kev", *FEW, "--data", self.path("out.h5")),
                        ("merge", self.table, "-o", self.path("out.h5")),
                        ("compare", self.table, "--detector", "x", "-o", self.path("out.h5")),
                        ("fit", "spectrum", "al-on-si", "--detector", "x", "-o", self.path("out.h5")),
                        ("fit", "arrhenius", "x", "-o", self.path("out.h5"))):
            self.unchanged(command, "out.h5.lock: is in the way: it is no lock of slipburst")

    def test_file_systems_without_locks(self):
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            self.skipTest("there is no C compiler")
        subprocess.run([compiler, "-shared", "-fPIC", "-w", "-o", self.path("no_locks.so"),
                        self.write("no_locks.c", NO_LOCKS)], check=True)
        for error in (37, 11, 95, 38, 524):
            for own_choice in ({}, {"HDF5_USE_FILE_LOCKING": "TRUE"}):
                with self.subTest(error=error), unittest.mock.patch.dict(
                        os.environ, {"LD_PRELOAD": self.path("no_locks.so"), "LKERR": str(error), **own_choice}):
                    done = run(*self.spectrum(output=f"{error}.h5"))
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertEqual(done.stderr.count("no locks"), 1, done.stderr)
        with unittest.mock.patch.dict(os.environ, {"LD_PRELOAD": self.path("no_locks.so"), "LKERR": "37"}):
            # A table on the way and two outputs: still one warning.
            done = run("spectrum", "al-on-si", *QUICK, "--events", "10", "-o", self.path("both.h5"))
            self.assertEqual(done.stderr.count("no locks"), 1, done.stderr)
            done = run("phonons", "al-on-si", *BURST, "-o", self.path("p.h5"), "--text", self.path("p.txt"))
            self.assertEqual((done.returncode, done.stderr.count("no locks")), (0, 1), done.stderr)
            result("merge", self.path("37.h5"), "-o", self.path("merged.h5"))
        self.assertEqual(self.bytes_of("37.h5"), self.bytes_of("11.h5"))
        self.assertEqual([name for name in os.listdir(self.folder) if ".lock" in name], [])


class Failures(InFolder):
    """A run that would fail again leaves no checkpoint, however often it was written; see also bad_input."""

    def test_scan(self):
        """The first point is computed and saved, the second cannot be."""
        self.refuse(("scan", "al-on-si", *QUICK_TABLE, "--over",
                     "numerics.step_budget=100000,20", "--checkpoint-every", "1 ms", "-o", self.path("out.h5")),
                    "step_budget")


if __name__ == "__main__":
    unittest.main()
