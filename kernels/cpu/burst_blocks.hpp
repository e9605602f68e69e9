#pragma once
/// \file Bursts of a block of events on one thread, by exec/burst_block.hpp.

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/exec/burst_block.hpp"

namespace slipburst::kernels {

/// Function for tables of one zone, or of two.
exec::DrawBursts* draw_bursts(InstructionSet set, bool two_zones);

}  // namespace slipburst::kernels
