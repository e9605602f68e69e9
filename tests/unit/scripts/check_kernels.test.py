#!/usr/bin/python3
"""scripts/dev/check-kernels: the numbers it reads from reports of the CUDA compiler, and its complaints."""
import pathlib
import runpy
import sys
import unittest

sys.dont_write_bytecode = True
SCRIPTS = pathlib.Path(__file__).resolve().parents[3] / "scripts/dev"
CHECK = runpy.run_path(str(SCRIPTS / "check-kernels"))
sys.path.insert(0, str(SCRIPTS))
from kernel_check import names, occupancy, ptx, ptxas, sass  # noqa: E402

OLDER = """\
ptxas info    : 16 bytes gmem
ptxas info    : Compiling entry function '_Z4fastPf' for 'sm_80'
ptxas info    : Function properties for _Z4fastPf
    24 bytes stack frame, 8 bytes spill stores, 12 bytes spill loads
ptxas info    : Used 40 registers, used 1 barriers, 512 bytes smem, 376 bytes cmem[0], 24 bytes cmem[2]
ptxas info    : Function properties for _Z6helperf
    0 bytes stack frame, 0 bytes spill stores, 4 bytes spill loads
"""
NEWER = """\
ptxas info    : Compiling entry function '_Z4fastPf' for 'sm_90'
ptxas info    : Function properties for _Z4fastPf
    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
ptxas info    : Used 33 registers, used 0 barriers
"""

PTX = """\
.version 9.0
.target sm_80
.func (.param .b64 func_retval0) _Z6helperd()
{
\tadd.f64 %fd9, %fd8, %fd7;
}
.weak .entry other(
)
{
\tret;
}
.visible .entry _Z4fastPf(
\t.param .u64 .ptr .align 1 _Z4fastPf_param_0
)
.maxntid 256
.minnctapersm 2
{
\t.reg .pred \t%p<3>;
\t.loc 1 5 0
\tld.param.b64 \t%rd1, [_Z4fastPf_param_0];
\tcvta.to.global.u64 \t%rd2, %rd1;
\tld.global.v2.f32 \t{%f1, %f2}, [%rd2+4];
\tld.f32 \t%f3, [%rd2];
$L__BB0_2:
\tfma.rn.f64 \t%fd1, %fd2, %fd3, %fd4;
\trcp.rn.f64 \t%fd5, %fd1;
\tsetp.lt.f64 \t%p1, %fd5, 0d3FF0000000000000;
\tfma.rn.f32 \t%f4, %f1, %f2, %f3;
\tmul.wide.u32 \t%rd5, %r1, 5;
\tadd.s32 \t%r3, %r1, 1;
\tshr.u64 \t%rd6, %rd5, 3;
\tselp.f64 \t%fd6, %fd1, %fd5, %p1;
\tatom.shared.add.u32 \t%r4, [%r3], 1;
\tatom.shared.add.u64 \t%rd7, [%r3], %rd5;
\tred.global.add.u64 \t[%rd2], %rd5;
\tst.shared.b32 \t[%r3], %r4;
\tst.local.f64 \t[%rd1], %fd6;
\t@%p1 bra \t$L__BB0_2;
\t{ // callseq 0, 0
\t.param .b64 param0;
\tcall.uni (retval0),
\t_Z6helperd,
\t(
\tparam0
\t);
\t}
\tret;
}
"""

SASS = """\
\t\tFunction : _Z4fastPf
\t.headerflags\t@"EF_CUDA_SM90"
        /*0000*/                   LDC R1, c[0x0][0x28] ;           /* 0x00000a00ff017b82 */
                                                                    /* 0x000fe20000000800 */
        /*0010*/              @!P0 EXIT ;                           /* 0x000000000000794d */
        /*0020*/                   BRA 0x20;                        /* 0xfffffffc00fc7947 */
        /*0030*/                   NOP;                             /* 0x0000000000007918 */
"""


