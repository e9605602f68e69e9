"""Programs that the tests of a cluster need; where they are missing the tests are skipped, but not in CI."""

import os
import shutil
import sys

PACKAGES = {
    "munged": "munge",
    "slurmctld": "slurm-wlm",
    "slurmd": "slurm-wlm",
    "srun": "slurm-wlm",
}
MPI_PACKAGES = {"mpirun": "openmpi-bin"}
SKIPPED = 77

# Daemons are in /usr/sbin, which is not on everybody's PATH.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])


def path_of(program):
    """The full path of a program, or None."""
    return shutil.which(program, path=SEARCH_PATH)


def require(packages=PACKAGES):
    """Ends the test, naming the packages to install, if one of these programs is missing: skipped, in CI failed."""
    missing = sorted({package for program, package in packages.items() if path_of(program) is None})
    if missing:
        in_ci = os.environ.get("CI", "").lower() == "true"
        print(f"{'failed' if in_ci else 'skipped'}: needs the packages {' '.join(missing)}; `scripts/bootstrap tests` "
              "installs them", file=sys.stderr)
        sys.exit(1 if in_ci else SKIPPED)
