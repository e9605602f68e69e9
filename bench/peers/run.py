#!/usr/bin/python3
"""slipburst and its peers on the same work, in turns on one core, each checked for the same answer.

    bench/peers/run.py [--case segments|events|releases|clusters] [--peers scipy,odeint] [--repeats 5] [--cpu N] [-o FILE]

Prints a table of rates and of slipburst's rate over each peer's; -o adds a JSON line for each contender to FILE. A peer
that cannot run here is skipped by name. Exit status 1 if an answer differs or a contender fails, 2 for options that make no
sense. See README.md.
"""

import argparse
import datetime
import json
import os
import select
import statistics
import subprocess
import sys
import tempfile

import answers
import contenders

CASES = {"segments": "segments",
         "events": "events-no-thresholds",  # the peers keep no counters beside the histogram
         "releases": "releases",
         "clusters": "clusters"}
BACKENDS = ("reference", "kokkos", "cuda")
SMALL_BENCH = ("--seconds", "0.01")
SMALL_WORK = ("--events", "1e6", "--quick")


class Failure(Exception):
    pass


class Contender:
    """A running program that does the work once for each line it is sent: a peer, or slipburst on a backend."""

    def __init__(self, name, command, cpu, limit, backend=None):
        self.name, self.limit, self.backend, self.runs, self.share = name, limit, backend, [], 1.0
        self.stderr = tempfile.TemporaryFile("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.stderr, text=True,
            env={**os.environ, **contenders.ENVIRONMENT}, preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
        self.about = self.read()

    def read(self):
        ready, _, _ = select.select([self.process.stdout], [], [], self.limit)
        line = self.process.stdout.readline() if ready else ""
        try:
            return json.loads(line)
        except json.JSONDecodeError:
            self.close()
            self.stderr.seek(0)
            why = f"said nothing for {self.limit:g} s" if not ready else f"exit {self.process.returncode}"
            raise Failure(f"{self.name}: {why}\n{self.stderr.read()[-2000:]}") from None

    def repeat(self):
        try:
            self.process.stdin.write("again\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # read() reports why the program ended
        run = self.read()
        self.runs.append(run | {"amount": run["amount"] * self.share})

    def close(self):
        try:
            self.process.stdin.close()
            self.process.wait(timeout=10)
        except (subprocess.TimeoutExpired, OSError):
            self.process.kill()
            self.process.wait()

    def rates(self):
        rates = sorted(run["amount"] / run["seconds"] for run in self.runs)
        median = statistics.median(rates)
        return {"median": median, "minimum": rates[0], "maximum": rates[-1], "spread": (rates[-1] - rates[0]) / median,
                "repeats": len(rates)}


def output_of(command):
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **contenders.ENVIRONMENT})
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")


def ticks_of_others(cpu):
    """Busy ticks and all ticks so far, summed over the cores other than `cpu`."""
    busy = total = 0
    with open("/proc/stat", encoding="utf-8") as file:
        for line in file:
            name, *fields = line.split()
            if name.startswith("cpu") and name[3:].isdigit() and int(name[3:]) != cpu:
                numbers = [int(field) for field in fields[:8]]
                total += sum(numbers)
                busy += sum(numbers) - numbers[3] - numbers[4]  # idle, and idle while waiting for a disk
    return busy, total


def start_backends(options, case, folder, running, failures):
    """Adds slipburst's backends with checked answers. Returns the skipped backends, the work, and the reference's answer."""
    bench = os.path.join(options.programs, "slipburst_bench")
    if not os.path.exists(bench):
        raise Failure(f"{bench} is not built; build it, or name its folder by --programs")
    info = json.loads(output_of([os.path.join(options.programs, "slipburst"), "info", "--json"]))
    usable = {backend["name"] for backend in info["backends"] if backend["usable"]}
    work, answer = os.path.join(folder, "work.json"), os.path.join(folder, "answer.json")
    common = [bench, CASES[case], "--precision", "fp64", "--segments", options.segments,
              *(SMALL_WORK if options.small else ())]
    output_of([*common, "--backend", "reference", "--work", work, "--answer", answer])
    reference, skipped = load(answer), []
    for backend in options.backends:
        if backend not in usable:
            skipped.append((f"slipburst {backend}", f"the backend {backend} cannot be used here"))
            continue
        found = os.path.join(folder, f"{backend}.json")
        command = [*common, "--backend", backend, "--threads", "1", "--interactive", "--answer", found,
                   *(SMALL_BENCH if options.small else ())]
        try:
            contender = Contender(f"slipburst {backend}", command, options.cpu, options.limit, backend)
        except Failure as failure:
            failures.append(str(failure))
            continue
        running.append(contender)
        contender.kind, contender.version = "gpu" if backend == "cuda" else "cpu", {"slipburst": info["git_hash"]}
        contender.check = answers.check_bits(reference, load(found))
        contender.share = answers.counted_share(reference)
    return skipped, work, reference


