"""Everything that a test starts, whoever its parent is by now, can be found and ended."""

import ctypes
import os
import signal
import time

_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """From now on, descendants whose parents end become children of this process, so that none can get lost."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "cannot become the parent of orphans")


def descendants():
    """The process ids of all that descend from this process and have not ended."""
    children = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                # The name, in parentheses, may hold anything.
                state, parent = file.read().rpartition(")")[2].split()[:2]
        except OSError:  # it has just ended
            continue
        if state not in "ZX":
            children.setdefault(int(parent), []).append(int(entry))
    found, queue = [], [os.getpid()]
    while queue:
        mine = children.get(queue.pop(), [])
        found += mine
        queue += mine
    return found


def end_descendants(patience=5.0):
    """Ends them all: with SIGTERM, and after `patience` seconds with SIGKILL.
    :raises TimeoutError: if some survive that, too.
    """
    _signal(descendants(), signal.SIGTERM)
    start = time.monotonic()
    while left := descendants():
        waited = time.monotonic() - start
        if waited > patience + 10:
            raise TimeoutError(f"processes {left} do not end")
        if waited > patience:
            _signal(left, signal.SIGKILL)
        _reap()
        time.sleep(0.05)
    _reap()


def _signal(processes, number):
    for process in processes:
        try:
            os.kill(process, number)
        except ProcessLookupError:
            pass


def _reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass
