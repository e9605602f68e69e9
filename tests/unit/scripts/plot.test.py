#!/usr/bin/python3
"""scripts/plot: a whole picture from good files, one line and no picture from bad ones, the scaling of App. B."""
import contextlib
import io
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
from plotting import bursts, measured, rates, rates_file, rates_map, rates_protocol, scan_file, style, texts  # noqa: E402  (scripts/plot has put its folder on the path)
from plotting.result_file import ResultFile  # noqa: E402
from sealed import changed  # noqa: E402


def write(path, command, attributes, datasets):
    with changed(path, "w") as file:
        file.attrs.update({"format": f"slipburst-{command}", "format_version": 2, "program_version": "0.1.0",
                           "git_hash": "0123456789abcdef", "case_name": "made-up", **attributes})
        for name, values in datasets.items():
            file[name] = values


def write_segment(path, power=1.0):
    time = np.linspace(0, 40, 200)
    edges = np.linspace(0, 2.4, 25)
    write(path, "segment",
          {"height_nm": 50.0, "stress_MPa": 45.0, "reading": "appendix", "pair_breaking_energy_meV": 0.36, "max_phonon_meV": 2.384,
           "crystal_above_gap_eV_per_nm": 0.3, "film_above_gap_eV_per_nm": 0.1, "max_speed_over_ct": 0.9},
          {"trajectory/time_ps": time, "trajectory/distance_nm": 5 + 45 * np.exp(-time / 9),
           "trajectory/speed_over_ct": -0.9 * np.sin(time / 9), "trajectory/phonon_energy_meV": time / 40,
           "trajectory/power_eV_per_nm_per_ps": power * np.sin(time / 9) ** 2, "phonons/edges_meV": edges,
           "phonons/crystal_eV_per_nm": power * np.exp(-edges[1:]), "phonons/film_eV_per_nm": power * edges[1:]})


def write_phonons(path, packets=200):
    part = (np.arange(packets) + 0.5) / max(packets, 1)
    write(path, "phonons",
          {"pin_height_nm": 100.0, "stress_MPa": 60.0, "line_length_nm": 119.2, "reading": "appendix", "pair_breaking_energy_meV": 0.36,
           "max_phonon_meV": 2.384, "phonons": 10.0 * packets},
          {"edges_meV": np.geomspace(0.36, 2.384, 65), "packets/energy_meV": 0.36 + 2 * part, "packets/weight": np.full(packets, 10.0),
           "packets/position_nm": 119.2 * part, "packets/time_ps": 10 + 20 * part,
           "packets/channel": np.arange(packets, dtype=np.uint64) % 2})


def write_table(path):
    stress = np.geomspace(4, 80, 12)
    threshold = 1e4 / stress**1.8
    height = threshold[:, None] * np.geomspace(0.5, 200, 30)
    height[height < threshold[:, None]] = np.nan
    energy = 7150 / stress[:, None] * np.log(height / threshold[:, None])
    write(path, "table", {},
          {"nodes/stress_MPa": stress, "nodes/threshold_height_nm": threshold,
           "nodes/supersonic_height_nm": np.where(stress > 8, 3 * threshold, np.inf), "nodes/pin_height_nm": height,
           "nodes/crystal_line_eV": 0.8 * energy, "nodes/film_line_eV": 0.2 * energy})


def write_spectrum(path, spacing_nm, area_cm2=None):
    edges = np.geomspace(0.1, 1e3, 41)
    rate = np.exp(-edges[1:] / spacing_nm)
    attributes = {"spacing_nm": spacing_nm, "film": "Al", "substrate": "Si", "time_since_cooldown_s": 604800.0}
    datasets = {"edges_eV": edges}
    for channel in ("crystal", "film"):
        datasets |= {f"{channel}/rate_Hz_per_eV_per_cm2": rate, f"{channel}/rate_sigma_Hz_per_eV_per_cm2": rate / 10}
        if area_cm2:
            attributes["aluminium_area_cm2"] = area_cm2
            datasets |= {f"{channel}/rate_Hz_per_eV": rate * area_cm2,
                         f"{channel}/rate_sigma_Hz_per_eV": rate * area_cm2 / 10}
    write(path, "spectrum", attributes, datasets)


