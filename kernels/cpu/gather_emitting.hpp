#pragma once
/// \file exec::gather_emitting for a kind of CPU.

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/exec/event_block.hpp"

namespace slipburst::kernels {

/// The fastest with the instructions of this set; all gather the same.
auto gather_emitting(InstructionSet set) -> int (*)(int count, exec::EventScratch& scratch);

}  // namespace slipburst::kernels
