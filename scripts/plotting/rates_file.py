"""Reads a file of `slipburst rates`, on an axis of time that begins at cooldown or where the last stage ends."""
import types

import numpy as np

from . import style
from .errors import PlotError
from .result_file import ResultFile


class Rates:
    """Numbers of one file. Slices of time are those after the origin, without the one that holds time 0.

    edges: their edges, s since the origin; rate, sigma, exact: [band][slice], Hz, of all releases and then of those
    with at least each energy of `energies`; undisturbed: [slice], Hz; cells: [slice][bin], releases;
    boundaries: where stages begin and end, s since the origin.
    """

    def __init__(self, path, channel, since_last_stage):
        self.path = path
        with ResultFile(path, "rates") as file:
            self._read_stages(file, path, since_last_stage)
            self._read_slices(file, path, channel)
            self._read_marks(file)
            self.title = (f"{file.text('film')} on {file.text('substrate')}, {file.number('spacing_nm'):g} nm spacing, "
                          f"{file.number('aluminium_area_cm2'):g} cm²: {file.number('releases'):,.0f} releases from "
                          f"{file.number('piece_events'):,.0f} events, {file.text('sampling')}, "
                          f"seed {file.number('seed'):.0f}")
            self.source = style.provenance(file)

    def _read_stages(self, file, path, since_last_stage):
        start, *levels = (file.array(f"protocol/{name}")
                          for name in ("start_s", "first_stress_factor", "last_stress_factor", "first_eta_shift",
                                       "last_eta_shift"))
        self.disturbed = start.size > 1
        self.stages, self.origin = [], 0.0
        if file.has_group("stages"):
            columns = [file.array(f"stages/{name}") for name in ("start_s", "end_s", "refill", "expected_at_once")]
            columns.append(file.array("stages/temperature_K", finite=False))
            self.stages = [
                types.SimpleNamespace(kind=kind, start=begin, end=end, refill=refill, at_once=at_once, temperature=temperature)
                for kind, begin, end, refill, at_once, temperature in zip(file.texts("stages/kind"), *columns)]
        if since_last_stage:
            if not self.stages:
                raise PlotError(f"{path}: has no stage that ends within its axis of time; leave out --since-last-stage")
            self.origin = self.stages[-1].end
        self.pieces = types.SimpleNamespace(start=start - self.origin, gain=np.stack(levels[:2]) - 1,
                                            shift=np.stack(levels[2:]))
        jumps = np.flatnonzero((levels[1][:-1] != levels[0][1:]) | (levels[3][:-1] != levels[2][1:])) + 1
        ends = [time for stage in self.stages for time in (stage.start, stage.end)]
        self.boundaries = np.unique(np.concatenate((start[jumps], ends))) - self.origin

    def _read_slices(self, file, path, channel):
        edges = file.array("time/edges_s")
        slices = edges.size - 1
        self.energies, self.edges_eV = file.array("above/energy_eV"), file.array("edges_eV")
        after = edges[:-1] > self.origin
        if not after.any():
            raise PlotError(f"{path}: has no slice of time after its last stage; leave out --since-last-stage")
        self.edges = edges[np.flatnonzero(after)[0]:] - self.origin
        shape, widths = (slices, self.energies.size), np.diff(edges)[after]

        def bands(all_of_them, above):
            first, rest = file.array(f"time/{all_of_them}", (slices,)), file.array(f"time/{channel}/{above}", shape)
            return np.column_stack((first, rest)).T[:, after]

        self.rate, self.sigma, self.exact = (bands("rate_Hz", "above_Hz"), bands("rate_sigma_Hz", "above_sigma_Hz"),
                                             bands("expected_rate_Hz", "expected_above_Hz"))
        self.undisturbed = file.array("time/undisturbed_rate_Hz", (slices,))[after]
        density = file.array(f"time/{channel}/rate_Hz_per_eV", (slices, self.edges_eV.size - 1))[after]
        self.cells = density * np.diff(self.edges_eV) * widths[:, None]
        self.drawn = file.number("releases") * after.mean()

    def _read_marks(self, file):
        def columns(group, *names):
            return [file.array(f"{group}/{name}") for name in names] if file.has_group(group) else [np.zeros(0)] * len(names)

        def shown(times):
            return (times > self.edges[0]) & (times < self.edges[-1])

        time, exact = columns("moments", "time_s", "exact_Hz")
        time = time - self.origin
        self.moments = list(zip(time[shown(time)], exact[shown(time)]))
        start, end = (times - self.origin for times in columns("windows", "start_s", "end_s"))
        self.windows = [(max(a, self.edges[0]), b) for a, b in zip(start, end) if b > self.edges[0]]
        self.fit = None
        if file.has_group("fit"):
            rate, exponent, origin = file.array("fit/parameters", (3,))
            covariance = file.array("fit/covariance", (3, 3), finite=False)
            names = ("start_s", "end_s", "reference_time_s", "chi_square", "degrees_of_freedom", "p_value")
            self.fit = types.SimpleNamespace(rate=rate, exponent=exponent, origin=origin,
                                             sigma=np.sqrt(np.diag(covariance)),
                                             **{name: file.number(name, "fit") for name in names})

    def centres(self):
        return np.sqrt(self.edges[1:] * self.edges[:-1])
