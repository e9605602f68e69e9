#!/usr/bin/python3
"""scripts/plot tungsten: all pictures of the study from small made-up results, their texts, and refusals."""
import contextlib
import io
import json
import os
import pathlib
import runpy
import sys
import tempfile
import unittest
import unittest.mock

import h5py
import numpy as np

sys.dont_write_bytecode = True
SCRIPTS = pathlib.Path(__file__).resolve().parents[3] / "scripts"
sys.path.insert(0, str(SCRIPTS.parent / "tests/cli/support"))
PLOT = runpy.run_path(str(SCRIPTS / "plot"))["main"]
from matplotlib.text import Text  # noqa: E402
from plotting import style, tungsten  # noqa: E402  (scripts/plot has put its folder on the path)
from plotting.tungsten import files, models, numbers  # noqa: E402
from sealed import changed  # noqa: E402

TEMPERATURES = np.array([17.0, 31.0, 100.0, 200.0, 300.0])
PSEUDO = "pseudo-data drawn from the quantum model, not measured"
WITHOUT_POINTS = {"peierls", "temperature"}


def write(path, kind, attributes, datasets):
    with changed(path, "w") as file:
        file.attrs.update({"format": f"slipburst-{kind}", "format_version": 2, "program_version": "0.1.0",
                           "git_hash": "0123456789abcdef", **attributes})
        for name, values in datasets.items():
            file[name] = values


def frequency(temperature, barrier=38.0, critical=103.0):
    shaken = np.hypot(temperature, critical)
    return 0.04 * np.exp(barrier / 0.0862 / 316 - barrier / 0.0862 / shaken)


def write_motion(path, temperature=TEMPERATURES, energy=1000.0, flux=2e25, windows=10, p_value=0.5):
    """Conditions of these temperatures, energies and fluxes (alike or one), windows of 60 s; none moves in the last."""
    temperature, energy, flux = np.broadcast_arrays(np.atleast_1d(temperature), energy, flux)
    edges = 60.0 * np.arange(windows + 1)
    supplied = frequency(temperature)
    expected = supplied[:, None] * np.exp(-0.01 * edges[:-1]) + 0.004
    seen = np.where(np.arange(windows) == windows - 1, 0, expected) if windows > 1 else expected
    conditions = {"temperature_K": temperature, "energy_keV": energy, "flux_per_m2_s": flux,
                  "direct_Hz": np.full(temperature.shape, 0.004), "decay_Hz": np.full(temperature.shape, 0.01),
                  "areas": np.ones(temperature.shape), "clusters": np.full(temperature.shape, 150.0)}
    none = np.full(temperature.shape, np.nan)
    fitted = {f"decay/{what}{end}": np.where(temperature == 300, value, none)
              for what, value in (("initial", 0.04), ("decay", 0.01), ("plateau", 0.004))
              for end in ("_Hz", "_sigma_Hz")}
    fitted |= {"decay/p_value": np.where(temperature == 300, p_value, none)}
    write(path, "detrap", {"mean_free_path_nm": 5.0, "seed": 1, "case_name": "made-up"},
          {f"conditions/{name}": values for name, values in conditions.items()}
          | {"traps/share": [0.5, 0.5], "traps/supplied_Hz": np.column_stack((supplied, supplied)),
             "motion/edges_s": edges, "motion/frequency_Hz": seen, "motion/error_Hz": seen / 9,
             "motion/expected_Hz": expected, "clusters/by_moves": np.tile(np.arange(33)[::-1], (temperature.size, 1)),
             "distances/moves": np.tile(np.arange(65)[::-1], (temperature.size, 1)),
             "distances/edges_nm": np.arange(65) * 5 / 8} | fitted)


def write_fit(path, model, sums=False, profile=False, clusters=150, log_p_value=-1.0):
    """Both sets; at 17 K fewer moved than direct hits alone would have moved."""
    temperature = np.tile(TEMPERATURES, 2)
    rate = frequency(temperature) / np.repeat([1, 4], TEMPERATURES.size) + 0.004
    rate[0] = 0.003
    curve = np.linspace(17, 300, 512)
    goodness = {"degrees_of_freedom": [7, 6, 5], "chi_square": [50, 6.5, 3.25], "sigma": [5, 1, 0.5],
                "log_p_value": [-700, -2, -0.5], "aic": [56, 14.5, 13.25], "bic": [57, 15.5, 16]}
    datasets = {"sets/name": ["1000 keV at 2e+25 m^-2 s^-1", "300 keV at 3e+24 m^-2 s^-1"],
                "data/set": np.repeat([0, 1], TEMPERATURES.size), "data/temperature_K": temperature,
                "data/frequency_Hz": rate, "data/error_Hz": rate / 9, "data/direct_Hz": np.full(rate.shape, 0.004),
                "data/expected_Hz": rate, "data/residual": 0 * rate, "data/clusters": np.full(rate.shape, clusters),
                "data/window_s": np.full(rate.shape, 60.0), "curve/temperature_K": curve,
                "curve/frequency_Hz": frequency(curve) / np.array([[1], [4]]),
                "parameters/name": ["prefactor", "barrier", "critical_temperature", "ratio.300 keV"],
                "parameters/value": [1e-3, 38, 103, 4], "parameters/sigma": [1e-4, 3, 7, np.nan],
                "parameters/low": [9e-4, 35, 96, np.nan], "parameters/high": [1.1e-3, 41, 110, np.nan],
                "comparison/model": ["classical", "quantum", "classical-3", "qtst"], "comparison/barriers": [1, 1, 3, 1]}
    datasets |= {f"comparison/{key}": values + [values[0] + 3] for key, values in goodness.items()}
    if sums:
        datasets |= {"sums/barriers": [1, 2, 3]} | {f"sums/{key}": values for key, values in goodness.items()}
    if profile:
        barrier = np.linspace(10, 90, 9)
        datasets |= {"profile/barrier_meV": barrier, "profile/critical_temperature_K": 16 * np.sqrt(barrier),
                     "profile/chi_square": 6.5 + (barrier - 38) ** 2 / 100}
    write(path, "fit-arrhenius", {"model": model, "chi_square": 6.5, "degrees_of_freedom": 6, "log_p_value": log_p_value},
          datasets)


