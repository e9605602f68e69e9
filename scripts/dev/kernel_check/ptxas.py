"""Reports of the assembler with -v: registers, spills, stack, shared memory and constants of each function."""
import re

NUMBERS = {
    "stack": r"(\d+) bytes stack frame",
    "spill_stores": r"(\d+) bytes spill stores",
    "spill_loads": r"(\d+) bytes spill loads",
    "registers": r"Used (\d+) registers",
    "shared": r"(\d+) bytes smem",
}


def parse(report):
    """{mangled name: {quantity: number}}; `constants` adds up all constant banks.  Quantities that are not reported are 0."""
    functions = {}
    current = None
    for line in report.splitlines():
        named = re.search(r"Compiling entry function '([^']+)'|Function properties for '?([\w$.]+)'?", line)
        if named:
            current = functions.setdefault(named[1] or named[2], dict.fromkeys([*NUMBERS, "constants"], 0))
        elif current is not None:
            for quantity, pattern in NUMBERS.items():
                found = re.search(pattern, line)
                if found:
                    current[quantity] = int(found[1])
            if "cmem[" in line:
                current["constants"] = sum(int(n) for n in re.findall(r"(\d+) bytes cmem\[", line))
    return functions
