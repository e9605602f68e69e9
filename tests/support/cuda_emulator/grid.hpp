#pragma once
/// \file Run of a grid.

#include <functional>

#include "support/cuda_emulator/launch.hpp"

namespace emulator {

/// Runs the blocks of a grid, some of them side by side, in random order.
void run_grid(const Grid& grid, const std::function<void()>& thread);

}  // namespace emulator
