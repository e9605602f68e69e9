#pragma once
/// \file Number of threads that work together on a GPU.

#include <Kokkos_Core.hpp>

namespace slipburst::kernels {

constexpr int max_threads_per_team = 256;

/// Bound for the compilers of GPUs, which spill registers where a team may have as many threads as the GPU allows, or
/// where more than one team at a time is to fit on a multiprocessor.
using ThreadBounds = Kokkos::LaunchBounds<max_threads_per_team, 1>;

}  // namespace slipburst::kernels
