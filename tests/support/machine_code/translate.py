#!/usr/bin/env python3
"""translate.py TOOLS ARCHITECTURE OBJECT TARGET: C++ that does what the machine code in a compiled CUDA source does.

TOOLS is the folder of NVIDIA's cuobjdump and nvdisasm, ARCHITECTURE such as sm_90, OBJECT what nvcc made. Each stretch of
code without a jump becomes a function of C++, which a warp (warp.hpp) runs for those of its lanes that are there.
"""

import collections
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True

from cubin import BYTES_OF_INSTRUCTION, functions
from instructions import FORMS, Form
from operands import Unknown, lanes, truth, u32
from pipes import pipe

JUMPS = ("BRA", "EXIT", "BSYNC", "CALL", "RET", "BAR", "BREAK", "WARPSYNC")


def is_uniform(target):
    return target.startswith("U")


def assignment(target, value):
    """Statement that puts a value in a register of the whole warp."""
    if target in ("URZ", "UPT"):
        return f"(void)({value});"
    if target.startswith("UP"):
        return f"w.up[{target[2:]}] = ({value}) ? all_lanes : 0u;"
    return f"w.put_uniform({target[2:]}, {value});"


def lane_assignments(results, guard):
    """Parts of a loop over lanes that put values in registers: before the loop, in it, after it."""
    before, inside, after = [], [], []
    for target, value in results:
        if target in ("RZ", "PT"):
            continue
        if target.startswith("P"):
            n = target[1:]
            before.append(f"u32 p{n} = 0;")
            inside.append(f"p{n} |= as_bit({value}) << l;")
            after.append(f"w.p[{n}] = chosen(g, p{n}, w.p[{n}]);")
        else:
            inside.append(f"w.put({target[1:]}, l, bit(g, l), {value});")
    return before, inside, after


def statement(instruction):
    """Statement of an instruction without a jump."""
    form = Form(instruction)
    if form.base not in FORMS:
        raise Unknown(form.base)
    body = FORMS[form.base](form)
    guard = f"m & {lanes(instruction.guard)}" if instruction.guard else "m"
    if body.whole_warp:
        return f"if (const u32 g = {guard}) {{ {body.whole_warp} }}"
    if body.each_lane:
        return f"for_each_lane({guard}, [&](int l) {{ {body.each_lane} }});"
    if not body.results:
        return ""
    if is_uniform(body.results[0][0]):
        text = " ".join(body.values + [assignment(*result) for result in body.results])
        condition = f"if ({truth(instruction.guard)}) " if instruction.guard else ""
        return f"{condition}{{ {text} }}"
    if body.lane_by_lane:
        text = " ".join(f"w.put({target[1:]}, l, true, {value});" for target, value in body.results if target != "RZ")
        return f"for_each_lane({guard}, [&](int l) {{ {text} }});"
    before, inside, after = lane_assignments(body.results, guard)
    if not inside:
        return ""
    loop = f"for (int l = 0; l < warp_size; ++l) {{ {' '.join(body.values + inside)} }}"
    return f"{{ const u32 g = {guard}; {' '.join([*before, loop, *after])} }}"


