#!/usr/bin/env python3
"""Faults planted in the CUDA kernels, one at a time, which the tests on the emulator must notice.

Each is tried in the builds that can see it: plain ones see wrong counts and complaints of the emulator, those with a
sanitizer memory that is too small, or threads that race. A long test, which needs Ninja.
"""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
BUILD = pathlib.Path(os.environ["SLIPBURST_BUILD"])
SOURCES = pathlib.Path(os.environ["SLIPBURST_SOURCE_DIR"])
PROGRAM = "bin/test_emulated"
GEOMETRY, EVENTS, DEVICES = "launch geometry*", "any number of *", "two devices*"
FAILURE = "a device that fails for good*"

# Name, file, text, text with the fault, and the cases that notice it in each kind of build.
MUTANTS = [
    ("no barrier after zeroing", "block_tally.cuh",
     "shared[i] = 0;\n    __syncthreads();", "shared[i] = 0;", {"plain": GEOMETRY, "thread": EVENTS}),
    ("no barrier before the flush", "block_tally.cuh",
     "if (!fits_) return;\n    __syncthreads();", "if (!fits_) return;", {"thread": EVENTS}),
    ("no barrier before the next area", "cluster_kernel.cu",
     "layout_.size());\n    __syncwarp();", "layout_.size());",
     {"plain": GEOMETRY, "thread": GEOMETRY}),
    ("lanes without an event leave early", "sift_events.cuh",
     "const random::Words line = drawn_words(", "if (!exists) return;\n    const random::Words line = drawn_words(",
     {"plain": EVENTS}),
    ("the last events left in the queue", "sift_events.cuh",
     "return !(upper_.empty() && lower_.empty() && grained_.empty());", "return drawn_.any();", {"plain": EVENTS}),
    ("entries taken before they are in", "warp_queue.cuh",
     "__syncwarp();  // all are in\n", "", {"plain": EVENTS, "thread": EVENTS}),
    ("entries overwritten before they are out", "warp_queue.cuh",
     "__syncwarp();  // all are out: others may take their place\n", "", {"thread": GEOMETRY}),
    ("queues too short by what a lane puts in", "warp_queue.cuh", "full_size + max_put * warp_size",
     "full_size + (max_put - 1) * warp_size", {"plain": EVENTS}),
    ("queues for a warp too few", "sift_events.cuh", "static_cast<std::size_t>(threads / warp_size); }",
     "static_cast<std::size_t>(threads / warp_size - 1); }", {"address": EVENTS}),
    ("histogram too short by one", "tally_launch.cuh",
     "SharedTally::bytes(exec::TallyLayout(model))", "SharedTally::bytes(exec::TallyLayout(model)) - 4",
     {"address": EVENTS}),
    ("results that are not waited for", "batch_in_flight.cuh",
     'check(cudaStreamSynchronize(stream_), "running the segment kernel");\n    time.add(span_);', "(void)time;",
     {"plain": GEOMETRY}),
    ("a batch in the wrong turn", "segment_kernel.cu", "turns_[i % 2]->start", "turns_[0]->start", {"plain": GEOMETRY}),
    ("segments beyond the last", "segment_kernel.cu", "bool busy = i < count && execute.begin", "bool busy = execute.begin",
     {"address": GEOMETRY}),
    ("a step taken by a lane that waits", "segment_kernel.cu", "if (attempt == Attempt::quiet) execute.take(",
     "if (attempt == Attempt::quiet || (waits && waited > 0)) execute.take(", {"plain": GEOMETRY}),
    ("a pointer of the host left in the view", "../backend/table_copy.hpp",
     "view_.cells = cells_.data();\n", "", {"plain": EVENTS}),
    ("an error of freeing that is thrown", "device_array.cuh",
     "cudaFree(memory.get());", 'check(cudaFree(memory.get()), "freeing");', {"plain": FAILURE}),
    ("a barrier that some threads miss", "block_tally.cuh",
     "__syncthreads();\n  }\n\n  /// Takes note", "if (threadIdx.x < 160) __syncthreads();\n  }\n\n  /// Takes note",
     {"plain": GEOMETRY}),
    ("a plain addition for an atomic one", "block_tally.cuh",
     "atomicAdd(own.count + channel, 1u);", "own.count[channel] += 1u;", {"thread": EVENTS}),
    ("the last round counted in full", "lane_events.hpp",
     "return k < left_;", "return k < together;", {"plain": EVENTS}),
    ("a 32-bit index of events", "lane_events.hpp",
     "return event_ + static_cast<std::uint64_t>(k) * step_;",
     "return static_cast<std::uint32_t>(event_ + static_cast<std::uint64_t>(k) * step_);", {"plain": EVENTS}),
    ("the device not selected", "cuda_backend.cu",
     "Object* operator->() {\n    select(device_);", "Object* operator->() {", {"plain": DEVICES}),
]


