#pragma once
/// \file Launches of machine code, and what the code of each architecture finds where.

#include "support/machine_code/thread_block.hpp"

namespace machine_code {

inline constexpr u32 stack_bytes = 1024;      ///< local memory of a thread
inline constexpr u32 shared_window = 0x7F00;  ///< upper half of generic addresses of shared memory

/// Offsets in constant bank 0.
struct LaunchLayout {
  u32 threads, blocks, stack;
};
constexpr LaunchLayout launch_layout(int architecture) {
  return architecture >= 100 ? LaunchLayout{0x360, 0x370, 0x37c} : LaunchLayout{0x0, 0xc, 0x28};
}
/// Shared memory that the system keeps at the begin of that of each block.
constexpr u32 reserved_shared_bytes(int architecture) { return architecture >= 90 ? 0x400 : 0; }

/// Order in which warps and lanes run.
struct Settings {
  std::size_t blocks_at_once = 3;
  int steps = 2000;      ///< stretches of code from one switch of warps to the next
  bool adverse = false;  ///< whether any of the parts of a divided warp may go first, and warps change places often
};
/// By MACHINE_CODE_ADVERSE=1 in the environment adverse, else as above.
const Settings& settings();

const Function* find_function(const std::string& name);
void run_grid(const Launch& launch);

}  // namespace machine_code
