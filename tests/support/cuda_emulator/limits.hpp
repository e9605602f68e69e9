#pragma once
/// \file Limits of all NVIDIA devices on a launch.

#include <cstddef>

namespace emulator {

inline constexpr unsigned max_threads_per_block = 1024, max_blocks = 0x7FFFFFFF;
inline constexpr std::size_t max_shared_bytes = 48 << 10;  ///< of a block that does not ask for more

}  // namespace emulator
