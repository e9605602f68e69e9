"""keeper.py FOLDER : runs the daemons of a Slurm that is configured in FOLDER until its standard input ends.

Then it ends them, their jobs and whatever those have started, and removes FOLDER. Because the end of input is also
what it sees of a test that is killed, nothing outlives a test. If a daemon ends by itself, so does all else, with exit
status 1; then FOLDER stays, with the logs.
"""

import os
import select
import shutil
import subprocess
import sys
import time

import processes
import programs


def start(folder, name, *arguments):
    """Starts a daemon in the foreground, with its log in FOLDER/NAME.log."""
    with open(os.path.join(folder, f"{name}.log"), "w", encoding="utf-8") as log:
        return subprocess.Popen([programs.path_of(name), *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                                stdout=log, stderr=log)


def start_all(folder):
    """munged, and once it can be asked, the daemons of Slurm."""
    socket = os.path.join(folder, "munge.socket")
    files = (f"--{kind}-file={os.path.join(folder, f'munge.{kind}')}" for kind in ("key", "pid", "seed"))
    daemons = [start(folder, "munged", "--foreground", "--force", f"--socket={socket}", *files)]
    while not os.path.exists(socket) and daemons[0].poll() is None:
        time.sleep(0.01)
    return daemons + [start(folder, "slurmctld", "-D"), start(folder, "slurmd", "-D")]


def main(folder):
    processes.adopt_orphans()
    daemons = start_all(folder)
    ended = False
    while not ended and all(daemon.poll() is None for daemon in daemons):
        ended = select.select([sys.stdin], [], [], 0.2)[0]
    processes.end_descendants()
    if not ended:
        sys.exit(1)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1])