def start_peer(peer, options, work, reference, folder):
    """A peer ready to run with a checked answer, or the reason why it is skipped."""
    command, reason = contenders.command(peer, work, options.python, options.programs)
    if reason:
        return None, reason
    order = load(work)
    command += contenders.work_options(peer, options.small, len(order.get("segments", ())))
    found = os.path.join(folder, f"{peer.case}-{peer.name}.json")
    contender = Contender(peer.name, [*command, "--answer", found], options.cpu, options.limit)
    if not contender.about["ready"]:
        contender.close()
        return None, contender.about["reason"]
    contender.kind, contender.version = peer.kind, contender.about["versions"]
    contender.check = answers.check(order, reference, load(found))
    return contender, ""


def measure(running, repeats, cpu, failures):
    """Repeats all contenders in turns, drops those that fail, and returns the share of the time the other cores were busy."""
    busy, total = ticks_of_others(cpu)
    for _ in range(repeats):
        for contender in list(running):
            try:
                contender.repeat()
            except Failure as failure:
                failures.append(str(failure))
                running.remove(contender)
    busy_after, total_after = ticks_of_others(cpu)
    return (busy_after - busy) / max(1, total_after - total)


def ratios(contender, running):
    """slipburst's rate over the contender's, for each of slipburst's backends on the same kind of device."""
    return {ours.backend: ours.rates()["median"] / contender.rates()["median"] for ours in running
            if ours.backend and ours.kind == contender.kind and not contender.backend}


def print_table(case, running, skipped, others_busy, options):
    backends = [c.backend for c in running if c.backend]
    columns = "".join(f"{backend + ' / it':>18}" for backend in backends)
    print(f"{case}: rates per second and core, the median of {options.repeats}"
          + (" (a small run: the rates say nothing)" if options.small else ""))
    print(f"  {'':<22}{'median':>11}{'least':>11}{'most':>11}{columns}  answer")
    for c in running:
        rates, over = c.rates(), ratios(c, running)
        cells = "".join(f"{over[b]:>18.1f}" if b in over else f"{'':>18}" for b in backends)
        print(f"  {c.name:<22}{rates['median']:>11.3g}{rates['minimum']:>11.3g}{rates['maximum']:>11.3g}{cells}  "
              + answers.describe(c.check))
    for name, reason in skipped:
        print(f"  skipped: {name} ({reason})")
    if others_busy > 0.05:
        print(f"  warning: the other cores were busy for {others_busy:.0%} of the time; repeat on a quiet machine")
    sys.stdout.flush()


def records(case, running, skipped, others_busy, options):
    context = {"benchmark": "peers", "case": case, "git_hash": options.git_hash, "processor": processor(),
               "cpu": options.cpu, "threads": 1, "others_busy": others_busy, "small": options.small,
               "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
               "command": " ".join([os.path.relpath(sys.argv[0]), *sys.argv[1:]])}
    for c in running:
        yield {**context, "contender": c.name, "unit": case, "rate": c.rates(), "amount": c.runs[0]["amount"],
               "seconds": [run["seconds"] for run in c.runs], "slipburst_over_it": ratios(c, running),
               "answer": c.check, "versions": c.version, "about": c.about}
    for name, reason in skipped:
        yield {**context, "contender": name, "skipped": reason}