def write_lines(path, *reports):
    pathlib.Path(path).write_text("".join(json.dumps(report) + "\n" for report in reports), encoding="utf-8")


def write_rates(path, effective):
    temperature = np.arange(1.0, 301.0)
    write_lines(path, {"list": [{"temperature_K": t, "effective_temperature_K": e,
                                 "rate_over_prefactor": e * np.exp(-400 / e)}
                                for t, e in zip(temperature, effective(temperature))]})


def write_chain(path, widths):
    write_lines(path, *({"width": w, "rigid_barrier_over_V0": np.exp(-4 * w), "relaxed_barrier_over_V0": np.exp(-5 * w),
                         "atoms": [{"atom": n, "minimum_position": 1 / (1 + np.exp(-(n - 0.5) / w)),
                                    "saddle_position": 1 / (1 + np.exp(-n / w))} for n in range(-8, 8)]}
                        for w in widths))


def write_results(folder):
    at = folder.joinpath
    for name in ("1000kev", "1000kev-once", "300kev", "300kev-once", "spread"):
        write_motion(at(f"{name}.h5"))
    write_motion(at("fluxes.h5"), np.repeat([100.0, 300.0], 3), flux=np.tile([1e24, 1e25, 4e25], 2), windows=1)
    write_motion(at("energies.h5"), np.full(3, 300.0), energy=np.array([100.0, 300.0, 2000.0]), windows=1)
    write_fit(at("one-quantum.h5"), "quantum", profile=True)
    for name in ("one-classical", "ten-quantum", "ten-classical", "ten-qtst"):
        write_fit(at(f"{name}.h5"), name.split("-")[1], clusters=1500 if name.startswith("ten") else 150)
    for name in ("one", "ten"):
        write_fit(at(f"{name}-classical-3.h5"), "classical-3", sums=True)
    for barrier in range(10, 91, 10):
        write_rates(at(f"classical-{barrier}meV.json"), lambda t: 40 * t / barrier)
    for name in ("debye-310K", "quantum-101K", "quantum-103.33K"):
        write_rates(at(f"{name}.json"), lambda t: np.hypot(t, 103))
    write_lines(at("beam.json"), {"threshold_keV": 132.0, "list": [
        {"energy_keV": e, "sigma_mig_barn": max(0, e - 132), "vacancy_rate_Hz": max(0, e - 132) / 60}
        for e in (100.0, 200.0, 2000.0)]})
    for harmonic in ("1", "1.4"):
        write_chain(at(f"chain-{harmonic}.jsonl"), (0.5, 0.75, 1.0, 1.5))


