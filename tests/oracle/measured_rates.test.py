#!/usr/bin/python3
"""Counts of the public low-energy spectra and their rate one week after cooldown, from the raw files.

    measured_rates.test.py [--data FOLDER]

FOLDER holds CRESST.txt, CPD.txt and their _eff, _exposure and _weight files (EXCESS workshop; CC BY 4.0; acknowledge
the CRESST and SuperCDMS collaborations).  Romani (2024), App. B: rate at one week = counts / (efficiency x live time)
x (time cold / 1 week), live time = exposure / mass.  Without --data it looks in ../shared/data/excess beside the
checkout.  Exit status: 0 both values reproduced, 1 not, 77 data absent (test skipped).
"""
import argparse
import pathlib
import sys

import numpy as np

DAY_S, WEEK_DAYS = 86400.0, 7.0
BESIDE_CHECKOUT = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "excess"


def rate_at_one_week(folder, name, low_keV, high_keV, days_cold):
    """(events in [low, high], rate in Hz one week after cooldown).

    Bounds in keV, as the files have them: two CRESST events lie exactly on 0.0301 and 1e3 * 0.0301 < 30.1.
    """
    energies = np.loadtxt(folder / f"{name}.txt")
    efficiency = np.loadtxt(folder / f"{name}_eff.txt")
    live_days = float(np.loadtxt(folder / f"{name}_exposure.txt")) / float(np.loadtxt(folder / f"{name}_weight.txt"))
    selected = energies[(energies >= low_keV) & (energies <= high_keV)]
    weights = 1 / np.interp(selected, efficiency[:, 0], efficiency[:, 1])
    return len(selected), weights.sum() / (live_days * DAY_S) * days_cold / WEEK_DAYS


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=BESIDE_CHECKOUT, metavar="FOLDER")
    folder = parser.parse_args().data
    if not (folder / "CRESST.txt").is_file() or not (folder / "CPD.txt").is_file():
        print(f"skipped: no CRESST.txt and CPD.txt in {folder}; give the folder with --data")
        return 77

    cpd_area_cm2 = 0.02 * 45.6
    count_cresst, rate_cresst = rate_at_one_week(folder, "CRESST", 0.0301, 0.2, 365.0)
    count_cpd, rate_cpd = rate_at_one_week(folder, "CPD", 0.030, np.inf, 56.0)
    rate_cpd /= cpd_area_cm2
    failures = 0
    for label, count, rate, unit, count_known, rate_known in (
        ("CRESST 30.1-200 eV", count_cresst, rate_cresst, "Hz", 801, 3.399e-3),
        ("CPD >= 30 eV", count_cpd, rate_cpd, "Hz/cm^2", 978, 0.1199),
    ):
        good = count == count_known and abs(rate / rate_known - 1) < 5e-4  # the known rates have four digits
        failures += not good
        expected = "" if good else f"; expected {count_known} and {rate_known}"
        print(f"{label}: {count} events, {rate:.4g} {unit} at one week{expected}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
