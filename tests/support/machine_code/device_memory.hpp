#pragma once
/// \file Checks of addresses in global memory.

#include "support/machine_code/numbers.hpp"

namespace machine_code {

/// Sets the device whose memory may be touched. To be called at each launch: allocations are remembered from then on.
void use_memory_of(int device);
bool is_device_memory(u64 address, u32 size);

}  // namespace machine_code
