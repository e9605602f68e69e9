#!/usr/bin/env python3
"""scripts/dev/run-machine-code: its complaints, the pipes and bounds that it counts by, and how code is read and translated."""

import pathlib
import runpy
import sys
import unittest

sys.dont_write_bytecode = True
SOURCE = pathlib.Path(__file__).resolve().parents[3]
RUN = runpy.run_path(str(SOURCE / "scripts/dev/run-machine-code"))

from cubin import INSTRUCTION, Instruction, split  # noqa: E402
from operands import Unknown, address, f32, f64, lanes, u32  # noqa: E402
from pipes import CLOCK_HZ, PARTITIONS, bounds, pipe  # noqa: E402
from translate import statement  # noqa: E402


def translated(opcode, *operands, guard=""):
    return statement(Instruction(0x10, guard, opcode, list(operands), 0))


class Translation(unittest.TestCase):
    def test_lines(self):
        line = "  /*01a0*/  @!P0 IADD3.X R5, ~R5, c[0x0][0x28], RZ, P0, !PT ;  /* 0x8000000504057c10 */"
        self.assertEqual(INSTRUCTION.match(line).groups(),
                         ("01a0", "!P0", "IADD3.X", "R5, ~R5, c[0x0][0x28], RZ, P0, !PT", "0x8000000504057c10"))
        self.assertEqual(split("R1, desc[UR4][R2.64+0x8], `(f(int, int))"),
                         ["R1", "desc[UR4][R2.64+0x8]", "`(f(int, int))"])

    def test_operands(self):
        self.assertEqual(u32("-0x2"), "0xfffffffeu")
        self.assertEqual(u32("~UR5"), "(~w.ur[5])")
        self.assertEqual(f32("-|R3|"), "negated(absolute(as_float(w.r[3][l])))")
        self.assertEqual(f32("-INF"), "as_float(0xff800000u)")
        self.assertEqual(f64("0.5"), "as_double(0x3fe0000000000000ull)")
        self.assertEqual(lanes("!UP2"), "(~w.up[2])")
        self.assertEqual(address("desc[UR4][R2.64+-0x8]"), "(join(w.r[2][l], w.r[3][l]) + 0xfffffffffffffff8ull)")
        self.assertEqual(address("[R7.X4+UR3]"), "(w.r[7][l] * 4u + w.ur[3])")

    def test_unknown_parts_are_refused(self):
        for opcode, operands in (("FNEW", ["R1"]), ("MUFU.SIN", ["R1", "R2"]), ("LOP3.LUT", ["R1", "R2", "R3", "R4", "0x3c", "P0"]),
                                 ("DADD", ["R2", "R4", "0.1"]), ("F2I.S64", ["R2", "R4"])):
            with self.subTest(opcode), self.assertRaises(Unknown):
                translated(opcode, *operands)

    def test_lanes_that_take_part(self):
        self.assertIn("const u32 g = m & (~w.p[1]);", translated("MOV", "R1", "R2", guard="!P1"))
        self.assertEqual(translated("UMOV", "UR1", "0x5", guard="UP0"), "if ((w.up[0] != 0)) { w.put_uniform(1, 0x5u); }")


class Figures(unittest.TestCase):
    def test_pipes(self):
        for opcode, name in (("DSETP.GT.AND", "fp64"), ("FFMA", "fp32"), ("FSEL", "compare"), ("IMAD.MOV.U32", "multiply"),
                             ("UMOV", "uniform"), ("LOP3.LUT", "integer"), ("LDG.E.64", "memory"), ("BRA", "control")):
            self.assertEqual(pipe(opcode), name)

    def test_bounds(self):
        found = bounds({"fp64": 10, "integer": 3, "compare": 4, "control": 8})
        self.assertEqual({unit: round(32 * PARTITIONS * CLOCK_HZ / bound) for unit, bound in found.items()},
                         {"issue": 25, "fp64": 20, "integer": 14})

    def test_complaints(self):
        recorded = {"events": 200.0, "clusters": 900.0}
        self.assertEqual(RUN["compare"]({"events": 201.9, "clusters": 100.0}, recorded), [])
        self.assertEqual(len(RUN["compare"]({"events": 202.1, "clusters": 900.0}, recorded)), 1)
        self.assertEqual(len(RUN["compare"]({"events": 200.0, "segments": 5.0}, recorded)), 2)


if __name__ == "__main__":
    unittest.main()
