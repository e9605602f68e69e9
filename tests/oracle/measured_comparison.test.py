#!/usr/bin/python3
"""`slipburst compare` reproduces the known rates of the public spectra one week after cooldown.

    measured_comparison.test.py [--data FOLDER]

FOLDER holds CRESST.txt, CPD.txt and their _eff, _exposure and _weight files (EXCESS workshop; CC BY 4.0; acknowledge
the CRESST and SuperCDMS collaborations); by default ../shared/data/excess beside the checkout.  The known values are
those of measured_rates.test.py, which has them from the files without the program.  Exit status: 0 reproduced, 1 not,
77 data absent (test skipped).
"""
import argparse
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli" / "support"))
from program import QUICK_TABLE, result

BESIDE_CHECKOUT = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "excess"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=BESIDE_CHECKOUT, metavar="FOLDER")
    folder = parser.parse_args().data
    if not (folder / "CRESST.txt").is_file() or not (folder / "CPD.txt").is_file():
        print(f"skipped: no CRESST.txt and CPD.txt in {folder}; give the folder with --data")
        return 77
    failures = 0
    with tempfile.TemporaryDirectory() as scratch:
        spectrum = pathlib.Path(scratch) / "spectrum.h5"
        result("spectrum", "cresst", "--method", "quadrature", *QUICK_TABLE, "-o", spectrum)
        for detector, bands, field, counts, rate in (
            ("cresst", "30.1 eV:200 eV", "measured_rate_Hz", 801, 3.399e-3),
            ("cresst", None, "measured_rate_Hz", 801, 3.399e-3),
            ("cpd", "30 eV:", "measured_rate_Hz_per_cm2", 978, 0.1199),
            ("cpd", None, "measured_rate_Hz_per_cm2", 978, 0.1199),
        ):
            chosen = ("--bands", bands) if bands else ()
            total = result("compare", spectrum, "--data", folder, "--detector", detector, *chosen)["total"]
            good = total["counts"] == counts and abs(total[field] / rate - 1) < 5e-4  # known to four digits
            failures += not good
            print(f"{detector} {bands or 'own bands'}: {total['counts']} events, {field} {total[field]:.4g}"
                  + ("" if good else f"; expected {counts} and {rate}"))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
