"""Copies programs, their libraries and scripts into a folder that needs nothing else but a driver."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

from .worker import Worker

# The machine's own: glibc with its loader, and the driver of the GPU.
OF_THE_MACHINE = re.compile(r"/(ld-linux|lib(c|m|mvec|pthread|dl|rt|resolv|util)\.so|lib(cuda|nvidia))")
COPIED = ("scripts/gpu-check", "scripts/gpu_checks", "tests/regression/golden_digests.json")
START = """#!/bin/sh
# Runs scripts/gpu-check with the programs and libraries of this folder.
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" UDUNITS2_XML_PATH="$here/share/udunits/udunits2.xml"
export SLIPBURST_PROGRAMS="$here/bin"
exec "$here/scripts/gpu-check" "$@"
"""


def libraries(program):
    """Shared libraries that a program needs and a machine may lack."""
    out = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    if "not found" in out:
        sys.exit(f"gpu-check: {program} lacks libraries here:\n{out}")
    return {path for path in re.findall(r"=> (/\S+)", out) if not OF_THE_MACHINE.search(path)}


def units_folder():
    """Folder of the database of units, which libudunits2 reads when a program starts."""
    named = os.environ.get("UDUNITS2_XML_PATH")
    for folder in ([pathlib.Path(named).parent] if named else []) + [pathlib.Path("/usr/share/xml/udunits"),
                                                                     pathlib.Path("/usr/local/share/udunits")]:
        if (folder / "udunits2.xml").exists():
            return folder
    sys.exit("gpu-check: there is no udunits2.xml; set UDUNITS2_XML_PATH to it")


def pack(root, programs, folder):
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"gpu-check: {folder} is not empty; name another folder, or delete it")
    Worker(programs, folder, 1, 1).require_programs()
    for name in ("bin", "lib"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    needed = set()
    for name in Worker.PROGRAMS:
        needed |= libraries(programs / name)
        shutil.copy2(programs / name, folder / "bin")
        subprocess.run(["strip", folder / "bin" / name], check=True)
    for library in sorted(needed):
        shutil.copy(library, folder / "lib")
    shutil.copytree(units_folder(), folder / "share/udunits")
    for name in COPIED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy2
        copy(root / name, folder / name)
    start = folder / "gpu-check"
    start.write_text(START, encoding="utf-8")
    start.chmod(0o755)
    print(f"gpu-check: run {start} on the machine with the GPU")
    return 0