def write_bursts(path, bursts, **changes):
    random = np.random.default_rng(1)
    crystal = random.exponential(10, bursts) + 1e-6
    columns = {"time_s": 604800 * 2 ** random.random(bursts), "crystal_eV": crystal, "film_eV": 0.2 * crystal}
    write(path, "bursts",
          {"film": "Al", "substrate": "Si", "spacing_nm": 50.0, "aluminium_area_cm2": 1.0, "reading": "appendix",
           "start_s": 604800.0, "exposure_s": 604800.0, "bursts": bursts, "events": 3 * bursts + 1,
           "piece_events": 3 * bursts + 1, "expected_events": 3.0 * bursts + 5, "above_eV": 0.0, "seed": 1},
          {**columns, **changes})


def write_data(folder):
    """100 events at 40 eV and one on the threshold; efficiency 0.5, 2 days of live time."""
    for name, threshold in (("CRESST", 0.0301), ("CPD", 0.030)):
        np.savetxt(folder / f"{name}.txt", np.append(np.full(100, 0.040), [threshold, 0.02]))
        np.savetxt(folder / f"{name}_eff.txt", [[0, 0.5], [10, 0.5]])
        np.savetxt(folder / f"{name}_exposure.txt", [0.02])
        np.savetxt(folder / f"{name}_weight.txt", [0.01])


def write_comparison(path, detector="CPD", area_cm2=0.912, high_eV=np.inf, counts=(30, 0, 4)):
    counts, rates = np.array(counts), np.array(counts) * 1e-4
    edges = np.geomspace(1, 1e3, 61)
    attributes = {"spacing_nm": 50.0, "film": "Al", "detector": detector, "data_source": "made up", "resolution_eV": 4.0,
                  "threshold_eV": 30.0, "time_since_cooldown_s": 604800.0, "agreement_area_cm2": 0.01}
    if area_cm2:
        attributes["aluminium_area_cm2"] = area_cm2
    write(path, "compare", attributes,
          {"bands/low_eV": [30.0, 60.0, 100.0], "bands/high_eV": [60.0, 100.0, high_eV], "bands/counts": counts,
           "bands/measured_rate_Hz": rates, "bands/measured_rate_low_Hz": 0.8 * rates,
           "bands/measured_rate_high_Hz": 1.2 * rates + 1e-5, "bands/predicted_rate_Hz_per_cm2": [1e-2, 1e-3, 1e-4],
           "curve/edges_eV": edges, "curve/true_rate_Hz_per_eV_per_cm2": np.exp(-edges[1:] / 20),
           "curve/measured_rate_Hz_per_eV_per_cm2": np.exp(-edges[1:] / 22)})


def write_scan(path, axes, computed=None, scale=1.0):
    """Axes: key to (unit, values). R(>E) grows with the place in the grid, so that a transposed array is seen."""
    shape = tuple(len(values) for _, values in axes.values())
    points = int(np.prod(shape))
    edges = np.geomspace(0.1, 1e3, 41)
    place = 1 + np.arange(points, dtype=float).reshape(shape)
    place[place > (computed or points)] = np.nan
    datasets = {"edges_eV": edges, "above/energy_eV": [1.0, 30.0], "release_rate_Hz_per_cm2": 10 * place}
    for channel in ("crystal", "film"):
        above = scale * place[..., None] * np.exp(-np.array([1.0, 30.0]) / 20)
        integral = place[..., None] * np.exp(-edges / 20) / points
        share = np.broadcast_to(np.clip(np.log10(edges[1:]) - 1, 0, 1), (*shape, 40))
        datasets |= {f"{channel}/above_rate_Hz_per_cm2": above, f"{channel}/above_rate_sigma_Hz_per_cm2": above / 100,
                     f"{channel}/integral_probability": integral, f"{channel}/integral_probability_sigma": 0 * integral,
                     f"{channel}/supersonic_share_per_bin": share}
    write(path, "scan", {"axes": ",".join(axes), "method": "quadrature", "points": points,
                         "computed_points": points if computed is None else computed}, datasets)
    with changed(path) as file:
        for key, (unit, values) in axes.items():
            file[f"axes/{key}"] = values
            file[f"axes/{key}"].attrs.update({"unit": unit, "scale": "log" if unit == "nm" else "list"})


