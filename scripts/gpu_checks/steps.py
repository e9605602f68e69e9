"""Steps of the check on a GPU. Each returns what is worth a line of the summary, or raises Failed or Skipped."""
import dataclasses
import json
import math
import pathlib
import re
import shlex
import signal
import sys
import time
import typing

from .worker import Failed, Skipped

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONG_RUN = 1.2e12  # events, more than one launch takes: 528 blocks of 2^31
SANITIZERS = ("memcheck", "racecheck", "synccheck", "initcheck")


@dataclasses.dataclass
class Step:
    name: str
    limit_s: float
    run: typing.Callable
    is_quick: bool = False
    is_needed: bool = False  # the later ones make no sense without it


def device(worker):
    query = "name,driver_version,clocks.sm,clocks.max.sm,mig.mode.current,compute_mode,ecc.mode.current"
    smi = worker.tool("nvidia-smi")
    worker.run(smi)
    facts = worker.run(smi, f"--query-gpu={query}", "--format=csv,noheader").splitlines()[0].split(", ")
    worker.facts["device"] = dict(zip(query.split(","), facts))
    return ", ".join(facts[:4])


def info(worker):
    found = json.loads(worker.run("slipburst", "info", "--json"))
    worker.facts["program"] = {key: found[key] for key in ("program_version", "git_hash", "results_version")}
    worker.facts["devices"] = found["devices"]
    cuda = next(backend for backend in found["backends"] if backend["name"] == "cuda")
    if not cuda["usable"]:
        raise Failed(f"the cuda backend cannot be used: {cuda['detail']}; this check needs a machine with an NVIDIA GPU "
                     "(scripts/dev/run-machine-code --rehearse runs it without one)")
    return cuda["detail"]


def assertions(worker, program, source):
    """Runs the tests of a source file, which must all pass and check something."""
    out = worker.run(program, f"--source-file=*/tests/{source}")
    found = re.search(r"assertions: +(\d+) \| +(\d+) passed \| +0 failed", out)
    if not found or int(found[1]) == 0 or "skipped: " in out:
        raise Failed(f"{source} checked nothing, or failed")
    return f"{found[1]} assertions"


def parity(worker):
    return assertions(worker, "test_parity", "parity/cuda.gpu.test.cpp")


def approximate(worker):
    return assertions(worker, "test_stats", "stats/approximate_kernel.gpu.test.cpp")


def digests(worker):
    """The runs of README.md and the guide, on the GPU."""
    runs = json.loads((ROOT / "tests/regression/golden_digests.json").read_text(encoding="utf-8"))["readme"]
    for arguments, expected in runs.items():
        found = worker.result(*shlex.split(arguments), "--backend", "cuda", "--overwrite")
        for name, digest in expected.items():
            if found[name] != digest:
                raise Failed(f"{name} of `{arguments}` is {found[name]}, not {digest}")
    return f"as recorded, of {len(runs)} runs"


def probabilities(report):
    return {(row["energy_eV"], channel): row[f"{channel}_probability"] for row in report["above"]
            for channel in ("crystal", "film")}


def long_run(worker):
    """More events than one launch takes: counts within five standard deviations of the quadrature."""
    common = ("spectrum", "al-on-si", "--table", worker.table(), "--above", "1 eV,30 eV")
    drawn = worker.result(*common, "--events", worker.events(LONG_RUN), "--backend", "cuda", "-o", "long.h5")
    exact = probabilities(worker.result(*common, "--method", "quadrature", "--backend", "reference"))
    n = drawn["events"]
    for key, p in probabilities(drawn).items():
        # The table's polynomials in single precision move energies by 1e-7 at most, probabilities by ten times that.
        if abs(p - exact[key]) > 5 * math.sqrt(exact[key] / n) + 1e-6 * exact[key]:
            raise Failed(f"P(E > {key[0]:g} eV) of the {key[1]} is {p:.9g}, exactly {exact[key]:.9g}, in {n} events")
    return f"{n:.3g} events, {drawn['events_per_second']:.3g} per second"


def histograms(worker):
    """Histograms that ask for more shared memory, and that have none: the counts of the processors."""
    for bins in ("600", "1000"):
        counts = [worker.result("spectrum", "al-on-si", "--table", worker.table(), "--events", worker.events(1e8),
                                "--set", f"histogram.bins_per_decade={bins}", "--backend", backend)["counts_sha256"]
                  for backend in ("cuda", "kokkos")]
        if counts[0] != counts[1]:
            raise Failed(f"with {bins} bins per decade the GPU counts otherwise than the processors")
    return "in shared and in global memory"


