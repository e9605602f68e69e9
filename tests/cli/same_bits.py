#!/usr/bin/python3
"""Counts and table depend on case, seed and event range alone: not on backend, threads or pieces."""

import filecmp
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
import h5py
import numpy

from program import QUICK_TABLE, InFolder, default_table, result, usable_backends

DEVICE = ("--kokkos-space", "device")
WAYS = [("reference",), ("kokkos", "--threads", "1"), ("kokkos", "--threads", "2"), ("kokkos", *DEVICE), ("cuda",)]


def ways():
    return [way for way in WAYS if way[0] in usable_backends()]


class SameBits(InFolder):
    def test_backends_and_threads(self):
        for case in (("paper-50nm", *QUICK_TABLE), ("al-on-ge", *QUICK_TABLE),
                     ("paper-50nm", "--method", "stratified", "--set", "grain.median=200 nm", "--table",
                      default_table())):
            digests = set()
            for way in ways():
                values = result("spectrum", *case, "--events", "1000003", "--seed",
                                "18446744073709551615", "--backend", *way)
                if way[1:] == DEVICE:
                    self.assertRegex(values["backend"], "^kokkos:[A-Z]")
                else:
                    self.assertEqual(values["backend"], way[0])
                digests.add((values["table_sha256"], values["counts_sha256"]))
            self.assertEqual(len(digests), 1, digests)

    def pieces_add_up(self, keys, *arguments):
        def counts(name, *piece):
            result("spectrum", "paper-50nm", "--table", default_table(), "--overwrite", "-o", self.path(name), *arguments,
                   *piece)
            with h5py.File(self.path(name)) as file:
                self.assertEqual(file.attrs["events"], 500000)
                return [file[key][:] for key in keys]

        whole = counts("whole.h5", "--events", "500000")
        cuts = [0, 65, 777, 123457, 500000]
        total = None
        for first, last in zip(cuts, cuts[1:]):
            piece = counts("piece.h5", "--events", "500000", "--first-event", str(first), "--piece-events",
                           str(last - first))
            total = piece if total is None else [a + b for a, b in zip(total, piece)]
        for a, b in zip(whole, total):
            self.assertTrue(numpy.array_equal(a, b))

    KEYS = ("crystal/counts", "film/counts", "crystal/supersonic_counts", "film/supersonic_counts", "crystal/outside",
            "film/outside", "above/crystal", "above/film")

    def test_pieces_add_up(self):
        self.pieces_add_up(self.KEYS)

    def test_stratified_pieces_add_up(self):
        self.pieces_add_up((*self.KEYS, "strata/events", "plane/counts"), "--method", "stratified", "--set",
                           "histogram.plane_bins_per_decade=4")

    def test_same_file_twice(self):
        paths = [self.path("a.h5"), self.path("b.h5")]
        for path in paths:
            result("spectrum", "paper-50nm", *QUICK_TABLE, "--events", "1000", "-o", path)
        self.assertTrue(filecmp.cmp(*paths, shallow=False))


if __name__ == "__main__":
    unittest.main()
