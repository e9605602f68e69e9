"""Machine instructions of each kernel, where the toolkit's disassembler is at hand."""
import re
import shutil
import subprocess


def disassembler():
    """Path of cuobjdump, None where it or the nvdisasm it calls is missing."""
    return shutil.which("cuobjdump") if shutil.which("nvdisasm") else None


def parse(text):
    """{mangled name: number of instructions}; the padding at the end does not count."""
    counts = {}
    current = None
    for line in text.splitlines():
        named = re.search(r"Function : (\S+)", line)
        if named:
            current = named[1]
            counts[current] = 0
        elif current and re.match(r"\s+/\*[0-9a-f]{4,}\*/\s", line) and not re.search(r"\*/\s+NOP ?;", line):
            counts[current] += 1
    return counts


def count(cubin):
    return parse(subprocess.run([disassembler(), "-sass", cubin], capture_output=True, text=True, check=True).stdout)
