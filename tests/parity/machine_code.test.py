#!/usr/bin/env python3
"""Machine code of the CUDA kernels on the CPU: bits of the reference, no more instructions than recorded, and a rehearsal of
scripts/gpu-check.

A long test, skipped in builds without CUDA and where NVIDIA's disassemblers cannot be had: scripts/dev/run-machine-code.
"""

import os
import pathlib
import subprocess
import sys

SKIPPED = 77
COMMAND = [pathlib.Path(os.environ["SLIPBURST_SOURCE_DIR"]) / "scripts/dev/run-machine-code", "--build",
           os.environ["SLIPBURST_BUILD"]]


def main():
    if os.environ.get("SLIPBURST_LONG_TESTS") != "1":
        print("skipped: a long test")
        return SKIPPED
    for part in ([], ["--profile"], ["--rehearse"]):
        if status := subprocess.run([*COMMAND, *part]).returncode:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