def kind_of_build():
    cache = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
    sanitizers = re.search(r"^SLIPBURST_SANITIZE:\w+=(.*)$", cache, re.M)[1]
    return next((kind for kind in ("address", "thread") if kind in sanitizers), "plain")


def users(file, kernels):
    """Names of the .cu files that include a file of the folder of kernels, directly or in turn, and of the file itself."""
    if file.suffix == ".cu":
        return {file.stem}
    found = set()
    for path in kernels.glob("*/*.*"):
        if f'"kernels/{file.relative_to(kernels)}"' in path.read_text(encoding="utf-8"):
            found |= users(path, kernels)
    return found


class Program:
    """Program of the emulated tests as this build makes it, made again with other kernels."""

    def __init__(self):
        self.compile = {}
        for entry in json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8")):
            path = pathlib.Path(entry["file"])
            if path.is_relative_to(BUILD / "tests/support/cuda_emulator"):
                self.compile[path.stem] = shlex.split(entry["command"])
        commands = subprocess.run(["ninja", "-C", BUILD, "-t", "commands", "-s", PROGRAM], check=True,
                                  capture_output=True, text=True).stdout
        self.link = commands.strip()

    def make(self, work, kernels):
        """Makes work/test_emulated with the kernels of the folder work/kernels/cuda that are named."""
        link = self.link
        for name in sorted(kernels):
            source = work / f"{name}.cpp"
            subprocess.run([sys.executable, SOURCES / "tests/support/cuda_emulator/translate.py",
                            work / "kernels/cuda" / f"{name}.cu", source], check=True)
            command = list(self.compile[name])
            target = command[command.index("-o") + 1]
            command[command.index("-o") + 1] = str(source.with_suffix(".o"))
            command[command.index("-c") + 1] = str(source)
            command.insert(1, f"-I{work}")  # before the folder of the kernels as they are
            command.append("-w")
            subprocess.run(command, cwd=BUILD, check=True)
            assert target in link, target
            link = link.replace(target, str(source.with_suffix(".o")))
        program = work / "test_emulated"
        assert f"-o {PROGRAM} " in link
        subprocess.run(link.replace(f"-o {PROGRAM} ", f"-o {program} "), shell=True, cwd=BUILD, check=True)
        self.lend_tables(program)
        return program

    @staticmethod
    def lend_tables(program):
        """Gives a program the tables that the build's own has made: see tests/support/kept_table.hpp."""
        made = list(BUILD.joinpath(PROGRAM + "-tables").glob("*/*.h5"))
        status = program.stat()
        seconds, nanoseconds = divmod(status.st_mtime_ns, 10**9)
        folder = pathlib.Path(f"{program}-tables") / f"{seconds}.{nanoseconds}-{status.st_size}"
        folder.mkdir(parents=True)
        for table in made:
            shutil.copy(table, folder)


def verdict(program, case):
    """Text of how the cases fail, or None if they pass."""
    environment = {**os.environ, "TSAN_OPTIONS": "halt_on_error=1"}
    environment.pop("SLIPBURST_LONG_TESTS")
    try:
        run = subprocess.run([program, f"--test-case={case}"], capture_output=True, text=True, errors="replace",
                             env=environment, timeout=300)
    except subprocess.TimeoutExpired:
        return "no end"
    if run.returncode == 0:
        return None
    fault = re.search(r"emulator: .*|Sanitizer: .*|ERROR: .*", run.stderr + run.stdout)
    return fault[0][:100] if fault else f"status {run.returncode}"


def main():
    if os.environ.get("SLIPBURST_LONG_TESTS") != "1":
        print("skipped: a long test")
        return SKIPPED
    kind = kind_of_build()
    program = Program()
    unseen = []
    for name, file, text, fault, cases in MUTANTS:
        if kind not in cases:
            continue
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            for room in ("cuda", "backend"):
                shutil.copytree(SOURCES / "kernels" / room, work / "kernels" / room, ignore=shutil.ignore_patterns("*.cpp"))
            changed = (work / "kernels/cuda" / file).resolve()
            original = changed.read_text(encoding="utf-8")
            assert original.count(text) == 1, f"{file} no longer has: {text}"
            changed.write_text(original.replace(text, fault), encoding="utf-8")
            found = verdict(program.make(work, users(changed, (work / "kernels").resolve())), cases[kind])
        print(f"{name}: {found or 'NOT NOTICED'}", flush=True)
        if not found:
            unseen.append(name)
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
