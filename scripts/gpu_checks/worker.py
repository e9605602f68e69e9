"""Programs of a check on a GPU: runs them with limits and logs."""
import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import time


class Failed(Exception):
    """A step went wrong; the message says how."""


class Skipped(Exception):
    """A step cannot be done here; the message says what is missing."""


class Worker:
    PROGRAMS = ("slipburst", "slipburst_bench", "slipburst_gather", "test_parity", "test_stats")

    def __init__(self, programs, output, scale, patience):
        self.programs, self.output, self.scale, self.patience = programs, output, scale, patience
        self.facts = {}  # of device and program, for summary.json
        self.environment = {**os.environ, "SLIPBURST_REQUIRE_GPU": "1", "OMP_PROC_BIND": "false",
                            "SLIPBURST_TEST_TABLES": str(output / "test-tables")}
        self.log, self.deadline = None, None

    def require_programs(self):
        missing = [name for name in self.PROGRAMS if not os.access(self.programs / name, os.X_OK)]
        if missing:
            raise SystemExit(f"gpu-check: {self.programs} has no {', '.join(missing)}: build with CUDA first "
                             "(scripts/build), or name the folder of the programs by --programs")

    @contextlib.contextmanager
    def logging(self, name, limit_s):
        self.deadline = time.monotonic() + limit_s
        with open(self.output / f"{name}.log", "w", encoding="utf-8") as self.log:
            yield

    def events(self, count):
        """A number of events as text, less of them in rehearsals."""
        return str(int(count / self.scale))

    def segments(self):
        """A square number of segments as text, a million on a GPU."""
        return str(max(4, int(1024 / self.scale**0.5)) ** 2)

    def tool(self, name):
        found = shutil.which(name)
        if not found:
            raise Skipped(f"there is no {name}")
        return found

    def seconds_left(self):
        return max(0.1, self.deadline - time.monotonic())

    def start(self, program, *arguments, more=None):
        """A program in a process group of its own, its stdout in a pipe and its stderr in the log."""
        path = str(self.programs / program) if program in self.PROGRAMS else program
        command = [path, *map(str, arguments)]
        print("$", shlex.join(command), file=self.log, flush=True)
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True, cwd=self.output,
                                env={**self.environment, **(more or {})}, start_new_session=True)

    def finish(self, process, status=0):
        """Waits for a program and returns its stdout. Any other status, or no end within the limit, is a failure."""
        try:
            out = process.communicate(timeout=self.seconds_left())[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            self.log.write(process.communicate()[0])
            raise Failed(f"not done within the limit: {shlex.join(process.args)}") from None
        self.log.write(out)
        self.log.flush()
        if process.returncode != status:
            raise Failed(f"exit status {process.returncode}, not {status}: {shlex.join(process.args)}")
        return out

    def run(self, program, *arguments, status=0, more=None):
        return self.finish(self.start(program, *arguments, more=more), status)

    def result(self, *arguments, more=None):
        """Report of `slipburst ARGUMENTS --json`."""
        return json.loads(self.run("slipburst", *arguments, "--json", more=more))

    def table(self):
        """File of the table of al-on-si."""
        path = self.output / "table.h5"
        if not path.exists():
            self.result("table", "al-on-si", "--backend", "cuda", "-o", path)
        return path