def run_case(case, options, chosen):
    with tempfile.TemporaryDirectory() as folder:
        running, failures = [], []
        try:
            skipped, work, reference = start_backends(options, case, folder, running, failures)
            for peer in chosen:
                try:
                    contender, reason = start_peer(peer, options, work, reference, folder)
                except Failure as failure:
                    failures.append(str(failure))
                    continue
                if contender is None:
                    skipped.append((peer.name, reason))
                else:
                    running.append(contender)
            others_busy = measure(running, options.repeats, options.cpu, failures)
        finally:
            for contender in running:
                contender.close()
    print_table(case, running, skipped, others_busy, options)
    for failure in failures:
        print(f"  failed: {failure}")
    if options.output:
        with open(options.output, "a", encoding="utf-8") as file:
            for record in records(case, running, skipped, others_busy, options):
                file.write(json.dumps(record) + "\n")
    return not failures and all(c.check["same"] for c in running)


def names_of(parser, option, text, known):
    """Names from a list with commas, each once. Ends the program over an unknown name."""
    names = list(dict.fromkeys(text.split(",")))
    for name in names:
        if name not in known:
            parser.error(f"{option}: {name or 'nothing'} is unknown; there are {', '.join(known)}")
    return names


def choose_peers(parser, options):
    """Peers of each case. Ends the program if a chosen peer takes part in no case, or a chosen case has no peer."""
    known = sorted({peer.name for peer in contenders.PEERS})
    names = known if options.peers is None else names_of(parser, "--peers", options.peers, known)
    chosen = {case: [peer for peer in contenders.PEERS if peer.case == case and peer.name in names]
              for case in options.case or CASES}
    for case in options.case or ():
        if not chosen[case]:
            parser.error(f"--case {case}: none of the peers {', '.join(names)} does it")
    taking_part = {peer.name for peers in chosen.values() for peer in peers}
    for name in names if options.peers is not None else ():
        if name not in taking_part:
            parser.error(f"--peers: {name} does not do --case {', '.join(chosen)}")
    return {case: peers for case, peers in chosen.items() if peers}


def check_writable(parser, path):
    """Ends the program if lines cannot be added to a file, which is left as it was."""
    there = os.path.exists(path)
    try:
        with open(path, "a", encoding="utf-8"):
            pass
    except OSError as error:
        parser.error(f"-o {path}: cannot be written: {error.strerror}")
    if not there:
        os.remove(path)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", choices=CASES, action="append", help="may be repeated; without it all")
    parser.add_argument("--peers", help="names, separated by commas; without it all")
    parser.add_argument("--backends", default=",".join(BACKENDS), help="slipburst's own contenders")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--cpu", type=int, default=max(os.sched_getaffinity(0)), help="the core that all run on")
    parser.add_argument("--python", default=sys.executable, help="interpreter of the peers in Python")
    parser.add_argument("--programs", default=os.path.join(contenders.FOLDER, "..", "..", "build", "bin"),
                        help="folder of the built programs")
    parser.add_argument("--segments", default="10000", help="of the work; 1e6 for a GPU")
    parser.add_argument("--limit", type=float, default=300, help="seconds within which each must answer")
    parser.add_argument("--small", action="store_true",
                        help="little work, to check answers alone; the peers that need a GPU then run on the CPU")
    parser.add_argument("-o", "--output", help="add JSON lines to this file")
    options = parser.parse_args()
    options.programs = os.path.normpath(options.programs)
    if options.repeats < 1:
        parser.error("--repeats: give 1 or more")
    if options.cpu not in os.sched_getaffinity(0):
        parser.error(f"--cpu {options.cpu}: there are {sorted(os.sched_getaffinity(0))}")
    options.backends = names_of(parser, "--backends", options.backends, BACKENDS)
    options.peers = choose_peers(parser, options)
    if options.output:
        check_writable(parser, options.output)
    return options


def main():
    options = read_options()
    same = True
    try:
        info = json.loads(output_of([os.path.join(options.programs, "slipburst"), "info", "--json"]))
        options.git_hash = info["git_hash"]
        for case, chosen in options.peers.items():
            same = run_case(case, options, chosen) and same
    except (Failure, FileNotFoundError) as failure:
        raise SystemExit(str(failure)) from None
    if not same:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
