#!/usr/bin/python3
"""A real Slurm starts, runs jobs, arrays and steps, cancels, requeues, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
import unittest

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "support")
sys.path.insert(0, SUPPORT)
import programs
from slurm import Slurm

REQUEUES_ITSELF = """#!/bin/bash
#SBATCH --requeue --open-mode=append
echo "restarts: ${SLURM_RESTART_COUNT:-0}"
if [ -z "$SLURM_RESTART_COUNT" ]; then
  scontrol requeue "$SLURM_JOB_ID"
  sleep 60
fi
"""

# Starts a Slurm with a job that ignores SIGTERM, says where it is, and waits to be ended.
HOLDS_A_JOB = """
import sys, time
from slurm import Slurm
with Slurm() as slurm:
    job = slurm.sbatch("--wrap=trap '' TERM; sleep 1000")
    slurm.wait_for_state(job, "RUNNING")
    print(slurm.folder, flush=True)
    time.sleep(1000)
"""


def processes_that_name(folder):
    """The processes with the folder in their command line or environment."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        for kind in ("cmdline", "environ"):
            try:
                with open(f"/proc/{entry}/{kind}", "rb") as file:
                    if folder.encode() in file.read():
                        found.append(int(entry))
            except OSError:  # it has just ended
                pass
    return found


class SlurmStarts(unittest.TestCase):
    def test_runs_jobs(self):
        with Slurm() as slurm:
            folder = slurm.folder
            self.assertEqual(slurm.run("srun", "hostname").stdout.strip(), os.uname().nodename)

            array = slurm.wait(slurm.sbatch("--array=0-2", "--output=task-%a", "--wrap=echo $SLURM_ARRAY_TASK_ID"))
            self.assertEqual([task["JobState"] for task in array], ["COMPLETED"] * 3)
            self.assertEqual([slurm.text(f"task-{task}") for task in range(3)], ["0\n", "1\n", "2\n"])

            failed = slurm.sbatch("--wrap=exit 75")
            dependent = slurm.sbatch(f"--dependency=afterok:{failed}", "--wrap=true")
            self.assertEqual([task["ExitCode"] for task in slurm.wait(failed)], ["75:0"])
            slurm.wait_until(lambda: slurm.tasks(dependent)[0]["Reason"] == "DependencyNeverSatisfied", "its reason")
            slurm.run("scancel", str(dependent))

            sleeping = slurm.sbatch("--wrap=sleep 1000")
            slurm.wait_for_state(sleeping, "RUNNING")
            slurm.run("scancel", str(sleeping))
            self.assertEqual([task["JobState"] for task in slurm.wait(sleeping)], ["CANCELLED"])

            requeued = slurm.sbatch(script=REQUEUES_ITSELF)
            self.assertEqual([task["Restarts"] for task in slurm.wait(requeued)], ["1"])
            self.assertEqual([line for line in slurm.text(f"slurm-{requeued}.out").splitlines() if "restarts" in line],
                             ["restarts: 0", "restarts: 1"])
        self.assert_nothing_left(folder)

    def test_a_failed_test_leaves_nothing(self):
        with self.assertRaisesRegex(AssertionError, "exit 7"), Slurm() as slurm:
            folder = slurm.folder
            slurm.sbatch("--wrap=sleep 1000")
            slurm.run("srun", "bash", "-c", "exit 7")
        self.assert_nothing_left(folder)

    def test_a_killed_test_leaves_nothing(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            test = subprocess.Popen([sys.executable, "-c", HOLDS_A_JOB], env={**os.environ, "PYTHONPATH": SUPPORT},
                                    stdout=subprocess.PIPE, text=True)
            folder = test.stdout.readline().strip()
            test.stdout.close()
            self.assertTrue(os.path.isdir(folder))
            self.assertGreaterEqual(len(processes_that_name(folder)), 5)
            test.send_signal(number)
            self.assertEqual(test.wait(30), -number)
            end = time.monotonic() + 30
            while processes_that_name(folder) and time.monotonic() < end:
                time.sleep(0.1)
            self.assert_nothing_left(folder)

    def assert_nothing_left(self, folder):
        self.assertEqual(processes_that_name(folder), [])
        self.assertFalse(os.path.exists(folder))


if __name__ == "__main__":
    programs.require()
    unittest.main()