class Reports(unittest.TestCase):
    def test_assembler(self):
        older, newer = ptxas.parse(OLDER), ptxas.parse(NEWER)
        self.assertEqual(older["_Z4fastPf"], {"stack": 24, "spill_stores": 8, "spill_loads": 12, "registers": 40,
                                              "shared": 512, "constants": 400})
        self.assertEqual(older["_Z6helperf"]["spill_loads"], 4)
        self.assertEqual(newer["_Z4fastPf"]["registers"], 33)
        self.assertEqual(newer["_Z4fastPf"]["constants"], 0)

    def test_instructions(self):
        kernels = ptx.parse(PTX)
        self.assertEqual(set(kernels), {"other", "_Z4fastPf"})
        self.assertEqual(kernels["other"], {"threads": 0, "instructions": {**dict.fromkeys(ptx.CLASSES, 0), "total": 1}})
        self.assertEqual(kernels["_Z4fastPf"]["threads"], 256)
        self.assertEqual(kernels["_Z4fastPf"]["instructions"],
                         {"total": 20, "fp64": 3, "fp32": 1, "integer": 3, "integer_64": 2, "loads_global": 2,
                          "stores_global": 0, "loads_shared": 0, "stores_shared": 1, "loads_local": 0, "stores_local": 1,
                          "atomics": 3, "atomics_shared_64": 1, "branches": 1, "calls": 1})

    def test_machine_instructions(self):
        self.assertEqual(sass.parse(SASS), {"_Z4fastPf": 3})

    def test_names(self):
        signature = ("void slipburst::kernels::(anonymous namespace)::release_kernel<slipburst::table::View, (bool)1>"
                     "(slipburst::exec::EventModel, slipburst::table::View)")
        self.assertEqual(names.readable(signature), "release_kernel<View, (bool)1>")
        self.assertEqual(names.readable("slipburst::kernels::(anonymous namespace)::cluster_kernel(unsigned long)"),
                         "cluster_kernel")
        self.assertIsNone(names.readable("void cub::detail::static_kernel<int>(int)"))


class Occupancy(unittest.TestCase):
    """Values of the programming guide's limits, worked out by hand."""

    def test_registers(self):
        self.assertEqual(occupancy.warps("sm_90", 32, 256, 0), 64)
        self.assertEqual(occupancy.warps("sm_90", 64, 256, 0), 32)
        self.assertEqual(occupancy.warps("sm_90", 65, 256, 0), 24)  # 72 registers: 28 warps, three blocks of eight
        self.assertEqual(occupancy.warps("sm_80", 136, 128, 0), 12)

    def test_shared_memory(self):
        self.assertEqual(occupancy.warps("sm_80", 32, 256, 81 * 1024), 16)  # two of 82 KiB in 164
        self.assertEqual(occupancy.warps("sm_90", 32, 256, 81 * 1024), 16)
        self.assertEqual(occupancy.warps("sm_90", 32, 256, 75 * 1024), 24)  # three of 76 KiB in 228
        self.assertEqual(occupancy.warps("sm_80", 32, 256, 164 * 1024), 0)

    def test_blocks(self):
        self.assertEqual(occupancy.warps("sm_90", 32, 32, 0), 32)


class Comparison(unittest.TestCase):
    RECORDED = {"k": {"threads": 256, "ptx": {"total": 9}, "sm_90": {"registers": 40, "spill_loads": 0, "warps": 32}}}

    def complaints(self, **changes):
        now = {"k": {"threads": 256, "ptx": {"total": 9}, "sm_90": {**self.RECORDED["k"]["sm_90"], **changes}}}
        return CHECK["compare"](now, self.RECORDED)

    def test_at_its_limits(self):
        self.assertEqual(self.complaints(), [])
        self.assertEqual(self.complaints(registers=39, warps=40), [])

    def test_beyond(self):
        self.assertEqual(self.complaints(registers=42), ["k, sm_90: registers 42, 2 more than the recorded 40"])
        self.assertEqual(self.complaints(spill_loads=8), ["k, sm_90: spill_loads 8, 8 more than the recorded 0"])
        self.assertEqual(self.complaints(warps=24), ["k, sm_90: warps 24, 8 fewer than the recorded 32"])

    def test_machine_code_counts_where_it_was_recorded(self):
        self.assertEqual(self.complaints(sass=700), [])
        recorded = {"k": {"sm_90": {"sass": 690}}}
        self.assertEqual(CHECK["compare"]({"k": {"sm_90": {"sass": 700}}}, recorded),
                         ["k, sm_90: sass 700, 10 more than the recorded 690"])

    def test_no_record(self):
        self.assertEqual(self.complaints(stack=8), ["k, sm_90: stack has no recorded limit"])
        self.assertEqual(CHECK["compare"]({"new": {"ptx": {"total": 1}}}, {}), ["new has no recorded limits"])
        self.assertEqual(CHECK["compare"]({}, self.RECORDED), ["k is recorded but is no kernel any more"])


if __name__ == "__main__":
    unittest.main()
