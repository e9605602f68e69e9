#pragma once
/// \file Limits of all NVIDIA devices on a launch.

#include <cstddef>

namespace emulator {

inline constexpr unsigned max_threads_per_block = 1024, max_blocks = 0x7FFFFFFF;
inline constexpr std::size_t unasked_shared_bytes = 48 << 10;  ///< of a block whose kernel has not asked for more
inline constexpr std::size_t max_shared_bytes = 163 << 10;     ///< of a block whose kernel has, on sm_80

}  // namespace emulator
