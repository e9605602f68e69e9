"""Readable names of kernels."""
import re
import subprocess


def demangle(names):
    """Demangled names, in the order given."""
    if not names:
        return []
    answer = subprocess.run(["c++filt"], input="\n".join(names) + "\n", capture_output=True, text=True, check=True)
    return answer.stdout.splitlines()


def readable(demangled):
    """`event_kernel<View>` from the whole signature, None for a kernel that is not slipburst's own."""
    match = re.match(r"(?:void )?slipburst::kernels::(?:\(anonymous namespace\)::|_GLOBAL__N_\w*::)?(.*)", demangled)
    if not match:
        return None
    depth = 0
    for end, letter in enumerate(match[1]):
        depth += (letter == "<") - (letter == ">")
        if letter == "(" and depth == 0:
            return re.sub(r"slipburst::(\w+::)*", "", match[1][:end])
    return re.sub(r"slipburst::(\w+::)*", "", match[1])
