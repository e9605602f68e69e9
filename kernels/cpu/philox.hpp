#pragma once
/// \file random::philox_block for a kind of CPU.

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/random/philox_block.hpp"

namespace slipburst::kernels {

/// The fastest with the instructions of this set; all write the same words.
random::PhiloxBlock* philox_block(InstructionSet set);

}  // namespace slipburst::kernels