class Translator:
    """Translation of one function of machine code."""

    def __init__(self, function, index):
        self.function = function
        self.index = index
        self.end = function.instructions[-1].at + BYTES_OF_INSTRUCTION

    def target(self, operand):
        """Address of a label."""
        label = re.search(r"`\((.*)\)", operand)[1]
        labels = self.function.labels
        return labels[label] if label in labels else labels[f"${self.function.name}{label}"]

    def leaders(self):
        """Addresses at which a block begins."""
        found = {0, *self.function.labels.values()}
        for instruction in self.function.instructions:
            base = instruction.opcode.split(".")[0]
            if base in JUMPS:
                found.add(instruction.at + BYTES_OF_INSTRUCTION)
        return sorted(at for at in found if at < self.end)

    def jump(self, i):
        """Statement of an instruction that ends a block."""
        base, *modifiers = i.opcode.split(".")
        after = i.at + BYTES_OF_INSTRUCTION
        guard = f"m & {lanes(i.guard)}" if i.guard else "m"
        if base == "BRA":
            *conditions, label = i.operands
            if modifiers in (["DIV"], ["CONV"]):  # where the lanes of a mask are apart, or together
                together = f"({u32(conditions.pop(0))} & w.alive()) == ({guard})"
                guard = f"{together} ? 0u : {guard}" if modifiers == ["DIV"] else f"{together} ? {guard} : 0u"
            elif set(modifiers) - {"U", "INC", "DEC"}:
                raise Unknown(i.opcode)
            guard = " & ".join([guard, *(lanes(condition) for condition in conditions)])
            return f"w.branch({guard}, {self.target(label):#x}, {after:#x});"
        if base == "EXIT":
            return f"w.exit({guard}, {after:#x});"
        if base == "BREAK":
            barrier = next(operand for operand in i.operands if operand.startswith("B"))
            conditions = [operand for operand in i.operands if operand != barrier]
            guard = " & ".join([guard, *(lanes(condition) for condition in conditions)])
            return f"w.leave({barrier[1:]}, {guard}, {after:#x});"
        if base == "CALL":
            return f"w.branch({guard}, {self.target(i.operands[-1]):#x}, {after:#x});"
        if i.guard:
            raise Unknown(f"@{i.guard}")
        if base == "BSYNC":
            return f"w.meet_at({i.operands[0][1:]}, {after:#x});"
        if base == "RET":
            register = i.operands[0].split()[0]
            return f"for_each_lane(m, [&](int l) {{ w.go_alone(l, {u32(register)}); }});"
        if base == "WARPSYNC":
            return f"w.meet_all({after:#x});"
        if i.operands != ["0x0"] or "SYNC" not in modifiers:
            raise Unknown("barrier")
        return f"w.wait_for_block({after:#x});"

    def line(self, instruction):
        """Line of C++ of an instruction, and whether it ends its block."""
        base = instruction.opcode.split(".")[0]
        try:
            if base in JUMPS:
                return self.jump(instruction), True
            if base == "BSSY":
                return f"w.set_meeting({instruction.operands[0][1:]});", False
            return statement(instruction), False
        except (Unknown, ValueError, KeyError, IndexError) as fault:
            text = f"{instruction.opcode} {', '.join(instruction.operands)}"
            raise SystemExit(f"translate.py: {self.function.name}: {instruction.at:04x} {text}: unknown: {fault}") from fault

    def blocks(self):
        """Functions of the blocks as lines, and what is listed of each."""
        leaders = self.leaders()
        ends = [*leaders[1:], self.end]
        lines, found = [], []
        instructions = {i.at: i for i in self.function.instructions}
        for first, end in zip(leaders, ends):
            lines.append(f"void f{self.index}_{first:x}([[maybe_unused]] Warp& w, [[maybe_unused]] const u32 m) {{")
            closed = False
            for at in range(first, end, BYTES_OF_INSTRUCTION):
                i = instructions[at]
                text, closed = self.line(i)
                note = f"{at:04x} {'@' + i.guard + ' ' if i.guard else ''}{i.opcode} {', '.join(i.operands)}"
                if text:
                    lines.append(f"  {text}  // {note}")
            if not closed:
                lines.append(f"  w.go({end:#x});")
            lines.append("}")
            pipes = collections.Counter(pipe(instructions[at].opcode) for at in range(first, end, BYTES_OF_INSTRUCTION))
            found.append(f"{{{first:#x}, {end:#x}, f{self.index}_{first:x}, {json.dumps(json.dumps(pipes))}}}")
        return lines, found

    def text(self, architecture, constants):
        """Functions of the blocks, and the registration of the whole."""
        lines, blocks = self.blocks()
        parameters = ", ".join(f"{{{p.ordinal}, {p.offset}, {p.size}}}" for p in self.function.parameters)
        listed = ", ".join(blocks)
        function = self.function
        lines.append(f'const Registered registered_{self.index}({{"{function.name}", {architecture}, {{{parameters}}}, '
                     f"{{{listed}}}, {constants}, {function.shared_bytes}, {function.max_threads}}});")
        return lines


def banks(index, constants):
    """Definitions of constant banks {number: bytes}, and their list."""
    lines = [f"alignas(16) const unsigned char constants_{index}_{number}[] = {{{', '.join(map(str, data))}}};"
             for number, data in constants.items()]
    listed = ", ".join(f"{{{number}, {{constants_{index}_{number}, {len(data)}}}}}" for number, data in constants.items())
    return lines, f"{{{listed}}}"


def translation(functions, architecture):
    lines = ['#include "support/machine_code/numbers.hpp"', '#include "support/machine_code/warp.hpp"', "",
             "namespace machine_code {", "namespace {", ""]
    for index, function in enumerate(functions):
        definitions, constants = banks(index, function.constants)
        lines += [*definitions, *Translator(function, index).text(architecture, constants)]
    return "\n".join([*lines, "", "}  // namespace", "}  // namespace machine_code", ""])


def main():
    tools, architecture, source, target = sys.argv[1:]
    found = functions(pathlib.Path(tools), pathlib.Path(source), architecture)
    pathlib.Path(target).write_text(translation(found, architecture.removeprefix("sm_")))


if __name__ == "__main__":
    main()