RATES_EDGES_S = np.concatenate(([0], np.geomspace(1, 1e6, 25), [1.000001e6, 1.1e6], 1.1e6 + np.geomspace(1, 1e8, 25)))


def write_rates(path, stages=(), drawn=1.0, scale=1e3, fit=True, moments=(604800.0,), windows=((604800.0, 700000.0),),
                p_value=0.5):
    """R = 1000 Hz / t, a share exp(-E/20) of it above E, flat in the logarithm of energy; the last stage ends at 1.1e6 s."""
    edges, edges_eV, energies = RATES_EDGES_S, np.geomspace(0.1, 1e3, 41), np.array([1.0, 30.0])
    middle = (edges[1:] + edges[:-1]) / 2
    rate, above = scale / middle, scale / middle[:, None] * np.exp(-energies / 20)
    pieces = np.array([0.0, 1e6, 1.1e6][:3 if stages else 1])
    datasets = {"time/edges_s": edges, "time/rate_Hz": drawn * rate, "time/rate_sigma_Hz": rate / 10,
                "time/expected_rate_Hz": rate, "time/undisturbed_rate_Hz": rate / 2, "above/energy_eV": energies,
                "edges_eV": edges_eV, "protocol/start_s": pieces}
    for name, value in (("stress_factor", 1.0), ("eta_shift", 0.0)):
        level = np.where(pieces == 1e6, value + 0.01, value)
        datasets |= {f"protocol/first_{name}": level, f"protocol/last_{name}": level}
    for channel in ("crystal", "film"):
        datasets |= {f"time/{channel}/above_Hz": drawn * above, f"time/{channel}/above_sigma_Hz": above / 3,
                     f"time/{channel}/expected_above_Hz": above,
                     f"time/{channel}/rate_Hz_per_eV": drawn * rate[:, None] / edges_eV[:-1]}
    if moments:
        datasets |= {"moments/time_s": moments, "moments/exact_Hz": 1e3 / np.array(moments)}
    if windows:
        datasets |= {"windows/start_s": [start for start, _ in windows], "windows/end_s": [end for _, end in windows]}
    if stages:
        count = len(stages)
        datasets |= {"stages/kind": list(stages), "stages/start_s": np.linspace(1e6, 1.05e6, count),
                     "stages/end_s": np.linspace(1.05e6, 1.1e6, count) if count > 1 else [1.1e6],
                     "stages/refill": np.full(count, 0.5), "stages/expected_at_once": np.arange(count) * 1e5,
                     "stages/temperature_K": [10.0, *np.full(count - 1, np.nan)]}
    if fit:
        datasets |= {"fit/parameters": [1.0, -1.0, 0.5], "fit/covariance": np.diag([1e-4, 1e-6, np.nan])}
    write(path, "rates", {"film": "Al", "substrate": "Si", "spacing_nm": 50.0, "aluminium_area_cm2": 1.0,
                          "reading": "appendix", "sampling": "sliced", "seed": 1, "releases": 9e4, "piece_events": 1e5},
          datasets)
    if fit:
        with changed(path) as file:
            file["fit"].attrs.update({"start_s": 1.0, "end_s": 1e9, "reference_time_s": 1e3, "chi_square": 10.0,
                                      "degrees_of_freedom": 11, "p_value": p_value})