def stopped(worker):
    """A run that is told to stop goes on from its checkpoint, to the counts of one that is not."""
    command = ("spectrum", "al-on-si", "--table", worker.table(), "--events", worker.events(3e11), "--seed", "2",
               "--backend", "cuda", "--checkpoint-every", "1 s")
    process = worker.start("slipburst", *command, "-o", "stopped.h5", "--resume")
    checkpoint = worker.output / "stopped.h5.checkpoint"
    while not checkpoint.exists() and process.poll() is None and worker.seconds_left() > 1:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    worker.finish(process, status=75)
    gone_on = worker.result(*command, "-o", "stopped.h5", "--resume")
    whole = worker.result(*command, "-o", "whole.h5")
    if gone_on["counts_sha256"] != whole["counts_sha256"]:
        raise Failed("the run that went on has other counts")
    return "same counts"


def no_device(worker):
    hidden = {"CUDA_VISIBLE_DEVICES": ""}
    worker.run("slipburst", "spectrum", "al-on-si", "--table", worker.table(), "--events", "1e6", more=hidden)
    worker.run("slipburst", "spectrum", "al-on-si", "--table", worker.table(), "--events", "1e6", "--backend", "cuda",
               more=hidden, status=1)
    return "auto takes the processors, cuda is refused"


def sanitizer(tool):
    def run(worker):
        worker.run(worker.tool("compute-sanitizer"), "--tool", tool, "--error-exitcode", "9",
                   worker.programs / "test_parity", "--source-file=*/tests/parity/cuda.gpu.test.cpp",
                   "--test-case=CUDA gives*", "--subcase=pieces,clusters")
    return run


def bench(worker):
    hurried = ("--repeats", "1", "--seconds", "0.01") if worker.scale > 1 else ()
    worker.run("slipburst_bench", "--backend", "cuda", "--segments", worker.segments(), "--events", worker.events(1e7),
               *hurried, "-o", "bench.json")
    lines = [json.loads(line) for line in (worker.output / "bench.json").read_text(encoding="utf-8").splitlines()]
    speeds = [f"{line['case']} {line['precision']} {line['per_second']['median']:.3g}" for line in lines
              if line["case"] in ("segments", "events", "releases", "clusters")]
    return "per second: " + ", ".join(speeds)


def gather(worker):
    (worker.output / "gather.txt").write_text(worker.run("slipburst_gather", max(1, int(20000 / worker.scale))), encoding="utf-8")


def profile(kernel, *command):
    sections = ("SpeedOfLight", "WarpStateStats", "SchedulerStats", "InstructionStats", "MemoryWorkloadAnalysis", "Occupancy")

    def run(worker):
        chosen = [word for section in sections for word in ("--section", section)]
        words = [worker.table() if word == "TABLE" else worker.events(float(word[1:])) if word[0] == "#" else word
                 for word in command[1:]]
        worker.run(worker.tool("ncu"), "--clock-control", "none", *chosen, "--kernel-name", f"regex:{kernel}",
                   "--launch-skip", "2", "--launch-count", "1", worker.programs / command[0], *words)
    return run


def peers(worker):
    program = ROOT / "bench/peers/run.py"
    if not program.exists():
        raise Skipped("there is no bench/peers here")
    if not any(worker.programs.glob("peer_*")):
        raise Skipped("the target `peers` is not built")
    worker.run(sys.executable, program, "--programs", worker.programs, "--backends", "cuda", "--segments", worker.segments(),
               "--peers", "cupy,torch,numba-cuda,cub,diffrax,lambert", "-o", worker.output / "peers.json")


STEPS = [
    Step("01-device", 10, device, is_quick=True),
    Step("02-info", 10, info, is_quick=True, is_needed=True),
    Step("03-parity", 90, parity, is_quick=True),
    Step("04-approximate", 60, approximate, is_quick=True),
    Step("05-digests", 40, digests, is_quick=True),
    Step("06-long", 60, long_run),
    Step("07-histograms", 30, histograms, is_quick=True),
    Step("08-stopped", 40, stopped),
    Step("09-no-device", 15, no_device, is_quick=True),
    Step("10-bench", 150, bench),
    Step("11-gather", 15, gather),
    *(Step(f"12-{tool}", 45, sanitizer(tool)) for tool in SANITIZERS),
    Step("13-ncu-events", 40, profile("event_kernel", "slipburst", "spectrum", "al-on-si", "--backend", "cuda",
                                      "--events", "#3e9", "--table", "TABLE")),
    Step("14-ncu-segments", 40, profile("segment_kernel", "slipburst_bench", "--backend", "cuda", "--repeats", "1",
                                        "--seconds", "0.1", "--precision", "fp64", "segments")),
    Step("15-peers", 150, peers),
]
