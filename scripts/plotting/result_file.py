"""Reads the HDF5 files of slipburst, and says plainly what is wrong with a file that is none."""
import os

import h5py
import numpy as np

from .errors import PlotError
from .seal import seal_state

FORMAT_VERSION = 2


def text(value):
    """A text of an attribute as str: h5py returns texts of fixed length, which slipburst writes, as bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)


class ResultFile:
    """A file written by `slipburst COMMAND`, open for reading: root attributes and datasets."""

    def __init__(self, path, command, kind=None, or_checkpoint=False):
        """`kind` is the second half of the format's name where it is not the command."""
        self.path, self._command = path, command
        self._formats = [f"slipburst-{kind or command}"] + ["slipburst-checkpoint"] * or_checkpoint
        if not os.path.exists(path):
            raise PlotError(f"{path}: there is no such file; make it with 'slipburst {command}' and its option -o")
        if os.path.isdir(path):
            self._fail("is a folder")
        if not os.access(path, os.R_OK):
            self._fail("may not be read")
        if os.path.getsize(path) == 0:
            self._fail("is empty")
        if not h5py.is_hdf5(path):
            self._fail("is not an HDF5 file")
        self._check_seal()
        try:
            self._file = h5py.File(path, "r")
        except OSError:
            self._fail("is damaged")
        self._check_format()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def _fail(self, what):
        raise PlotError(f"{self.path}: {what}; give a file written by 'slipburst {self._command}'")

    def _check_seal(self):
        state = seal_state(self.path)
        if state == "broken":
            self._fail("is damaged or was changed since slipburst wrote it: its SHA-256 does not fit")
        if state == "absent":
            self._fail("is damaged or not of this slipburst: it has no seal at its end, as if cut off or written by an older slipburst or another program")

    def _check_format(self):
        if "format" not in self._file.attrs or "format_version" not in self._file.attrs:
            self._fail("is an HDF5 file of another program")
        found = self.text("format")
        if found not in self._formats:
            self._fail(f"is a file of format '{found}'")
        version = self.number("format_version")
        if version != FORMAT_VERSION:
            self._fail(f"has version {version:g} of its format, this script reads version {FORMAT_VERSION}")

    def has(self, name):
        """Whether there is such a root attribute."""
        return name in self._file.attrs

    def has_group(self, path):
        """Whether there is such a group; files leave out groups that would be empty."""
        return isinstance(self._file.get(path), h5py.Group)

    def text(self, name):
        if not self.has(name):
            self._fail(f"has no attribute {name}")
        return text(self._file.attrs[name])

    def number(self, name, group="/"):
        """A number that is an attribute of the root, or of a group that is there."""
        attributes = self._file[group].attrs
        if name not in attributes:
            self._fail(f"has no attribute {name}" + ("" if group == "/" else f" of {group}"))
        try:
            return float(attributes[name])
        except (TypeError, ValueError):
            self._fail(f"its attribute {name} is not a number")

    def array(self, path, shape=None, finite=True):
        """The dataset as float64, of this shape if one is named; NaN and infinity only if allowed."""
        dataset = self._file.get(path)
        if not isinstance(dataset, h5py.Dataset) or dataset.dtype.kind not in "fiu":
            self._fail(f"has no dataset {path} of numbers")
        if shape is not None and dataset.shape != shape:
            self._fail(f"its dataset {path} has the shape {dataset.shape}, not {shape}")
        try:
            values = np.asarray(dataset[()], dtype=float)
        except OSError:
            self._fail(f"its dataset {path} is damaged")
        if values.size == 0:
            self._fail(f"its dataset {path} is empty")
        if finite and not np.isfinite(values).all():
            self._fail(f"its dataset {path} holds NaN or infinity")
        return values

    def text_of(self, path, name):
        """A text that is an attribute of a dataset."""
        value = self._file[path].attrs.get(name) if path in self._file else None
        if not isinstance(value, (str, bytes)):
            self._fail(f"its {path} has no attribute {name}")
        return text(value)

    def texts(self, path):
        """The list of texts in a dataset, or None where it holds numbers."""
        dataset = self._file.get(path)
        if not isinstance(dataset, h5py.Dataset):
            self._fail(f"has no dataset {path}")
        return [str(text) for text in dataset.asstr()[()]] if h5py.check_string_dtype(dataset.dtype) else None

    def blocks(self, paths, rows=1 << 20):
        """Tuples of the same rows of several columns, so many at a time: for columns that memory does not hold."""
        columns = [self._file.get(path) for path in paths]
        for path, column in zip(paths, columns):
            if not isinstance(column, h5py.Dataset) or column.dtype.kind not in "fiu" or column.ndim != 1:
                self._fail(f"has no column {path} of numbers")
            if column.shape != columns[0].shape:
                self._fail(f"its column {path} has {column.size} rows, {paths[0]} has {columns[0].size}")
        for first in range(0, columns[0].size, rows):
            try:
                block = tuple(np.asarray(column[first:first + rows], dtype=float) for column in columns)
            except OSError:
                self._fail(f"rows from {first} on are damaged")
            if not all(np.isfinite(values).all() for values in block):
                self._fail(f"rows from {first} on hold NaN or infinity")
            yield block
