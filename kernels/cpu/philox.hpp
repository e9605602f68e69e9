#pragma once
/// \file random::philox_block and random::philox_listed for a kind of CPU.

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/random/philox_block.hpp"

namespace slipburst::kernels {

/// Fastest variant for an instruction set; all variants write the same words.
random::PhiloxBlock* philox_block(InstructionSet set);
random::PhiloxListed* philox_listed(InstructionSet set);

}  // namespace slipburst::kernels
