"""A peer's side of the conversation with run.py.

A peer is a program `PEER WORK [--every K | --events N] [--host] [--answer FILE]`. It reads the work, does some of it once to warm
up, prints one JSON line that describes it, and then, for each line it reads, does its work once and prints one JSON
line {"seconds": s, "amount": n}. With --answer it writes its results as JSON before it says that it is ready.
"""

import argparse
import json
import sys
import time


def missing(names):
    """Reason why one of these modules cannot be used, or an empty text."""
    for name in names:
        try:
            __import__(name)
        except ImportError:
            return f"module {name} is not installed"
        except Exception as error:  # a package that is there, but cannot be used on this machine
            return f"module {name} cannot be used: {error}".splitlines()[0]
    return ""


def skip(reason):
    """Ends a peer that cannot run here."""
    print(json.dumps({"ready": False, "reason": reason}), flush=True)
    raise SystemExit(0)


def options(default_events=0):
    parser = argparse.ArgumentParser(description="see bench/peers/README.md")
    parser.add_argument("work", help="as written by slipburst_bench --work")
    parser.add_argument("--every", type=int, default=1, help="do every K-th segment of the work")
    parser.add_argument("--events", type=int, default=default_events, help="draw so many events a repeat")
    parser.add_argument("--host", action="store_true", help="run on the CPU what is meant for a GPU, to check its answer")
    parser.add_argument("--answer", help="write what was found to this file")
    return parser.parse_args()


def serve(peer, unit, versions, device, repeat, answer=None, answer_file=None):
    """Warms up and answers run.py.

    repeat() does the work once, waits for its end, and returns (amount, found); answer(found) is the JSON of these
    results for answer_file.
    """
    amount, found = repeat()
    if answer_file:
        with open(answer_file, "w", encoding="utf-8") as file:
            json.dump(answer(found), file)
    print(json.dumps({"ready": True, "peer": peer, "unit": unit, "versions": versions, "device": device, "threads": 1}), flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        amount, _ = repeat()
        seconds = time.perf_counter() - begin
        print(json.dumps({"seconds": seconds, "amount": amount}), flush=True)
