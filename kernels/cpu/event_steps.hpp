#pragma once
/// \file exec::EventSteps for a kind of CPU.

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/exec/event_block.hpp"

namespace slipburst::kernels {

/// The fastest with the instructions of this set; all give the same.
exec::EventSteps event_steps(InstructionSet set);

}  // namespace slipburst::kernels
