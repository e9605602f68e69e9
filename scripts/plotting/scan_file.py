"""Reads a scan: its axes, and its arrays with the axes that a picture does not show taken at one value."""
from dataclasses import dataclass

import numpy as np

from . import style
from .errors import PlotError
from .result_file import ResultFile

NAMES = {"pinning.spacing": "distance between pins", "pinning.alpha": "α", "stress.sigma0": "film stress σ₀",
         "grain.median": "median grain size", "grain.sigma": "grain size spread", "depinning.gamma": "Γ",
         "detector.aluminium_area": "aluminium area", "detector.time_since_cooldown": "time since cooldown",
         "detector.subgap_efficiency": "below-gap efficiency", "film.thickness": "film thickness",
         "model.dynamics": "law of motion", "model.reading": "reading", "film.material": "film",
         "substrate.material": "substrate", "pinning.shape": "shape of the line",
         "substrate.shear_modulus": "substrate shear modulus", "film.pair_breaking_energy": "gap 2Δ"}


@dataclass(frozen=True)
class Axis:
    key: str
    unit: str
    values: np.ndarray | None  # None: words
    texts: list
    logarithmic: bool

    @property
    def name(self):
        return NAMES.get(self.key, self.key)

    @property
    def unit_text(self):
        return "" if self.unit == "1" else self.unit.replace("^2", "²").replace("^3", "³")

    def value_text(self, position):
        """'50 nm', 'newtonian'."""
        if self.values is None:
            return self.texts[position]
        return f"{self.values[position]:.4g} {self.unit_text}".rstrip()

    def position(self, text):
        """Index of a value, named with or without its unit."""
        if self.values is not None:
            try:
                distance = np.abs(self.values / float(text.removesuffix(self.unit).strip()) - 1)
                if distance.min() < 1e-3:
                    return int(distance.argmin())
            except (ValueError, ZeroDivisionError):
                pass
        elif text in self.texts:
            return self.texts.index(text)
        raise PlotError(f"--at {self.key}={text}: is not on this axis; its values are "
                        + ", ".join(self.value_text(i) for i in range(len(self.texts))))


def read_axis(result, key):
    path = f"axes/{key}"
    words = result.texts(path)
    values = None if words else result.array(path)
    return Axis(key, result.text_of(path, "unit"), values, words or [f"{v:g}" for v in values],
                result.text_of(path, "scale") == "log")


class Scan:
    """Arrays are [x axis][curve axis][...]; an axis that is missing has length one."""

    def __init__(self, path, along, at):
        with ResultFile(path, "scan", or_checkpoint=True) as result:
            self.path = path
            self.axes = [read_axis(result, key) for key in result.text("axes").split(",")]
            self._choose(along, dict(self._fixed(text) for text in at))
            self._grid = tuple(len(axis.texts) for axis in self.axes)
            self.edges = result.array("edges_eV")
            self.energies = result.array("above/energy_eV")
            self.source = f"{style.provenance(result)}; method {result.text('method')}"
            points, computed = result.number("points"), result.number("computed_points")
            if computed == 0:
                raise PlotError(f"{path}: has no computed point yet; let 'slipburst scan' go on")
            self.missing = "" if computed == points else f"{computed:.0f} of {points:.0f} points computed"
            self._arrays = {name: self._slice(result.array(name, finite=False)) for name in self._names(result)}

    def _names(self, result):
        names = ["release_rate_Hz_per_cm2"]
        for channel in ("crystal", "film"):
            names += [f"{channel}/{name}" for name in (
                "above_rate_Hz_per_cm2", "above_rate_sigma_Hz_per_cm2", "integral_probability",
                "integral_probability_sigma", "supersonic_share_per_bin")]
        return names

    def _axis(self, key, option):
        for i, axis in enumerate(self.axes):
            if axis.key == key:
                return i
        raise PlotError(f"{option} {key}: {self.path} has no such axis; its axes are "
                        + ", ".join(axis.key for axis in self.axes))

    def _fixed(self, text):
        key, equals, value = text.partition("=")
        if not equals:
            raise PlotError(f"--at {text}: write KEY=VALUE, such as --at 'pinning.spacing=50 nm'")
        i = self._axis(key.strip(), "--at")
        return i, self.axes[i].position(value.strip())

    def _choose(self, along, fixed):
        """Chooses the axis x (of numbers; None: energy), the axis of the curves, and the values of the other axes."""
        free = [i for i in range(len(self.axes)) if i not in fixed]
        numbers = [i for i in free if self.axes[i].values is not None and len(self.axes[i].texts) > 1]
        x = numbers[0] if numbers else None
        if along:
            x = self._axis(along, "--axis")
            if x in fixed:
                raise PlotError(f"--axis {along}: --at holds it at one value; leave one of them out")
            if self.axes[x].values is None:
                raise PlotError(f"--axis {along}: has words, not numbers; name another axis")
        rest = [i for i in free if i != x]
        rest.sort(key=lambda i: self.axes[i].key != "model.dynamics")
        curve = rest[0] if rest else None
        fixed = fixed | {i: 0 for i in rest[1:]}
        self.x = None if x is None else self.axes[x]
        self.curve = None if curve is None else self.axes[curve]
        self.held = [f"{self.axes[i].name} {self.axes[i].value_text(at)}" for i, at in sorted(fixed.items())]
        self._roles = x, curve, fixed

    def _slice(self, array):
        if array.shape[:len(self._grid)] != self._grid:
            raise PlotError(f"{self.path}: its arrays do not fill its axes; write the file again")
        x, curve, fixed = self._roles
        tail = tuple(range(len(self._grid), array.ndim))
        order = [i for i in (x, curve) if i is not None] + sorted(fixed)
        array = np.transpose(array, (*order, *tail))
        for i in reversed(sorted(fixed)):
            array = np.take(array, fixed[i], axis=order.index(i))
        for place, role in enumerate((x, curve)):
            if role is None:
                array = np.expand_dims(array, place)
        return array

    def __getitem__(self, name):
        return self._arrays[name]
