"""Warps that a multiprocessor holds at once, by the limits of each architecture.

CUDA C++ Programming Guide, "Compute Capabilities", table of technical specifications; granularities of allocation and
the 1 KiB that the system takes of each block's shared memory from 8.0 on: cuda_occupancy.h of the toolkit.
"""
from typing import NamedTuple

WARP = 32
REGISTERS = 65536  # of a multiprocessor, on all of these
REGISTER_UNIT = 256  # per warp
SHARED_UNIT = 128
SHARED_RESERVED = 1024


class Limits(NamedTuple):
    warps: int
    blocks: int
    shared: int  # bytes of a multiprocessor
    shared_block: int  # bytes that one block can ask for


LIMITS = {
    "sm_80": Limits(64, 32, 164 * 1024, 163 * 1024),
    "sm_90": Limits(64, 32, 228 * 1024, 227 * 1024),
    "sm_100": Limits(64, 32, 228 * 1024, 227 * 1024),
}


def _up(value, unit):
    return -(-value // unit) * unit


def warps(architecture, registers, threads, shared):
    """Warps per multiprocessor of blocks of `threads` with `shared` bytes each; 0 where one block does not fit."""
    limits = LIMITS[architecture]
    block = _up(threads, WARP) // WARP
    # Registers belong to one of four parts of a multiprocessor, so warps that fit are a multiple of four.
    by_registers = REGISTERS // 4 // _up(max(registers, 1) * WARP, REGISTER_UNIT) * 4 // block
    by_shared = limits.shared // _up(shared + SHARED_RESERVED, SHARED_UNIT) if shared <= limits.shared_block else 0
    return min(by_registers, by_shared, limits.warps // block, limits.blocks) * block
