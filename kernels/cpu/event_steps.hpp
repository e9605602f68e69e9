#pragma once
/// \file exec::EventSteps for a kind of CPU.

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/exec/event_block.hpp"

namespace slipburst::kernels {

/// Fastest steps for an instruction set; all sets give identical bits.
exec::EventSteps event_steps(InstructionSet set);

}  // namespace slipburst::kernels
