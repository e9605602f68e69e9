"""A real Slurm on this machine: munged, slurmctld and slurmd on loopback, in a folder of its own."""

import getpass
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import programs

CONFIGURATION = """\
ClusterName=slipburst
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/completed
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
MpiDefault=pmix
SwitchType=switch/none
SlurmdParameters=config_overrides
ReturnToService=2
MinJobAge=3600
StateSaveLocation={folder}/state
TmpFS={folder}/tmp
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""

FINAL_STATES = {"BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "TIMEOUT"}


class Slurm:
    """A context manager: within it there is a Slurm with one node, one partition and no other jobs.

    :ivar folder: folder of all its files; removed at the end.
    :ivar environment: of all commands, and for those that tests run themselves.

    Call programs.require() first. Jobs start in `folder`, and so their logs are there. When the test fails, the ends of
    the daemons' logs are shown.
    """

    def __init__(self, **options):
        """`options` are further lines of slurm.conf, such as KillWait=5."""
        self._options = options

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="slipburst-slurm-")
        self._write_key()
        self._write_configuration()
        self.environment = self._make_environment()
        keeper = os.path.join(os.path.dirname(os.path.abspath(__file__)), "keeper.py")
        self._keeper = subprocess.Popen([sys.executable, keeper, self.folder], env=self.environment,
                                        stdin=subprocess.PIPE, start_new_session=True)
        try:
            self.wait_until(self._is_idle, "an idle node")
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self._show_logs()
        self._keeper.stdin.close()
        self._keeper.wait()
        shutil.rmtree(self.folder, ignore_errors=True)  # there only if a daemon has failed

    def path(self, name):
        return os.path.join(self.folder, name)

    def text(self, name):
        """Text of a file of the folder, such as the log of a job."""
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def run(self, *command, check=True, timeout=120, **options):
        """The finished process of a command such as "squeue", with its output as text.
        :raises AssertionError: if it fails, unless `check` is false.
        """
        options = {"cwd": self.folder, "env": self.environment, "capture_output": True, "text": True, **options}
        done = subprocess.run(command, timeout=timeout, **options)
        if check and done.returncode != 0:
            raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def sbatch(self, *arguments, script=None, **options):
        """Submits a job, with the text of its script unless the arguments name a file or have --wrap; returns its number."""
        return int(self.run("sbatch", "--parsable", *arguments, input=script, **options).stdout.split(";")[0])

    def tasks(self, job):
        """Output of `scontrol show job`: one dictionary of its fields for the job, or for each task of an array."""
        lines = self.run("scontrol", "--oneliner", "show", "job", str(job)).stdout.splitlines()
        return [dict(re.findall(r"(\S+?)=(\S*)", line)) for line in lines if line.startswith("JobId=")]

    def states(self, job):
        """State of the job, or the states of the tasks of an array, as a list: RUNNING, COMPLETED, ..."""
        return [task["JobState"] for task in self.tasks(job)]

    def wait_until(self, condition, what, timeout=60):
        """Waits until condition() is true and returns its value.
        :raises TimeoutError: with `what` was waited for.
        """
        end = time.monotonic() + timeout
        while not (value := condition()):
            if self._keeper.poll() is not None:
                raise AssertionError("a daemon of Slurm has ended")
            if time.monotonic() > end:
                raise TimeoutError(f"waited {timeout} s for {what}\n{self.run('squeue', check=False).stdout}")
            time.sleep(0.1)
        return value

    def wait_for_state(self, job, state, timeout=60):
        """Waits until the job, or each task of an array, is in this state."""
        self.wait_until(lambda: set(self.states(job)) == {state}, f"job {job} to be {state}", timeout)

    def wait(self, job, timeout=300):
        """Waits until the job, with all tasks of an array, has ended for good; returns tasks(job)."""
        return self.wait_until(lambda: self._ended(job), f"the end of job {job}", timeout)

    def _ended(self, job):
        tasks = self.tasks(job)
        return tasks if all(task["JobState"] in FINAL_STATES for task in tasks) else None

    def _make_environment(self):
        inherited = {name: value for name, value in os.environ.items()
                     if not name.startswith(("SLURM_", "SBATCH_", "PMIX_", "OMPI_"))}
        return inherited | {
            "PATH": programs.SEARCH_PATH, "SLURM_CONF": self.path("slurm.conf"),
            "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
            "OMPI_MCA_rmaps_base_oversubscribe": "1"}

    def _write_key(self):
        with open(os.open(self.path("munge.key"), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as key:
            key.write(secrets.token_bytes(1024))

    def _write_configuration(self):
        for name in ("state", "spool", "tmp"):
            os.mkdir(self.path(name))
        controller_port, node_port = free_ports(2)
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20 - 512
        with open(self.path("slurm.conf"), "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(
                host=socket.gethostname().split(".")[0], folder=self.folder, user=getpass.getuser(), memory=memory,
                controller_port=controller_port, node_port=node_port, cpus=max(2, os.cpu_count())))
            file.writelines(f"{key}={value}\n" for key, value in self._options.items())

    def _is_idle(self):
        return self.run("sinfo", "--noheader", "--format=%T", check=False).stdout.strip() == "idle"

    def _show_logs(self):
        for name in ("munged.log", "slurmctld.log", "slurmd.log"):
            if os.path.exists(self.path(name)):
                print(f"--- {name}", *self.text(name).splitlines()[-20:], sep="\n", file=sys.stderr)


def free_ports(number):
    """Ports of loopback that nobody uses at this moment."""
    sockets = [socket.socket() for _ in range(number)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
