"""Pipes of a multiprocessor that instructions go through, and how many units of work a GPU can do at most.

Throughputs are those of compute capability 9.0, as the CUDA programming guide gives them. A partition, of which a
multiprocessor has four, issues one instruction per cycle.
"""

PARTITIONS, CLOCK_HZ = 132 * 4, 1.98e9  # of an H200

CONTROL = {"BRA", "EXIT", "BSSY", "BSYNC", "CALL", "RET", "BAR", "BREAK", "WARPSYNC", "ENDCOLLECTIVE", "NOP", "YIELD", "S2R", "BMOV"}
MEMORY = {"LDG", "STG", "LDS", "STS", "LDL", "STL", "ATOMS", "ATOMG", "ATOM", "RED", "REDG", "SHFL"}
OTHERS = {"MUFU": "conversion", "F2F": "conversion", "F2I": "conversion", "FRND": "conversion", "I2F": "conversion", "POPC": "conversion",
          "FLO": "conversion", "LDC": "constant", "VOTE": "vote", "VOTEU": "vote", "REDUX": "vote", "R2UR": "uniform",
          "S2UR": "uniform", "HFMA2": "fp32"}

# Cycles of a partition for an instruction of each pipe; a cycle to issue it in any case.
CYCLES = {"fp64": 2, "fp32": 1, "multiply": 2, "integer": 2, "compare": 2, "conversion": 8, "uniform": 2, "memory": 4,
          "constant": 1, "vote": 2, "control": 1}
# Pipes that share a unit: integers and comparisons of numbers are done by the same.
UNITS = {"fp64": ("fp64",), "integer": ("integer", "compare"), "multiply": ("multiply",), "conversion": ("conversion",),
         "uniform": ("uniform",), "memory": ("memory",)}


def pipe(opcode):
    base = opcode.split(".")[0]
    if base in OTHERS:
        return OTHERS[base]
    if base in ("DADD", "DMUL", "DFMA", "DSETP", "DMNMX"):
        return "fp64"
    if base in ("FADD", "FMUL", "FFMA"):
        return "fp32"
    if base in ("FSETP", "FSEL", "FMNMX", "FCHK", "FSET"):
        return "compare"
    if base == "IMAD":
        return "multiply"
    if base in MEMORY:
        return "memory"
    if base in CONTROL:
        return "control"
    return "uniform" if base.startswith("U") else "integer"


def bounds(issued):
    """{what bounds: units of work per second of an H200}, from warp instructions of each pipe per 32 units."""
    cycles = {"issue": sum(issued.values())}
    for unit, pipes in UNITS.items():
        cycles[unit] = sum(CYCLES[one] * issued.get(one, 0) for one in pipes)
    return {unit: 32 * PARTITIONS * CLOCK_HZ / count for unit, count in cycles.items() if count > 0}