class Plot(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(scratch.name)
        self.folder = pathlib.Path(scratch.name)

    def plot(self, *arguments):
        """Exit status and stderr."""
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()), \
                unittest.mock.patch.object(sys, "argv", ["plot", *map(str, arguments)]):
            try:
                return PLOT(), said.getvalue()
            except SystemExit as stop:
                return stop.code, said.getvalue()

    def assert_draws(self, picture, *arguments):
        self.assertEqual(self.plot(*arguments), (0, ""))
        self.assertTrue((self.folder / picture).read_bytes().startswith(b"\x89PNG"))

    def assert_refuses(self, message, *arguments):
        before = sorted(self.folder.iterdir())
        status, said = self.plot(*arguments, "-o", "refused.png")
        self.assertEqual(status, 1)
        self.assertIn(message, said)
        self.assertEqual(said.count("\n"), 1)
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def test_pictures(self):
        write_segment("segment.h5")
        write_table("table.h5")
        for spacing in (30.0, 50.0):
            write_spectrum(f"{spacing:g}.h5", spacing, area_cm2=0.5)
        write_data(self.folder)
        self.assert_draws("fig3.png", "segment", "segment.h5")
        self.assert_draws("fig4.png", "phonons", "segment.h5")
        write_phonons("phonons.h5")
        self.assert_draws("packets.png", "packets", "phonons.h5")
        self.assert_draws("fig5.png", "table", "table.h5")
        self.assert_draws("fig6.png", "spectrum", "30.h5", "50.h5", "--data", ".")
        self.assert_draws("film.png", "spectrum", "30.h5", "--channel", "film", "--per", "hz", "-o", "film.png")

    def test_remarks_stand_apart(self):
        """No two meet, and all are inside the axis, whatever the axis of time."""
        write_rates("stages.h5", 4 * ["warm-up"])
        for scale in ("log", "linear"):
            drawn = rates_file.Rates("stages.h5", "crystal", False)
            figure, axis = style.figure(8.2, 1.8)
            axis.set_xscale(scale)
            axis.set_xlim(drawn.edges[0], drawn.edges[-1])
            rates_protocol.draw_protocol(axis, drawn)
            figure.canvas.draw()
            boxes = [text.get_window_extent() for text in axis.texts]
            self.assertGreater(len(boxes), 3)
            for i, box in enumerate(boxes):
                self.assertGreaterEqual(box.x0, axis.bbox.x0)
                self.assertLessEqual(box.x1, axis.bbox.x1)
                self.assertFalse(any(box.overlaps(other) for other in boxes[:i]))
            style.plt.close(figure)

    def test_inputs_are_not_replaced(self):
        write_segment("segment.png")
        os.symlink("segment.png", "link.png")
        before = (self.folder / "segment.png").read_bytes()
        for output in ("segment.png", "link.png"):
            status, said = self.plot("segment", "segment.png", "-o", output)
            self.assertEqual((status, said.count("\n")), (1, 1))
            self.assertIn("is a file to draw", said)
        self.assertEqual((self.folder / "segment.png").read_bytes(), before)

    def test_staircase(self):
        above = np.geomspace(1, 1e-20, 41)
        for name, method, case, events in (("exact.h5", "quadrature", "a", None), ("plain.h5", "plain", "a", 1e6),
                                           ("other.h5", "plain", "b", 1e6)):
            attributes = {"method": method, "case_toml": case} | ({"events": events} if events else {})
            write(name, "spectrum", attributes, {"crystal/integral_probability": above,
                                                 "crystal/integral_probability_low": 0.9 * above,
                                                 "crystal/integral_probability_high": 1.1 * above})
        self.assert_draws("staircase.png", "staircase", "exact.h5", "plain.h5")
        self.assert_refuses("is of another case", "staircase", "exact.h5", "other.h5")

    def test_bursts(self):
        write_bursts("few.h5", 30)
        write_bursts("many.h5", 50000)
        self.assert_draws("bursts.png", "bursts", "few.h5")
        self.assert_draws("many.png", "bursts", "many.h5", "-o", "many.png")
        write_bursts("none.h5", 0)
        write_bursts("nan.h5", 2, film_eV=[1.0, np.nan])
        write_bursts("short.h5", 2, film_eV=[1.0])
        self.assert_refuses("none.h5: the list is empty", "bursts", "none.h5")
        self.assert_refuses("rows from 0 on hold NaN", "bursts", "nan.h5")
        self.assert_refuses("column film_eV has 1 rows, time_s has 2", "bursts", "short.h5")
        write_segment("segment.h5")
        self.assert_refuses("give a file written by 'slipburst experiment'", "bursts", "segment.h5")

    def test_counts_of_bursts(self):
        write_bursts("list.h5", 50000)
        with ResultFile("list.h5", "experiment", "bursts") as result:
            edges = 604800 * np.linspace(1, 2, bursts.TIME_BINS + 1)
            times, crystal, film, plane, _ = bursts.binned(result, edges)
        for counts in (times, crystal, film, plane):
            self.assertEqual(counts.sum(), 50000)
        np.testing.assert_array_equal(plane.sum(axis=1), crystal)
        np.testing.assert_array_equal(plane.sum(axis=0), film)

    def test_comparisons(self):
        write_comparison("a.h5")
        write_comparison("b.h5")
        write_comparison("unknown.h5", detector="CRESST", area_cm2=None, high_eV=200.0)
        write_comparison("empty.h5", counts=(0, 0, 0))
        write_comparison("falling.h5", high_eV=90.0)
        self.assert_draws("compare.png", "compare", "a.h5")
        self.assert_draws("two.png", "compare", "a.h5", "b.h5", "--energy", "20", "300", "-o", "two.png")
        self.assert_draws("unknown.png", "compare", "unknown.h5", "-o", "unknown.png")
        self.assert_draws("empty.png", "compare", "empty.h5", "-o", "empty.png")
        self.assert_refuses("unknown.h5: compares with other data", "compare", "a.h5", "unknown.h5")
        self.assert_refuses("falling.h5: its bands do not rise", "compare", "falling.h5")
        self.assert_refuses("--energy", "compare", "a.h5", "--energy", "300", "20")

    def test_scans(self):
        spacing, stress = ("nm", [30.0, 50.0, 100.0]), ("MPa", [60.0, 120.0])
        laws = ("1", ["newtonian", "elastorelativistic"])
        write_scan("one.h5", {"pinning.spacing": spacing})
        write_scan("three.h5", {"pinning.spacing": spacing, "stress.sigma0": stress, "model.dynamics": laws})
        write_scan("laws.h5", {"model.dynamics": laws})
        write_scan("part.h5.checkpoint", {"pinning.spacing": spacing, "stress.sigma0": stress}, computed=3)
        with changed("part.h5.checkpoint") as file:
            file.attrs["format"] = "slipburst-checkpoint"
        write_scan("none.h5", {"pinning.spacing": spacing}, computed=0)
        write_scan("silent.h5", {"pinning.spacing": spacing}, scale=0)
        write_scan("many.h5", {"pinning.spacing": spacing, "stress.sigma0": ("MPa", np.linspace(60, 120, 7))})
        self.assert_draws("scan.png", "scan", "one.h5")
        self.assert_draws("film.png", "scan", "one.h5", "--channel", "film", "--above", "30", "-o", "film.png")
        self.assert_draws("ratio.png", "scan", "three.h5", "-o", "ratio.png")
        self.assert_draws("stress.png", "scan", "three.h5", "--axis", "stress.sigma0", "--at",
                          "model.dynamics=newtonian", "-o", "stress.png")
        self.assert_draws("laws.png", "scan", "laws.h5", "-o", "laws.png")
        self.assert_draws("part.png", "scan", "part.h5.checkpoint", "-o", "part.png")
        self.assert_draws("many.png", "scan", "many.h5", "--axis", "stress.sigma0", "-o", "many.png")
        self.assert_refuses("none.h5: has no computed point", "scan", "none.h5")
        self.assert_refuses("nothing to draw", "scan", "silent.h5")
        self.assert_refuses("7 curves", "scan", "many.h5")
        self.assert_refuses("has no such axis; its axes are pinning.spacing", "scan", "one.h5", "--axis", "film.pair_breaking_energy")
        self.assert_refuses("has words", "scan", "three.h5", "--axis", "model.dynamics")
        self.assert_refuses("its values are 60 MPa, 120 MPa", "scan", "three.h5", "--at", "stress.sigma0=70 MPa")
        self.assert_refuses("has rates above 1, 30 eV", "scan", "one.h5", "--above", "2")

    def test_slices_of_scans(self):
        write_scan("scan.h5", {"pinning.spacing": ("nm", [30.0, 50.0, 100.0]), "stress.sigma0": ("MPa", [60.0, 120.0]),
                               "model.dynamics": ("1", ["newtonian", "elastorelativistic"])})
        place = 1 + np.arange(12).reshape(3, 2, 2)
        for along, at, expected in (
                (None, [], place[:, 0, :]), (None, ["stress.sigma0=120 MPa"], place[:, 1, :]),
                ("stress.sigma0", [], place[0]), ("stress.sigma0", ["pinning.spacing=100"], place[2]),
                ("pinning.spacing", ["model.dynamics=elastorelativistic"], place[:, :, 1]),
                (None, ["stress.sigma0=60", "model.dynamics=newtonian"], place[:, :1, 0]),
                (None, ["pinning.spacing=50", "stress.sigma0=120"], place[1, 1, None, :])):
            scan = scan_file.Scan("scan.h5", along, at)
            np.testing.assert_array_equal(scan["release_rate_Hz_per_cm2"], 10 * expected)
            self.assertEqual(scan["film/integral_probability"].shape, (*expected.shape, 41))

    def test_rates(self):
        write_rates("plain.h5")
        write_rates("bare.h5", moments=(), windows=(), fit=False)
        write_rates("none.h5", drawn=0.0)
        write_rates("pulse.h5", ["pulse"])
        write_rates("two.h5", ["ramp", "warm-up"])
        self.assert_draws("rates.png", "rates", "plain.h5")
        self.assert_draws("bare.png", "rates", "bare.h5", "-o", "bare.png")
        self.assert_draws("none.png", "rates", "none.h5", "-o", "none.png")
        self.assert_draws("pulse.png", "rates", "pulse.h5", "--channel", "film", "--above", "30", "-o", "pulse.png")
        self.assert_draws("two.png", "rates", "two.h5", "-o", "two.png")
        self.assert_draws("since.png", "rates", "two.h5", "--since-last-stage", "-o", "since.png")
        self.assert_draws("linear.png", "rates", "two.h5", "--time", "linear", "-o", "linear.png")
        self.assert_draws("both.png", "rates", "two.h5", "--time", "linear", "--since-last-stage", "-o", "both.png")
        write_rates("still.h5", scale=0.0)
        self.assert_refuses("still.h5: nothing leaves", "rates", "still.h5")
        self.assert_refuses("plain.h5: has no stage", "rates", "plain.h5", "--since-last-stage")
        self.assert_refuses("has rates above 1, 30 eV", "rates", "plain.h5", "--above", "2")
        self.assert_refuses("5 energies: at most 4", "rates", "plain.h5", "--above", "1", "1", "1", "30", "30")
        write_segment("segment.h5")
        self.assert_refuses("give a file written by 'slipburst rates'", "rates", "segment.h5")

    def test_poor_fits_are_marked(self):
        for p_value, words in ((0.5, None), (2e-3, None), (3e-5, "POOR FIT: p = 3e-05"), (0.0, "POOR FIT: p < 1e-300")):
            write_rates("fit.h5", p_value=p_value)
            axis = style.figure(4, 4)[1]
            rates.draw_fit(axis, rates_file.Rates("fit.h5", "crystal", False))
            (line,) = axis.get_lines()
            if words is None:
                self.assertNotIn("POOR", line.get_label())
                self.assertEqual(line.get_linestyle(), "-")
            else:
                self.assertIn(words, line.get_label())
                self.assertEqual(line.get_linestyle(), "--")  # as matplotlib calls any dashes
            style.plt.close("all")

    def test_time_of_rates(self):
        write_rates("two.h5", ["ramp", "warm-up"])
        whole = rates_file.Rates("two.h5", "crystal", False)
        np.testing.assert_array_equal(whole.edges, RATES_EDGES_S[1:])  # the slice from 0 on has no place on the axis
        self.assertEqual(whole.boundaries.tolist(), [1e6, 1.05e6, 1.1e6])
        self.assertEqual(whole.exact.shape, (3, RATES_EDGES_S.size - 2))
        np.testing.assert_allclose(whole.exact[2] / whole.exact[0], np.exp(-30 / 20))
        later = rates_file.Rates("two.h5", "crystal", True)
        self.assertEqual(later.origin, 1.1e6)
        np.testing.assert_allclose(later.edges, np.geomspace(1, 1e8, 25), rtol=1e-9)
        np.testing.assert_array_equal(later.rate[0], whole.rate[0][-24:])
        self.assertEqual(later.moments, [])  # before its axis

    def test_map_of_rates(self):
        write_rates("two.h5", ["ramp", "warm-up"])
        read = rates_file.Rates("two.h5", "crystal", False)
        times, energies, values = rates_map.releases_per_efold(read)
        self.assertEqual((times[0], times[-1]), (1, RATES_EDGES_S[-1]))
        self.assertTrue(np.isin([1e6, 1.1e6], times).all())  # columns do not go across stages
        self.assertNotIn(1.000001e6, times)                  # nor is what is too thin to be seen one
        self.assertTrue(np.isin(energies, read.edges_eV).all())
        releases = values * np.diff(np.log(times))[:, None] * np.diff(np.log(energies))
        np.testing.assert_allclose(releases.sum(axis=1)[:24], read.cells.sum(axis=1)[:24])
        self.assertAlmostEqual(releases.sum() / read.cells.sum(), 1, places=12)

    def test_texts_of_rates(self):
        for value, sigma, text in ((-0.99984, 0.00036, "−0.99984(36)"), (1.5, 0.0, "1.5"), (2.0, np.nan, "2"),
                                   (1234.0, 56.0, "1234(56)")):
            self.assertEqual(texts.value_text(value, sigma), text)
        for seconds, sigma, text in ((604800, 0, "1 wk"), (86400, 0, "1 d"), (367 * 86400, 0, "367 d"), (0.02, 0.009,
                                     "0.0200(90) s"), (-338 * 86400, 86400, "−338.0(10) d"), (63072000, 0, "2 yr")):
            self.assertEqual(texts.duration_text(seconds, sigma), text)

    def test_curves_of_rates(self):
        """A power law goes on to the ends of each stretch; a stretch without releases has no curve."""
        write_rates("two.h5", ["ramp", "warm-up"])
        read = rates_file.Rates("two.h5", "crystal", False)
        times, heights = rates.polyline(read, 5 / read.centres())
        np.testing.assert_allclose(heights * times, 5)
        self.assertEqual(times[0], 1)
        self.assertEqual(times.size, read.edges.size - 1 + 2 * 3)
        self.assertTrue(np.isnan(rates.polyline(read, np.zeros(read.edges.size - 1))[1]).all())

    def test_files_that_are_none_of_ours(self):
        write_segment("segment.h5")
        whole = pathlib.Path("segment.h5").read_bytes()
        pathlib.Path("cut.h5").write_bytes(whole[: len(whole) // 2])
        pathlib.Path("empty.h5").touch()
        pathlib.Path("text.h5").write_text("text")
        h5py.File("foreign.h5", "w").close()
        with changed("sealed.h5", "w"):
            pass
        write("newer.h5", "segment", {"format_version": 99}, {})
        write("older.h5", "segment", {"format_version": 1}, {})
        self.assert_refuses("none.h5: there is no such file", "segment", "none.h5")
        self.assert_refuses("empty.h5: is empty", "segment", "empty.h5")
        self.assert_refuses("text.h5: is not an HDF5 file", "segment", "text.h5")
        self.assert_refuses("cut.h5: is damaged or not of this slipburst: it has no seal at its end, as if cut off", "segment", "cut.h5")
        self.assert_refuses("foreign.h5: is damaged or not of this slipburst", "segment", "foreign.h5")
        self.assert_refuses("sealed.h5: is an HDF5 file of another program", "segment", "sealed.h5")
        self.assert_refuses("segment.h5: is a file of format 'slipburst-segment'", "table", "segment.h5")
        self.assert_refuses("newer.h5: has version 99", "segment", "newer.h5")
        self.assert_refuses("older.h5: has version 1", "segment", "older.h5")

    def test_every_flipped_byte_is_refused(self):
        write_segment("segment.h5")
        whole = bytearray(pathlib.Path("segment.h5").read_bytes())
        for place in range(8, len(whole), len(whole) // 50):
            whole[place] ^= 4
            pathlib.Path("flipped.h5").write_bytes(whole)
            self.assert_refuses("flipped.h5: ", "segment", "flipped.h5")
            whole[place] ^= 4

    def test_texts_of_fixed_length(self):
        """slipburst writes these; h5py hands them out as bytes."""
        write_segment("segment.h5")
        with changed("segment.h5") as file:
            for name in ("format", "reading"):
                file.attrs.create(name, file.attrs[name].encode(), dtype=h5py.string_dtype("utf-8", 20))
            file["names"] = np.array(["µ".encode(), b"two"], dtype=h5py.string_dtype("utf-8", 3))
            file["names"].attrs.create("unit", b"1", dtype=h5py.string_dtype("utf-8", 1))
        with ResultFile("segment.h5", "segment") as file:
            self.assertEqual(file.text("reading"), "appendix")
            self.assertEqual(file.texts("names"), ["µ", "two"])
            self.assertEqual(file.text_of("names", "unit"), "1")

    def test_content_that_cannot_be_drawn(self):
        write_segment("nan.h5", power=np.nan)
        write_segment("rest.h5", power=0.0)
        write_spectrum("50.h5", 50.0)
        self.assert_refuses("power_eV_per_nm_per_ps holds NaN", "segment", "nan.h5")
        self.assert_refuses("crystal_eV_per_nm holds NaN", "phonons", "nan.h5")
        self.assert_refuses("at rest", "segment", "rest.h5")
        self.assert_refuses("at rest", "phonons", "rest.h5")
        write_phonons("nothing.h5", packets=0)
        self.assert_refuses("emits nothing", "packets", "nothing.h5")
        self.assert_refuses("no aluminium area", "spectrum", "50.h5", "--per", "hz")
        self.assert_refuses("no event between", "spectrum", "50.h5", "--energy", "1e5", "1e6")
        self.assert_refuses("not an area", "spectrum", "50.h5", "--cresst-area", "1")

    def test_measured_data_that_are_not_there(self):
        write_spectrum("50.h5", 50.0)
        self.assert_refuses("there is no CRESST.txt", "spectrum", "50.h5", "--data", ".")
        write_data(self.folder)
        pathlib.Path("CPD_eff.txt").write_text("0.0 high\n")
        self.assert_refuses("CPD_eff.txt: is not a list of numbers", "spectrum", "50.h5", "--data", ".")
        pathlib.Path("CPD_eff.txt").write_text("0.0 nan\n")
        self.assert_refuses("CPD_eff.txt: should hold 2 finite numbers", "spectrum", "50.h5", "--data", ".")

    def test_measured_data_in_the_folders_of_their_repository(self):
        write_spectrum("50.h5", 50.0)
        write_data(self.folder)
        for name, own in (("CRESST", "CRESST"), ("CPD", "SuperCDMS/CPD")):
            place = pathlib.Path("clone/data/converted_data", own)
            place.mkdir(parents=True)
            for file in pathlib.Path(".").glob(f"{name}*.txt"):
                file.rename(place / file.name)
        for given in ("clone", "clone/data", "clone/data/converted_data"):
            status, said = self.plot("spectrum", "50.h5", "--data", given, "-o", "spectrum.png")
            self.assertEqual(status, 0, said)

    def test_pictures_that_cannot_be_written(self):
        write_segment("segment.h5")
        for output, message in (("none/fig3.png", "there is no folder none"), ("fig3.jpg", "kind of picture")):
            status, said = self.plot("segment", "segment.h5", "-o", output)
            self.assertEqual(status, 1)
            self.assertIn(message, said)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["segment.h5"])

    def test_scaling_of_measured_rates(self):
        write_data(self.folder)
        for detector, weeks_cold in ((measured.CRESST, 365 / 7), (measured.CPD, 8)):
            points = measured.rates(self.folder, detector, 1000)
            self.assertEqual(points.events, 101)  # the one on the threshold counts, the one below does not
            rate = (points.rate * points.energy_error.sum(axis=0)).sum()
            self.assertAlmostEqual(rate / (101 / 0.5 / (2 * 86400) * weeks_cold), 1, places=12)
            self.assertAlmostEqual(points.energy[0] - points.energy_error[0, 0], detector.threshold_keV * 1e3)
            self.assertTrue((points.rate_error[0] < points.rate).all())
            n = points.rate_error[:, -1] / points.rate[-1] * 100
            np.testing.assert_allclose(n, [9.98, 11.03], atol=0.02)  # Poisson interval of 100 events


if __name__ == "__main__":
    unittest.main()
