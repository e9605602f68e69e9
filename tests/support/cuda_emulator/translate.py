#!/usr/bin/env python3
"""Rewrites the two parts of a .cu file that are no C++: launches, and shared memory of a size given at launch."""

import re
import sys

source, target = sys.argv[1:3]
with open(source, encoding="utf-8") as file:
    text = file.read()
bounds = {name: bound for bound, name in re.findall(r"__launch_bounds__\((\d+)[^)]*\)\s*(\w+)\s*\(", text)}


def launch(match):
    kernel, configuration = match.groups()
    # A kernel that is chosen at run time is one of the file's, which have the same bound.
    bound = bounds.get(kernel.partition("<")[0]) or max(map(int, bounds.values()))
    return f'::emulator::launch("{kernel}", {bound}, {kernel}, {configuration})('


text = re.sub(r"([A-Za-z_]\w*(?:<[^<>;]*>)?)<<<(.*?)>>>\s*\(", launch, text, flags=re.S)
text = re.sub(r"extern\s+__shared__\s+([\w ]+?)\s+(\w+)\[\];",
              r"\1* const \2 = static_cast<\1*>(::emulator::shared_memory());", text)
if "<<<" in text or "__shared__" in text:
    sys.exit(f"{source}: the translator does not know this launch or this shared memory")
with open(target, "w", encoding="utf-8") as file:
    file.write(f'#line 1 "{source}"\n{text}')