class Tungsten(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        write_results(self.folder)

    def plot(self, *arguments):
        """Exit status and stderr."""
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()), \
                unittest.mock.patch.object(sys, "argv", ["plot", "tungsten", *map(str, arguments)]):
            return PLOT(), said.getvalue()

    def assert_refuses(self, message, *arguments, folder=None):
        before = sorted(os.listdir(self.folder))
        status, said = self.plot(folder or self.folder, *arguments)
        self.assertEqual(status, 1, said)
        self.assertIn(message, said)
        self.assertEqual(said.count("\n"), 1)
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_all_pictures(self):
        """Pictures with drawn pseudo-data say that they are not measured; no other picture does."""
        said, save = {}, style.save

        def note(figure, path):
            said[path.split("/")[-1].split(".")[0]] = any(PSEUDO in text.get_text() for text in figure.findobj(Text))
            save(figure, path)

        with unittest.mock.patch.object(style, "save", note):
            self.assertEqual(self.plot(self.folder, "--dpi", "40"), (0, ""))
        self.assertEqual(said, {name: name not in WITHOUT_POINTS for name in tungsten.FIGURES})
        table = (self.folder / "numbers.md").read_text(encoding="utf-8")
        self.assertIn("| decay α, one area, 1000 keV, 300 K: fitted, model | 10.00 ± 10.00, 10.00 per 1000 s |", table)
        pictures = {path.stem: path for path in self.folder.glob("*.png")}
        self.assertEqual(set(pictures), set(tungsten.FIGURES))
        for path in pictures.values():
            self.assertTrue(path.read_bytes().startswith(b"\x89PNG"))

    def test_some_pictures_elsewhere(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        sizes = []
        for dpi in (40, 80):
            done = self.plot(self.folder, "--only", "arrhenius", "temperature", "--dpi", dpi, "-o", elsewhere)
            self.assertEqual(done, (0, ""))
            sizes.append(style.plt.imread(elsewhere / "arrhenius.png").shape[1])
        self.assertEqual(sorted(os.listdir(elsewhere)), ["arrhenius.png", "temperature.png"])
        self.assertEqual(sizes[1], 2 * sizes[0])
        self.assertEqual(style.plt.rcParams["savefig.dpi"], 200)

    def test_table_of_models(self):
        one, ten = (files.fit(str(self.folder), f"{name}-classical-3.h5") for name in ("one", "ten"))
        rows = models.rows(one, ten)
        # By BIC; ten points less the degrees of freedom are the parameters.
        self.assertEqual([row[:2] for row in rows], [("quantum lattice", "4"), ("classical, 2 barriers", "4"),
                                                     ("classical, 3 barriers", "5"), ("classical, 1 barrier", "3"),
                                                     ("deep tunnelling, sech²", "0")])
        self.assertEqual(rows[2][2:], ("3.2 / 5", "0.61", "0.0", "0.5") * 2)
        self.assertEqual(rows[3][2:6], ("50.0 / 7", "9.9e−305", "42.8", "41.5"))

    def test_pairs_of_the_same_fall(self):
        """Barriers and critical temperatures that 300 and 17 K alone cannot tell apart."""
        for (_, critical), known in zip(numbers.same_fall((10, 20, 30, 38, 44, 60, 90)),
                                        (44.1, 69.9, 89.8, 103.3, 112.5, 133.9, 166.1)):
            self.assertAlmostEqual(critical, known, delta=0.06)

    def test_numbers(self):
        for logarithm, text in ((0.0, "1"), (np.log(0.034), "0.034"), (np.log(3.3e-29), "3.3e−29"),
                                (-1000 * np.log(10), "1.0e−1000")):
            self.assertEqual(models.probability_text(logarithm), text)
        self.assertEqual(files.flux_text(2e25), "2 · 10$^{25}$ m$^{-2}$ s$^{-1}$")
        self.assertEqual(files.flux_text(1.5e24), "1.5 · 10$^{24}$ m$^{-2}$ s$^{-1}$")
        self.assertEqual(files.beam_text("300 keV at 3e+24 m^-2 s^-1"), "300 keV")
        run = files.motion(str(self.folder), "1000kev.h5")
        np.testing.assert_allclose(run.supplied, frequency(TEMPERATURES))  # the mean over both traps
        self.assertEqual(files.row_at(run, 100), 2)

    def test_refusals(self):
        def at(name):
            return self.folder / name

        self.assert_refuses("there is no such folder", folder=at("none"))
        self.assert_refuses("there is no folder", "-o", at("none"))
        self.assert_refuses("--dpi 5", "--dpi", "5")
        write_chain(at("chain-1.jsonl"), (0.5, 0.75))
        self.assert_refuses("has no chain of width 1", "--only", "peierls")
        at("chain-1.jsonl").write_text("")
        self.assert_refuses("chain-1.jsonl: is empty", "--only", "peierls")
        at("beam.json").write_text("{")
        self.assert_refuses("beam.json: is not a list of JSON objects", "--only", "sigma")
        write_lines(at("beam.json"), {"list": [{"energy_keV": 100.0, "sigma_mig_barn": 0.0}]})
        self.assert_refuses("beam.json: has no field vacancy_rate_Hz", "--only", "sigma")
        write_rates(at("debye-310K.json"), lambda t: np.nan * t)
        self.assert_refuses("effective_temperature_K are not finite", "--only", "temperature")
        at("debye-310K.json").unlink()
        self.assert_refuses("debye-310K.json: cannot be read", "--only", "temperature")
        write_motion(at("300kev-once.h5"), TEMPERATURES[:-1])
        self.assert_refuses("300kev-once.h5: has nothing at 300 K", "--only", "decay")
        at("1000kev-once.h5").unlink()
        self.assert_refuses("1000kev-once.h5: there is no such file", "--only", "distances")
        write_motion(at("one-quantum.h5"))
        self.assert_refuses("one-quantum.h5: is a file of format 'slipburst-detrap'", "--only", "arrhenius")
        write_fit(at("one-quantum.h5"), "quantum")
        self.assert_refuses("one-quantum.h5: has no profile", "--only", "arrhenius")


if __name__ == "__main__":
    unittest.main()
